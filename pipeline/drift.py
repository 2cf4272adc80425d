"""Drift: how far the answers of the last week have moved from those of the weeks before.

Works on counts per day of languages and of scores in tenths, which ingest keeps; no posts.

Source: Siddiqi (2006), Credit Risk Scorecards: the population stability index.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from pipeline.counts import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from pipeline.lake.day_counts import DayCount

RECENT = timedelta(days=7)
BEFORE = timedelta(days=28)
ENOUGH_POSTS = 500
"""With fewer on either side the index says more about chance than about change."""

_SMOOTHING = 0.5


def drift(counts: Iterable[DayCount], today: date) -> dict[str, float]:
    """Return the index per distribution (`taal`, `score:SIGNAL`); those with too little absent."""
    recent: defaultdict[str, Counter[str]] = defaultdict(Counter)
    before: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for count in counts:
        if count.kind not in {Kind.LANGUAGE, Kind.SCORE}:
            continue
        signal, _, bin_ = count.name.rpartition(".")
        distribution = f"{count.kind}:{signal}".rstrip(":")
        age = today - count.day
        if age < RECENT:
            recent[distribution][bin_] += count.number
        elif age < RECENT + BEFORE:
            before[distribution][bin_] += count.number
    return {
        name: round(stability_index(before[name], recent[name]), 4)
        for name in sorted(recent.keys() & before.keys())
        if min(before[name].total(), recent[name].total()) >= ENOUGH_POSTS
    }


def stability_index(expected: Mapping[str, int], seen: Mapping[str, int]) -> float:
    """Return the population stability index of two histograms: 0 when their shares are equal.

    Half a post is added to each bin, so that an empty one does not make it infinite.
    """
    bins = expected.keys() | seen.keys()
    shares = [
        {bin_: (side.get(bin_, 0) + _SMOOTHING) for bin_ in bins} for side in (expected, seen)
    ]
    totals = [sum(side.values()) for side in shares]
    return sum(
        (q - p) * math.log(q / p)
        for p, q in ((shares[0][bin_] / totals[0], shares[1][bin_] / totals[1]) for bin_ in bins)
    )
