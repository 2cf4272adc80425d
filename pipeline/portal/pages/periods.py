"""Periods: two spans side by side, with the bounds of what is not known.

A figure counts different accounts of one day; days cannot be added up to a number of accounts.
So spans are compared by the average day, from its least to its most.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from privacy.cells import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.portal.models import Meting

_SMALL = "G2."
"""A figure withheld under such a rule lies between nothing and the threshold."""


class Difference(StrEnum):
    """Whether the second span is above the first, beyond doubt."""

    HIGHER = "hoger"
    LOWER = "lager"
    UNCLEAR = "onduidelijk"


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both included."""

    first: date
    last: date

    @classmethod
    def of(cls, first: date, last: date) -> Span:
        """Return the span between two days, whichever comes first."""
        return cls(min(first, last), max(first, last))

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    def before(self) -> Span:
        """Return the span of the same length that ends where this one begins."""
        return Span(self.first - timedelta(days=self.days), self.first - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Average:
    """The average period: from `least` to `most`, None where nothing is known.

    `released`, `small` and `unknown` count the periods behind it: with a figure, withheld as a
    small number, and without any knowledge. The last are left out of the average.
    """

    least: float | None
    most: float | None
    released: int
    small: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """One area in both spans."""

    name: str
    code: str
    before: Average
    after: Average

    @property
    def difference(self) -> Difference:
        """Whether the bounds of the two leave no doubt."""
        a, b = self.before, self.after
        if a.least is None or a.most is None or b.least is None or b.most is None:
            return Difference.UNCLEAR
        if b.least > a.most:
            return Difference.HIGHER
        return Difference.LOWER if b.most < a.least else Difference.UNCLEAR


def compared(
    before: Iterable[Meting], after: Iterable[Meting], *, below: int | None
) -> list[Comparison]:
    """Return every area of either span by name; `below` is the threshold of small figures."""
    spans: list[defaultdict[str, list[Meting]]] = [defaultdict(list), defaultdict(list)]
    names: dict[str, str] = {}
    for span, figures in zip(spans, (before, after), strict=True):
        for each in figures:
            span[each.gebied_code].append(each)
            names[each.gebied_code] = each.gebied_naam
    return [
        Comparison(name, code, *(average(span[code], below=below) for span in spans))
        for code, name in sorted(names.items(), key=lambda item: (item[1], item[0]))
    ]


def average(figures: Sequence[Meting], *, below: int | None) -> Average:
    """Return the average of `figures`, from the least to the most that it can be."""
    kinds = Counter(_kind(each, below) for each in figures)
    bounds = [_bounds(each, below) for each in figures if _kind(each, below) is not None]
    known = len(bounds)
    return Average(
        least=sum(low for low, _ in bounds) / known if known else None,
        most=sum(high for _, high in bounds) / known if known else None,
        released=kinds[Status.RELEASED],
        small=kinds[Status.SUPPRESSED],
        unknown=kinds[None],
    )


def _kind(figure: Meting, below: int | None) -> Status | None:
    if figure.status is Status.RELEASED:
        return Status.RELEASED
    small = figure.status is Status.SUPPRESSED and figure.regel.startswith(_SMALL)
    return Status.SUPPRESSED if small and below is not None else None


def _bounds(figure: Meting, below: int | None) -> tuple[float, float]:
    if figure.onder is not None and figure.boven is not None:
        return figure.onder, figure.boven
    return 0, (below or 1) - 1
