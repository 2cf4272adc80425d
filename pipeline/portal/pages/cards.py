"""Cards: what each algorithm of the framework was measured to do, read as files.

The portal imports no model code: a card is data that comes with the model.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.portal.parts import Parts
    from privacy.framework.schema import Algoritme

MODELS: Final = Path(__file__).parents[3] / "models"


@dataclass(frozen=True, slots=True)
class Card:
    """An algorithm that the council allows, and its card; None when no card is about it."""

    algorithm: Algoritme
    card: Mapping[str, Any] | None
    text: str | None
    """The card in words (Markdown, Dutch)."""


def cards(here: Parts) -> tuple[Card, ...]:
    """Return the algorithms of the framework with their cards; a card is found by its digest."""
    approved = here.council.standing().approved
    if approved is None:
        return ()
    found = _cards()
    return tuple(
        Card(each, *found.get(each.sha256, (None, None))) for each in approved.framework.algoritmen
    )


def reliability(here: Parts) -> dict[str, Mapping[str, float]]:
    """Return per signal how often the model is right, on the posts it was measured with."""
    for each in cards(here):
        if each.algorithm.taak == "signalen" and each.card:
            per_signal: dict[str, Mapping[str, float]] = each.card["figures"]["per_signal"]
            return per_signal
    return {}


@cache
def _cards() -> dict[str, tuple[dict[str, Any], str | None]]:
    found = {}
    for file in sorted(MODELS.glob("*/card.json")):
        card = json.loads(file.read_text("utf-8"))
        words = file.with_suffix(".md")
        found[card["sha256"]] = card, words.read_text("utf-8") if words.is_file() else None
    return found
