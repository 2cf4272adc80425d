"""Measure how many small surges each method finds and how often it alarms for nothing.

python bench/surges.py

Simulation design of Noufaily et al. (2013), Stat. Med. 32, section 3: 42 scenarios, negative
binomial counts with a log-linear mean, four past outbreaks in the history, outbreaks of Poisson
size k standard deviations. Adapted to daily counts: the mean has the published parameters per day,
the trend per week, a yearly season and a day of the week. The default
method was chosen on other seeds than SEED.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from pipeline.surges.baseline import Baseline
from pipeline.surges.detect import FALSE_DISCOVERIES, judge
from pipeline.surges.discovery import q_values
from pipeline.surges.evidence import judge_against
from pipeline.surges.record import Method
from pipeline.surges.series import Judgement, Series, Step
from pipeline.surges.tail import quantile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.surges.series import Floats

SEED = 20130507
START = date(2018, 1, 1)
PUBLISHED = (
    (0.1, 0.0025, 0.6, 0.6, 1.5),
    (-2.0, 0.005, 0.1, 0.3, 2.0),
    (1.5, 0.003, 0.2, -0.4, 1.0),
    (0.5, 0.002, 0.5, 0.5, 5.0),
    (2.5, 0.001, 1.0, 0.1, 3.0),
    (3.75, 0.001, 0.1, -0.1, 1.1),
    (5.0, 0.0001, 0.05, 0.01, 1.2),
)
"""Level, trend, cosine, sine and dispersion of Noufaily et al. (2013), Table I."""
WEEKDAYS = np.log([1.0, 1.0, 1.0, 1.0, 1.2, 1.3, 0.8])
HIGH = (4, 5, 6)
"""The sets with a mean of 12 and more per day."""
SHAPES = ("short", "long", "even")
"""Delays of an outbreak's cases: log-normal (0, 0.5) in days, in half days, or even over 1-7."""
ORACLE, BOUND, CORRECTED = "oracle", "oracle, default's rule", "default, FDR 10%"
NAMES = (ORACLE, BOUND, *Method, CORRECTED)
LEVEL = 0.01
PAST_OUTBREAKS = 4
LONGEST = 7
AGES = ((0, 56), (56, 182), (182, 365), (365, 730), (730, 1095), (1095, 2190))


@dataclass(frozen=True)
class Design:
    """Length of history and test period, past outbreaks and those to find, in values."""

    step: Step
    history: int
    test: int
    outbreaks: int


DESIGNS = {
    Step.DAY: Design(Step.DAY, 5 * 365, 49 * 7, 6),
    Step.WEEK: Design(Step.WEEK, 575, 49, 1),
}


@dataclass
class Tally:
    """What one method did: alarms and dates without an outbreak, outbreaks found and present."""

    alarms: dict[int, list[int]] = field(default_factory=dict)
    found: dict[tuple[int, str, int], list[int]] = field(default_factory=dict)

    def count_false(self, world: World, judgement: Judgement) -> None:
        """Count alarms per stretch of history in the calm series; key -1 is the test period."""
        alarm = world.calm > judgement.upper
        counted = judgement.judged & ~world.disturbed
        spans = dict(enumerate(AGES)) if world.design.step is Step.DAY else {}
        spans[-1] = (world.design.history, len(alarm))
        for key, (start, end) in spans.items():
            tally = self.alarms.setdefault(key, [0, 0])
            tally[0] += int((alarm & counted)[start:end].sum())
            tally[1] += int(counted[start:end].sum())

    def count_found(self, key: tuple[int, str, int], *, hit: bool) -> None:
        """Count an outbreak of this size, shape and set of parameters."""
        tally = self.found.setdefault(key, [0, 0])
        tally[0] += hit
        tally[1] += 1

    def false_alarms(self, span: int = -1) -> str:
        """Return the share of dates with a false alarm."""
        return _share([self.alarms[span]], 2)

    def detected(self, size: int, shape: str = "", sets: Sequence[int] = range(7)) -> str:
        """Return the share of outbreaks found."""
        return _share(
            [
                tally
                for (k, s, i), tally in self.found.items()
                if k == size and shape in {"", s} and i in sets
            ],
            1,
        )


