"""Error rates: how often a model misses a signal and how often it sees one that is not there."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from privacy.errors import Permanent
from privacy.posts import Signal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RULE = "model.kaart"


class Ratio(NamedTuple):
    """A ratio, and its standard deviation as a share of it (of two counts of the same posts)."""

    value: float
    relative_sd: float


@dataclass(frozen=True, slots=True)
class ErrorRates:
    """Of `positives` posts with the signal `hits` were flagged, of `negatives` `false_alarms`."""

    hits: int
    positives: int
    false_alarms: int
    negatives: int

    def __post_init__(self) -> None:
        if not (0 <= self.hits <= self.positives and 0 <= self.false_alarms <= self.negatives):
            raise ValueError("no more posts can be flagged than there are")

    @property
    def recall(self) -> float:
        """Share of the posts with the signal that is flagged; the pseudo-count keeps it defined."""
        return (self.hits + 1) / (self.positives + 2)

    @property
    def false_alarm_rate(self) -> float:
        """Share of the posts without the signal that is flagged."""
        return (self.false_alarms + 1) / (self.negatives + 2)

    @property
    def true_per_flagged(self) -> Ratio:
        """Posts with the signal per flagged post, in a stream like the one that was measured."""
        flagged = self.hits + self.false_alarms
        disagreements = self.positives - self.hits + self.false_alarms
        known = (self.positives + 1) * (flagged + 1)
        return Ratio((self.positives + 1) / (flagged + 1), math.sqrt((disagreements + 1) / known))


@dataclass(frozen=True, slots=True)
class MeasuredErrors:
    """The error rates of one model per signal, as its card states them."""

    model_id: str
    model_sha256: str
    per_signal: Mapping[Signal, ErrorRates]

    @classmethod
    def read(cls, card: Path) -> Self:
        """Return what the card says; cross-fitted figures, which did not choose the thresholds.

        Raises:
            Permanent: the card has no such figures, or flags no better than chance.
        """
        try:
            content = json.loads(card.read_text(encoding="utf-8"))
            figures = content.get("cross_fitted", content["figures"])
            rates = {
                Signal(name): _rates(row, figures["posts"])
                for name, row in figures["per_signal"].items()
            }
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Permanent(
                RULE, "de kaart noemt geen foutkansen, dus geen aantal kan worden gecorrigeerd"
            ) from error
        for signal, each in rates.items():
            if each.recall <= each.false_alarm_rate:
                raise Permanent(RULE, f"{signal}: het model wijst niet beter aan dan het toeval")
        return cls(content["id"], content["sha256"], rates)


def _rates(row: Mapping[str, Any], posts: int) -> ErrorRates:
    positives, flagged = int(row["true_count"]), int(row["flagged_count"])
    hits = round(row["recall"] * positives)
    return ErrorRates(hits, positives, flagged - hits, posts - positives)
