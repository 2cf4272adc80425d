"""Noise for the public tier: discrete, from the operating system, drawn once.

There is no seed: OpenDP takes its randomness from the operating system, and nothing here can be
told to draw the same again. What was drawn is kept in the released database and nowhere else.

Source: Canonne, Kamath & Steinke (2020), The discrete Gaussian for differential privacy; G6.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SPARE = 1 + 1e-9  # so that rounding in the proof of the bound never exceeds rho


def noise_scale(max_cells_per_author: int, rho: float) -> float:
    """Return the standard deviation for which the loss is `rho`.

    An author counts at most once in each of at most `max_cells_per_author` counts, so an author
    more or less moves all counts together by at most the square root of that number (L2).
    """
    return math.sqrt(max_cells_per_author / (2 * rho)) * _SPARE


def with_noise(counts: Sequence[int], max_cells_per_author: int, rho: float) -> list[int]:
    """Return each count with noise from a discrete Gaussian; some are below zero.

    Guarantee: G5, G6; rho-zCDP for one author in one epoch, provided that each author counts in at
    most `max_cells_per_author` of the counts, once in each. That is NOT checked here but where
    authors are counted (`count_authors`, G1). The grid must not depend on who posted.
    """
    import opendp.prelude as dp  # noqa: PLC0415 - brings scikit-learn: seconds, for who draws

    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T=dp.i64)), dp.l2_distance(T=dp.f64)
    measurement = dp.m.make_gaussian(*space, scale=noise_scale(max_cells_per_author, rho))
    loss = measurement.map(math.sqrt(max_cells_per_author))  # type: ignore[no-untyped-call] # untyped library
    assert loss <= rho
    return [int(count) for count in measurement(list(counts))]