def _share(tallies: list[list[int]], digits: int) -> str:
    part, whole = (sum(column) for column in zip(*tallies, strict=True))
    return f"{100 * part / whole:.{digits}f}" if whole else "-"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5, help="series per scenario and size")
    arguments = parser.parse_args()
    began = time.perf_counter()
    daily = run(DESIGNS[Step.DAY], (3, 5, 10), arguments.repeats)
    columns = ("FPR", "k=5 short", "k=5 long", "k=5 even", "k=3", "k=5", "k=10")
    print("Daily counts: false alarms per 100 series-days, outbreaks found in percent")
    _print(columns, {n: [t.false_alarms(), *_found(t)] for n, t in daily.items()})
    print("By level (mean per day): k=5 short, percent found")
    sets = [*((i,) for i in range(len(PUBLISHED))), HIGH]
    means = [*(f"{np.exp(level):.2g}" for level, *_ in PUBLISHED), "12 and more"]
    _print(means, {n: [t.detected(5, "short", s) for s in sets] for n, t in daily.items()})
    print("Age of the series in days: false alarms per 100 series-days")
    ages = [f"{start}-{end}" for start, end in AGES]
    rows = {n: [t.false_alarms(i) for i in range(len(AGES))] for n, t in daily.items()}
    _print(ages, rows)
    weekly = run(DESIGNS[Step.WEEK], (5,), arguments.repeats)
    print("Weekly counts, as published")
    _print(("FPR", "k=5"), {n: [t.false_alarms(), t.detected(5)] for n, t in weekly.items()})
    print(f"{time.perf_counter() - began:.0f} seconds")


def _found(tally: Tally) -> list[str]:
    return [*(tally.detected(5, s) for s in SHAPES), *(tally.detected(k) for k in (3, 5, 10))]


def _print(columns: Sequence[str], rows: dict[str, list[str]]) -> None:
    print("\n| method | " + " | ".join(columns) + " |\n|---|" + "--:|" * len(columns))
    for name, cells in rows.items():
        print(f"| {name} | " + " | ".join(cells) + " |")
    print()


def run(design: Design, sizes: tuple[int, ...], repeats: int) -> dict[str, Tally]:
    """Return the tally of each method over all scenarios.

    Size 5 gets all `repeats`, the other sizes a fifth of them.
    """
    tallies = {name: Tally() for name in NAMES}
    for repeat in range(repeats):
        worlds = [
            World(design, *truth, np.random.default_rng((SEED, design.step, repeat, scenario)))
            for scenario, truth in enumerate(_scenarios(design))
        ]
        calm = [world.judge(world.calm) for world in worlds]
        series = [world.series(world.calm) for world in worlds]
        default = [judged[Method.DEFAULT] for judged in calm]
        for world, judged, q in zip(worlds, calm, q_values(series, default), strict=True):
            judged[CORRECTED] = _corrected(judged[Method.DEFAULT], world.calm, q)
            for name, judgement in judged.items():
                tallies[name].count_false(world, judgement)
        for scenario, world in enumerate(worlds):
            for size in sizes if repeat % 5 == 0 else (5,):
                values, outbreaks = world.with_outbreaks(size)
                judged = world.judge(values)
                others = [*default[:scenario], judged[Method.DEFAULT], *default[scenario + 1 :]]
                q = q_values(series, others)[scenario]
                judged[CORRECTED] = _corrected(judged[Method.DEFAULT], values, q)
                for name, judgement in judged.items():
                    alarm = values > judgement.upper
                    for shape, start, end in outbreaks:
                        key = (size, shape, scenario % len(PUBLISHED))
                        tallies[name].count_found(key, hit=bool(alarm[start:end].any()))
    return tallies


