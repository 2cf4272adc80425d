"""What a vote buys and costs: the same invented city under two sets of release rules."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import NormalDist
from typing import TYPE_CHECKING, Self

import numpy as np

from pipeline.amount import amount
from pipeline.estimate import Z95
from privacy.cells import Bucket, Cell, Status
from privacy.disclosure import Limits, disclose
from privacy.noise import noise_scale
from privacy.posts import AreaCode, Signal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from privacy.framework.schema import Framework

_SEED = 2026
_DAYS = 28
_WEEKS_PER_YEAR = 52
_ROUNDING = 1e-9
_FAR = 12
"""Standard deviations beyond which noise has no weight worth adding."""
_DISTRICTS, _QUARTERS_EACH = 7, 9
_AUTHORS_PER_DAY = 250
_START = datetime(2026, 1, 5, tzinfo=UTC)
_CITY = AreaCode("stad")


@dataclass(frozen=True, slots=True)
class Choice:
    """The numbers that a council chooses."""

    limits: Limits
    rho_per_week: float
    rho_per_year: float
    max_cells_per_author: int

    @classmethod
    def of(cls, framework: Framework) -> Self:
        """Return what the framework says now."""
        own, public = framework.vrijgave.intern, framework.vrijgave.openbaar
        limits = Limits(own.k, own.dominantie_pct, own.afronding)
        return cls(limits, public.rho_per_week, public.rho_per_jaar, public.bijdrage_per_auteur)

    def with_(self, k: int | None, rho: float | None) -> Self:
        """Return the same with another threshold or budget, where given."""
        limits = replace(self.limits, k_min_authors=k or self.limits.k_min_authors)
        return replace(self, limits=limits, rho_per_week=rho or self.rho_per_week)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a choice does to the invented city."""

    cells_shown: float
    authors_shown: float
    complements: int
    district_margin: float
    city_margin: float
    weeks: int
    right_guesses: float
    right_guesses_year: float

    @staticmethod
    def labels() -> tuple[str, ...]:
        """Return the Dutch name of each line."""
        return (
            "Intern: cijfers met auteurs die te zien zijn",
            "Intern: auteurs die meetellen in een cijfer dat te zien is",
            "Intern: cijfers extra achtergehouden tegen terugrekenen",
            "Openbaar: ruis per stadsdeel en week (95%)",
            "Openbaar: ruis voor de hele stad en week (95%)",
            "Openbaar: weken per jaar waarvoor het budget reikt",
            "Raden of iemand een week meetelde: goed",
            "Idem, voor wie elke week van het jaar schreef: goed",
        )

    def shown(self) -> tuple[str, ...]:
        """Return the value of each line."""
        return (
            f"{self.cells_shown:.0%}",
            f"{self.authors_shown:.0%}",
            str(self.complements),
            f"± {self.district_margin:.0f}",
            f"± {self.city_margin:.0f}",
            str(self.weeks),
            f"{self.right_guesses:.0%}",
            f"{self.right_guesses_year:.0%}",
        )


def effect(choice: Choice) -> Effect:
    """Return what the choice does: exact for noise and guesses, counted for what is withheld."""
    cells, parents = _city()
    released = disclose(cells, parents, choice.limits)
    some = [(c.authors or 0, r) for c, r in zip(cells, released, strict=True) if c.authors]
    shown = [authors for authors, r in some if r.status is Status.RELEASED]
    weeks = min(_WEEKS_PER_YEAR, math.floor(choice.rho_per_year / choice.rho_per_week + _ROUNDING))
    scale = noise_scale(choice.max_cells_per_author, choice.rho_per_week)
    return Effect(
        cells_shown=len(shown) / len(some),
        authors_shown=sum(shown) / sum(authors for authors, _ in some),
        complements=sum(r.rule == "G3.secundair" for _, r in some),
        district_margin=Z95 * scale,
        city_margin=Z95 * scale * math.sqrt(_DISTRICTS + 1),
        weeks=weeks,
        right_guesses=right_guesses(choice.rho_per_week),
        right_guesses_year=right_guesses_over(weeks, choice.rho_per_week),
    )


def right_guesses(rho: float) -> float:
    """Return how often the best attacker is right about one author in one cell of one week.

    The attacker knows everybody else, and holds both answers for equally likely: half is chance.
    The best test asks whether the figure lies above the count without the author; it is right when
    the noise is at most zero.
    """
    variance = 1 / (2 * rho)
    steps = range(1, math.ceil(_FAR * math.sqrt(variance)) + 1)
    weight = 1 + 2 * sum(math.exp(-(step**2) / (2 * variance)) for step in steps)
    return (1 + 1 / weight) / 2


def right_guesses_over(weeks: int, rho: float) -> float:
    """Return the same for an author who posted in each of so many weeks: as for normal noise.

    Source: Dong, Roth & Su (2022), Gaussian differential privacy: the best test of a shift of
    mu = sqrt(2 rho) standard deviations is right in Phi(mu / 2) of the cases.
    """
    return NormalDist().cdf(math.sqrt(2 * weeks * rho) / 2)


def in_words(now: Choice, asked: Choice, before: Effect, after: Effect) -> Iterator[str]:
    """Yield what the proposal changes, in plain Dutch."""
    if asked == now:
        yield "Geef --k of --rho om een voorstel te vergelijken met nu."
    if asked.limits != now.limits:
        yield (
            f"Met een drempel van {asked.limits.k_min_authors} in plaats van "
            f"{now.limits.k_min_authors} auteurs zien analisten {after.cells_shown:.0%} van de "
            f"cijfers in plaats van {before.cells_shown:.0%}."
        )
    if asked.rho_per_week != now.rho_per_week:
        yield (
            f"Met rho {asked.rho_per_week:g} in plaats van {now.rho_per_week:g} zit een openbaar "
            f"cijfer van een stadsdeel er {after.district_margin:.0f} naast in plaats van "
            f"{before.district_margin:.0f}, en reikt het jaarbudget "
            f"voor {amount(after.weeks, 'week', 'weken')}. Wie "
            f"alle anderen kent, raadt dan in {after.right_guesses:.0%} van de gevallen goed of "
            f"iemand die week meetelde; gokken is 50%, nu is het {before.right_guesses:.0%}."
        )


def _city() -> tuple[list[Cell], dict[AreaCode, AreaCode]]:
    """Return invented cells of one signal and the area above each area; always the same."""
    draw = np.random.default_rng(_SEED)
    districts = [AreaCode(f"deel {d}") for d in range(_DISTRICTS)]
    quarters = [AreaCode(f"wijk {q}") for q in range(_DISTRICTS * _QUARTERS_EACH)]
    above = {q: districts[i // _QUARTERS_EACH] for i, q in enumerate(quarters)}
    parents = {**above, **dict.fromkeys(districts, _CITY)}
    share = draw.gamma(0.6, size=len(quarters))
    cells: list[Cell] = []
    for day in range(_DAYS):
        start = _START + timedelta(days=day)
        counts = dict(
            zip(quarters, draw.poisson(_AUTHORS_PER_DAY * share / share.sum()), strict=True)
        )
        for district in districts:
            counts[district] = sum(counts[q] for q in quarters if above[q] == district) + 3
        counts[_CITY] = sum(counts[d] for d in districts) + 20
        bucket = Bucket(start, start + timedelta(days=1))
        cells += [Cell(bucket, area, Signal.ONRUST, int(n)) for area, n in counts.items()]
    return cells, parents
