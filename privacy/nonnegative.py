"""Noisy counts -> counts that can be: whole, not negative, and adding up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def nonnegative(values: Sequence[float]) -> list[int]:
    """Return whole numbers, none negative, whose sum is that of `values` (rounded, 0 at least).

    They are the nearest such numbers (least squares), rounded by largest remainder. The sum is kept
    rather than each part, because cutting each part at zero would raise the sum: noise is cut off
    on one side only.

    Guarantee: post-processing; only the values given are used, so no privacy is lost.

    Source: Duchi et al. (2008), Efficient projections onto the l1-ball (simplex), fig. 1.
    """
    total = max(round(sum(values)), 0)
    if total == 0:
        return [0] * len(values)
    ordered = sorted(values, reverse=True)
    shift, running = 0.0, 0.0
    for count, value in enumerate(ordered, start=1):
        running += value
        if value - (running - total) / count > 0:
            shift = (running - total) / count
    parts = [max(value - shift, 0.0) for value in values]
    whole = [math.floor(part) for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda i: (whole[i] - parts[i], i))
    for index in by_remainder[: total - sum(whole)]:
        whole[index] += 1
    return whole
