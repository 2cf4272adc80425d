"""A count per day or week, and what a method says about each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Mapping

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]


class Step(IntEnum):
    """Days from one value of a series to the next."""

    DAY = 1
    WEEK = 7


@dataclass(frozen=True, slots=True)
class Series:
    """Counts on a regular grid: `values[i]` is that of `start + i * step`, NaN where unknown.

    Zero means that somebody counted and found nothing; NaN that nobody could count.
    """

    name: str
    start: date
    step: Step
    values: Floats

    @classmethod
    def from_counts(cls, name: str, counts: Mapping[date, float | None]) -> Series:
        """Return the series from the first to the last known date.

        A date without a count, or with None, is unknown. Weekly when all dates are whole weeks
        apart, otherwise daily.

        Raises:
            ValueError: there is no known count, or one is negative or not finite.
        """
        known = {day.toordinal(): float(n) for day, n in counts.items() if n is not None}
        if not known or not all(0 <= count < np.inf for count in known.values()):
            raise ValueError("a series needs counts, none of them negative or infinite")
        first, last = min(known), max(known)
        apart = {(day - first) % Step.WEEK for day in known}
        step = Step.WEEK if apart == {0} and len(known) > 1 else Step.DAY
        values = np.full((last - first) // step + 1, np.nan)
        for day, count in known.items():
            values[(day - first) // step] = count
        return cls(name, date.fromordinal(first), step, values)

    def date(self, index: int) -> date:
        """Return the date of `values[index]`: the day, or the day on which the week is dated."""
        return self.start + timedelta(days=index * int(self.step))

    @property
    def ordinals(self) -> Floats:
        """Return the day number of each value, from 1 January of the year 1, shape (n,)."""
        return self.start.toordinal() + np.arange(len(self.values), dtype=float) * int(self.step)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a method says about each value of a series, arrays of shape (n,).

    A value is an alarm exactly when it is above `upper`. NaN in all three where the method has
    too little history, or where the value itself is unknown: no judgement, which is not calm.
    `p_value` is the chance of a value at least this high when nothing is going on.
    """

    expected: Floats
    upper: Floats
    p_value: Floats

    @classmethod
    def where(cls, judged: Bools, expected: Floats, upper: Floats, p_value: Floats) -> Judgement:
        """Return a judgement of the values where `judged` and the bound are known."""
        given = judged & np.isfinite(expected) & np.isfinite(upper)
        return cls(*(np.where(given, each, np.nan) for each in (expected, upper, p_value)))

    @property
    def judged(self) -> Bools:
        """Return which values got a judgement."""
        return np.isfinite(self.upper)
