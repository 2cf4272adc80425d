"""Series of invented counts with a known truth."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from pipeline.surges.series import Series, Step

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from pipeline.surges.series import Floats

START = date(2015, 1, 1)
WEEKDAYS = np.log([1.0, 1.0, 1.0, 1.0, 1.2, 1.3, 0.8])


def truth(n: int, level: float = 8.0, step: Step = Step.DAY, season: float = 0.4) -> Floats:
    days = START.toordinal() + np.arange(n) * int(step)
    log = np.log(level) + season * np.cos(2 * np.pi * days / 365.25) + 0.05 * np.arange(n) / 365
    weekday = WEEKDAYS[days % 7] if step is Step.DAY else np.zeros(n)
    return np.asarray(np.exp(log + weekday))


def counts(mean: Floats, seed: int, dispersion: float = 1.5) -> Floats:
    draw = np.random.default_rng(seed)
    values = draw.negative_binomial(mean / (dispersion - 1), 1 / dispersion)
    return np.asarray(values, dtype=float)


def series(values: ArrayLike, step: Step = Step.DAY, name: str = "reeks") -> Series:
    return Series(name, START, step, np.asarray(values, dtype=float))


def calm(n: int, seed: int = 1, level: float = 8.0, step: Step = Step.DAY) -> Series:
    return series(counts(truth(n, level, step), seed), step)
