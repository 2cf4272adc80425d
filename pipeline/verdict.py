"""Verdict and reason: all that can be said of a surge."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class Verdict(StrEnum):
    """Whether a surge was worth looking at."""

    CORRECT = "terecht"
    FALSE = "onterecht"
    UNCLEAR = "onduidelijk"


class Reason(StrEnum):
    """Why; each belongs to one verdict."""

    ACTED = "gevolg_gegeven"
    KNOWN = "was_al_bekend"
    NO_ACTION = "geen_actie_nodig"
    EVENT = "feest_of_wedstrijd"
    PROTEST = "vreedzaam_protest_of_kritiek"
    NEWS = "nieuws_van_elders"
    FLOOD = "zelfde_bericht_vaak_herhaald"
    MISREAD = "model_las_verkeerd"
    PLACE = "verkeerd_gebied"
    UNCONFIRMED = "niet_bevestigd"
    TOO_LITTLE = "te_weinig_bekend"


REASONS: Final[Mapping[Verdict, Mapping[Reason, str]]] = {
    Verdict.CORRECT: {
        Reason.ACTED: "het klopte en de gemeente deed iets: praten, uitleggen, helpen",
        Reason.KNOWN: "het klopte en de gemeente wist het al",
        Reason.NO_ACTION: "het klopte en er was niets nodig",
    },
    Verdict.FALSE: {
        Reason.EVENT: "het ging over een feest, wedstrijd of ander uitje",
        Reason.PROTEST: "het was vreedzaam protest of kritiek, en dat mag",
        Reason.NEWS: "mensen praatten over nieuws van elders",
        Reason.FLOOD: "een bericht werd heel vaak herhaald",
        Reason.MISREAD: "het model las het verkeerd, zoals grapjes of spreektaal",
        Reason.PLACE: "het ging over een ander gebied",
    },
    Verdict.UNCLEAR: {
        Reason.UNCONFIRMED: "niemand kon het bevestigen of ontkennen",
        Reason.TOO_LITTLE: "er was te weinig bekend om het na te gaan",
    },
}
"""The reasons per verdict, with what they mean on a screen."""
