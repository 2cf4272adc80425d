"""Group terms that are swapped in training: what is said decides, not about whom."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from models.corpus import LabelledPost

SLOT: Final = "{groep}"
"""Stands in `models/data/extra_groups.jsonl` for any of the groups."""

ROUNDS: Final = 4
"""How often an epoch holds a post with a slot, each time about another group."""

GROUPS: Final = (
    "Marokkanen",
    "Turken",
    "Surinamers",
    "Antillianen",
    "Polen",
    "Roemenen",
    "Bulgaren",
    "Oekraïners",
    "Syriërs",
    "Afghanen",
    "Somaliërs",
    "Eritreeërs",
    "Ghanezen",
    "Chinezen",
    "Molukkers",
    "Nederlanders",
    "Friezen",
    "moslims",
    "joden",
    "christenen",
    "hindoes",
    "homo's",
    "lesbiennes",
    "transgenders",
    "vluchtelingen",
    "asielzoekers",
    "statushouders",
    "zwarte mensen",
    "witte mensen",
    "vrouwen",
    "mannen",
    "ouderen",
    "jongeren",
    "gehandicapten",
    "autisten",
    "doven",
)
_SWAPPED: Final = tuple(
    group for group in GROUPS if group[0].isupper() or group in {"moslims", "joden", "christenen"}
)
_TERM: Final = re.compile("|".join(rf"\b{re.escape(term)}\b" for term in _SWAPPED), re.IGNORECASE)


def fill_slots(posts: Sequence[LabelledPost], rounds: int, random: Random) -> list[LabelledPost]:
    """Return `posts`, each with a slot written out about `rounds` groups."""
    return [
        replace(post, text=post.text.replace(SLOT, group))
        for post in posts
        for group in (random.sample(GROUPS, rounds) if SLOT in post.text else [""])
    ]


def swap_groups(text: str, random: Random) -> str:
    """Return `text` about other groups: each term becomes one and the same other, in its case."""
    text = text.replace(SLOT, random.choice(GROUPS))
    chosen: dict[str, str] = {}

    def other(found: re.Match[str]) -> str:
        new = chosen.setdefault(found[0].casefold(), random.choice(_SWAPPED))
        return new.upper() if found[0].isupper() else new.lower() if found[0].islower() else new

    return _TERM.sub(other, text)
