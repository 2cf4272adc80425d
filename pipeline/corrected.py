"""Released counts of flagged authors -> figures of how many wrote the signal, with their band.

Made from what was released and from the model's card alone, so it tells no more about anyone than
the released counts do.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.estimate import estimate
from privacy.cells import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.error_rates import ErrorRates
    from privacy.cells import ReleasedCell
    from privacy.posts import AreaCode, Signal

_BUSY_QUANTILE = 0.75
_BUSIEST_TIMES = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """What people see: authors who wrote the signal, in whole numbers; `value` is rounded."""

    value: int
    lower: int
    upper: int


def corrected(
    released: Sequence[ReleasedCell], errors: Mapping[Signal, ErrorRates], rounding_base: int
) -> list[Figure | None]:
    """Return, in order, the figure of each released cell; None of one that is not released.

    A flood of posts without a signal cannot lower a figure: posts count up to twice what is busy
    for their area. Such a flood only makes the band wider.
    """
    most = _most_posts(released)
    return [
        _figure(cell, min(cell.posts, most[cell.area]), errors[cell.signal], rounding_base)
        if cell.status is Status.RELEASED
        else None
        for cell in released
    ]


def withheld_most(k_min_authors: int, rates: ErrorRates) -> float:
    """Return how many authors at most wrote the signal where fewer than k were flagged."""
    return (k_min_authors - 1) / (rates.recall - rates.false_alarm_rate)


def _figure(cell: ReleasedCell, posts: float, rates: ErrorRates, base: int) -> Figure:
    assert cell.value is not None and cell.lower is not None and cell.upper is not None  # noqa: PT018 - narrowed together
    value = base * round(estimate(cell.value, posts, rates).value / base)
    lower = math.floor(estimate(cell.lower, cell.posts, rates).lower)
    upper = math.ceil(estimate(cell.upper, posts, rates).upper)
    return Figure(value, min(lower, value), max(upper, value))


def _most_posts(released: Sequence[ReleasedCell]) -> Mapping[AreaCode, float]:
    """Return per area the number of posts beyond which more of them do not count."""
    posts: defaultdict[AreaCode, dict[object, int]] = defaultdict(dict)
    for cell in released:
        if cell.status is Status.RELEASED:
            posts[cell.area][cell.bucket] = cell.posts
    return {
        area: _BUSIEST_TIMES * float(np.quantile(list(each.values()), _BUSY_QUANTILE))
        for area, each in posts.items()
    }