def _corrected(judgement: Judgement, values: Floats, q: Floats) -> Judgement:
    upper = np.where(q > FALSE_DISCOVERIES, np.maximum(judgement.upper, values), judgement.upper)
    return Judgement(judgement.expected, upper, judgement.p_value)


class World:
    """A scenario drawn once: its truth, its calm counts and outbreaks to put on them."""

    def __init__(
        self, design: Design, mean: Floats, dispersion: float, draw: np.random.Generator
    ) -> None:
        self.design, self._mean, self._dispersion, self._draw = design, mean, dispersion, draw
        noise = (
            draw.poisson(mean)
            if dispersion == 1
            else draw.negative_binomial(mean / (dispersion - 1), 1 / dispersion)
        )
        self.calm = noise.astype(float)
        self.disturbed = np.zeros(len(mean), dtype=bool)
        for size in draw.integers(2, 11, PAST_OUTBREAKS):
            start = int(draw.integers(design.history - 60))
            for delay in self._delays(start, int(size), str(draw.choice(SHAPES))):
                self.calm[start + delay] += 1
            self.disturbed[start : start + 2 * LONGEST] = True

    def series(self, values: Floats) -> Series:
        """Return the values as a series."""
        return Series("", START, self.design.step, values)

    def judge(self, values: Floats) -> dict[str, Judgement]:
        """Return the judgement of each method, and of two that know the true distribution."""
        judged: dict[str, Judgement] = {m: judge(self.series(values), m) for m in Method}
        truth = Baseline(
            self._mean, np.zeros_like(self._mean), np.full_like(self._mean, self._dispersion)
        )
        judged[BOUND] = judge_against(values, truth)
        upper = quantile(LEVEL, self._mean, self._mean * self._dispersion)
        judged[ORACLE] = Judgement(self._mean, upper, np.zeros_like(upper))
        return judged

    def with_outbreaks(self, size: int) -> tuple[Floats, list[tuple[str, int, int]]]:
        """Return the counts with outbreaks in the test period; shape, start and end of each."""
        values, outbreaks = self.calm.copy(), []
        apart = self.design.test // self.design.outbreaks
        for i in range(self.design.outbreaks):
            shape = SHAPES[i % len(SHAPES)] if self.design.step is Step.DAY else "short"
            start = self.design.history + i * apart + int(self._draw.integers(apart - LONGEST))
            delays = self._delays(start, size, shape)
            for delay in delays:
                values[start + delay] += 1
            outbreaks.append((shape, start, start + max(delays) + 1))
        return values, outbreaks

    def _delays(self, start: int, size: int, shape: str) -> list[int]:
        """Return the delay of each case of an outbreak of `size` standard deviations."""
        deviation = np.sqrt(self._mean[start] * self._dispersion)
        cases = 0
        while not cases:
            cases = int(self._draw.poisson(size * deviation))
        if shape == "even":
            last = self._draw.integers(1, LONGEST + 1)
            return list(self._draw.integers(0, last, cases).tolist())
        unit = 1.0 if shape == "short" else 0.5
        delays = (self._draw.lognormal(0, 0.5, cases) / unit).astype(int)
        return list(np.minimum(delays, LONGEST - 1).tolist())


def _scenarios(design: Design) -> Iterator[tuple[Floats, float]]:
    """Yield the mean (n,) and the dispersion of each of the 42 scenarios."""
    t = np.arange(design.history + design.test)
    years = t * int(design.step) / 365.25
    for season, trend, (level, slope, cosine, sine, dispersion) in product(
        range(3), (False, True), PUBLISHED
    ):
        log = level + trend * slope * t * design.step / 7
        for j in range(1, season + 1):
            angle = 2 * np.pi * j * years
            log = log + cosine * np.cos(angle) + sine * np.sin(angle)
        if design.step is Step.DAY:
            log = log + WEEKDAYS[t % 7]
        yield np.exp(log), dispersion


if __name__ == "__main__":
    main()
