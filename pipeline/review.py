"""Reading texts: one at a time, drawn at random, recorded before it is shown, judged, then gone.

For the portal, which shows a text to a role that the council let read texts. There is no search
and no choice: no argument of `draw` says anything about a post.

Source: GOVERNANCE sections 1 (`tekst.inzage_rollen`) and 3 (reads are in the log).
Guarantee: without a line in the log nobody reads a text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import durable
from pipeline.framework_files import open_gate
from pipeline.journal import Journal
from pipeline.texts import Texts
from privacy.errors import PrivacyError
from privacy.framework.roles import Recht

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime
    from pathlib import Path

    from pipeline.settings import Settings
    from privacy.framework.roles import Rol
    from privacy.posts import Signal


@dataclass(frozen=True, slots=True)
class DrawnText:
    """A pseudonymised text and what the model read in it; `ticket` names it when it is judged."""

    ticket: str
    text: str
    signals: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How often readers agreed that a text held the signal that the model read."""

    model_sha256: str
    signal: str
    agreed: int
    judged: int


class Review:
    """The reading of texts by someone in `role`, under the framework that holds now.

    Raises:
        PrivacyError: the framework does not hold (`kader.*`), or gives the role no right to
            read texts (`kader.recht`).
    """

    def __init__(self, settings: Settings, role: Rol, clock: Callable[[], datetime]) -> None:
        self._journal = Journal(settings.journal, clock)
        self._approved = open_gate(settings, clock, self._journal).approved
        self._approved.require(role, Recht.TEKST_INZIEN)
        hours = self._approved.framework.tekst.bewaren_uren
        self._texts = Texts(settings.texts, settings.text_keys, hours)
        self._judgements = settings.judgements
        self._role = role
        self._clock = clock

    def draw(self) -> DrawnText | None:
        """Return one text, drawn at random; None when there is none.

        The read is in the log before the text is returned.
        """
        self._texts.expire(self._clock())
        drawn = self._texts.draw(self._clock())
        if drawn is None:
            return None
        ticket, kept = drawn
        self._journal.record(
            soort="inzage",
            kader_sha256=self._approved.sha256,
            rol=self._role,
            wat="tekst",
            aantal=1,
        )
        return DrawnText(ticket, kept.text, kept.signals)

    def judge(self, ticket: str, agreed: Collection[Signal]) -> None:
        """Count in which of the model's signals the reader agrees; the text is gone afterwards.

        Raises:
            PrivacyError: `tekst.weg`, the text is no longer there: nothing is counted.
        """
        kept = self._texts.read(ticket, self._clock())
        if not self._texts.withdraw([ticket]):
            raise PrivacyError("tekst.weg", "Iemand anders beoordeelde deze tekst al.")
        self._journal.record(
            soort="verwijdering",
            kader_sha256=self._approved.sha256,
            wat="tekst",
            reden="beoordeeld",
            aantal=1,
        )
        _count(self._judgements, kept.model_sha256, {s: s in agreed for s in kept.signals})


def judgements(settings: Settings) -> list[Judgement]:
    """Return how often readers agreed, per model and signal; empty before the first."""
    file = settings.judgements
    counts = json.loads(file.read_bytes()) if file.exists() else {}
    return [
        Judgement(model, signal, *numbers)
        for model, signals in sorted(counts.items())
        for signal, numbers in sorted(signals.items())
    ]


def _count(file: Path, model: str, agreed: dict[Signal, bool]) -> None:
    """Add the judgement to the counts, which are numbers only; one process at a time."""
    with durable.alone(file.with_suffix(".slot")):
        counts = json.loads(file.read_bytes()) if file.exists() else {}
        of_model = counts.setdefault(model, {})
        for signal, yes in agreed.items():
            before = of_model.get(signal, [0, 0])
            of_model[signal] = [before[0] + yes, before[1] + 1]
        durable.write(file, json.dumps(counts, sort_keys=True).encode())
