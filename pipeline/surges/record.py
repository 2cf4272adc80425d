"""A surge as analysts get it: figures and how they were reached, no text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from privacy.posts import AreaCode, Signal

METHOD_VERSION = "3"
"""Changes whenever a method gives another answer to the same series."""


class Method(StrEnum):
    """How a series is judged."""

    DEFAULT = "default"
    EARS_C1 = "ears-c1"
    EARS_C2 = "ears-c2"
    EARS_C3 = "ears-c3"
    FARRINGTON = "farrington"
    FARRINGTON_FLEXIBLE = "farrington-flexible"


@dataclass(frozen=True, slots=True)
class Band:
    """From `lower` to `upper`, ends included."""

    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Surge:
    """Alarms on successive dates of one area and signal.

    `start` is the first date and `end` the date after the last; `peak` is the date of the smallest
    p-value, and bands and figures are of that date. `expected` runs from the expected count to the
    highest that would not alarm, `exceedance` is how many the count is above that. `q_value` is
    the share of false surges, on average, among those of that date with at most this value.
    `sources` and `duplicate_ratio` are None where they were not given.
    """

    area: AreaCode
    signal: Signal
    start: date
    end: date
    peak: date
    observed: Band
    expected: Band
    exceedance: float
    q_value: float
    method: Method
    method_version: str
    sources: int | None = None
    duplicate_ratio: float | None = None
