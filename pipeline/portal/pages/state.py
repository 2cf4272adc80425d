"""State: what a figure is, in the words that every page uses for it.

Withheld, nothing and unknown are three things; each has its own word, sign and pattern.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from privacy.cells import Status

if TYPE_CHECKING:
    from pipeline.portal.models import Cijfer, Meting


class State(StrEnum):
    """What may be said of a figure."""

    SURGE = "piek"
    NORMAL = "normaal"
    UNJUDGED = "zonder_oordeel"
    ZERO = "nul"
    WITHHELD = "achtergehouden"
    UNKNOWN = "geen_gegevens"

    @property
    def sign(self) -> str:
        """The character that stands beside the word."""
        return _SIGNS[self]


_SIGNS = {
    State.SURGE: "▲",
    State.NORMAL: "●",
    State.UNJUDGED: "●",
    State.ZERO: "○",
    State.WITHHELD: "▨",
    State.UNKNOWN: "✕",
}


def state_of(measured: Meting) -> State:
    """Return what a figure is, beside what was expected of it."""
    if (known := without_judgement(measured)) is not State.UNJUDGED:
        return known
    if measured.bovengrens is None:
        return State.UNJUDGED
    above = measured.waarde is not None and measured.waarde > measured.bovengrens
    return State.SURGE if above else State.NORMAL


def without_judgement(figure: Cijfer) -> State:
    """Return what a figure is where nothing was expected."""
    if figure.status is Status.SUPPRESSED:
        return State.WITHHELD
    if figure.status is Status.NO_DATA:
        return State.UNKNOWN
    return State.ZERO if figure.waarde == 0 else State.UNJUDGED
