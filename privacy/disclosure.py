"""Disclosure rules of the internal tier: threshold, dominance, complementary suppression.

Source: Hundepool et al., Statistical Disclosure Control (2012), ch. 4; GOVERNANCE rules G2, G3.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from typing import TYPE_CHECKING

from privacy.cells import Cell, ReleasedCell, Status
from privacy.suppression import ENDLESS, Family, Range, Table, complements

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from privacy.posts import AreaCode

_WHOLE_PCT = 100
_STEPS_PCT = (10, 20, 25, 50, 100)
_POSTS_STEP_TIMES_K = 5


class Rule(StrEnum):
    """Ids of the rules, written on every released cell."""

    THRESHOLD = "G2.drempel"
    DOMINANCE = "G3.dominantie"
    COMPLEMENTARY = "G3.secundair"
    ROUNDED = "G4.afgerond"
    NO_DATA = "geen_data"


@dataclass(frozen=True, slots=True)
class Limits:
    """The council's numbers for the internal tier."""

    k_min_authors: int
    dominance_pct: int
    rounding_base: int

    @property
    def least_released(self) -> int:
        """Return the smallest count of which neither threshold nor dominance withholds the cell.

        Each author counts once, so one of n has a share of 1 / n.
        """
        return max(self.k_min_authors, math.ceil(_WHOLE_PCT / self.dominance_pct))


def disclose(
    cells: Sequence[Cell], parents: Mapping[AreaCode, AreaCode], limits: Limits
) -> list[ReleasedCell]:
    """Return a released cell for each cell, in the same order.

    `parents` maps an area to the area above it; areas without an entry are roots.

    Guarantee: G2, a count of 1 to k - 1 authors is never released; G3, whoever reckons with all
    that is released learns of a cell below the threshold only that it is below, and of one that
    is withheld to protect it no range of fewer than k - 1 counts (`privacy.suppression`). Buckets
    do not overlap, so no sum over time is released beside its parts. G4, which cells are withheld
    does not hang on the order of `cells`: of equal counts the first area by code goes first.
    """
    order = sorted(range(len(cells)), key=lambda index: cells[index].area)
    ranked = [cells[index] for index in order]
    withheld = {rank: rule for rank, cell in enumerate(ranked) if (rule := _primary(cell, limits))}
    for table in _tables(ranked, parents, withheld, limits):
        added = complements(table, withheld.keys() & table.counts.keys())
        withheld |= dict.fromkeys(added, Rule.COMPLEMENTARY)
    released = [_release(cell, withheld.get(rank), limits) for rank, cell in enumerate(ranked)]
    return [cell for _, cell in sorted(zip(order, released, strict=True), key=itemgetter(0))]


def _primary(cell: Cell, limits: Limits) -> Rule | None:
    """Return the rule that suppresses the cell on its own count, if any."""
    if not cell.authors:
        return None
    if cell.authors < limits.k_min_authors:
        return Rule.THRESHOLD
    if cell.authors < limits.least_released:
        return Rule.DOMINANCE
    return None


def _tables(
    cells: Sequence[Cell],
    parents: Mapping[AreaCode, AreaCode],
    withheld: Mapping[int, Rule],
    limits: Limits,
) -> Iterator[Table]:
    """Yield the non-zero cells of each signal in each bucket; those with nothing withheld apart."""
    places: defaultdict[tuple[object, object], dict[AreaCode, int]] = defaultdict(dict)
    for index, cell in enumerate(cells):
        if cell.authors:
            places[cell.bucket, cell.signal][cell.area] = index
    for place in places.values():
        counts = {index: cells[index].authors or 0 for index in place.values()}
        if withheld.keys().isdisjoint(counts):
            continue
        yield Table(
            counts,
            _families(place, parents, counts),
            {index: Range(*_round(count, limits)[1:]) for index, count in counts.items()},
            {index: _told_by(withheld.get(index), limits) for index in counts},
            limits.k_min_authors - 1,
        )


def _families(
    place: Mapping[AreaCode, int], parents: Mapping[AreaCode, AreaCode], counts: Mapping[int, int]
) -> list[Family]:
    """Return each area with the areas directly below it, finest first."""
    parts: defaultdict[AreaCode, list[int]] = defaultdict(list)
    for area, index in place.items():
        if parents.get(area) in place:
            parts[parents[area]].append(index)

    def depth(area: AreaCode) -> int:
        return 1 + depth(parents[area]) if area in parents else 0

    return [
        Family(place[whole], tuple(each), counts[place[whole]] - sum(counts[i] for i in each))
        for whole, each in sorted(parts.items(), key=lambda item: (-depth(item[0]), item[0]))
    ]


def _told_by(rule: Rule | None, limits: Limits) -> Range:
    """Return the counts that a withheld cell can have, given the rule that withheld it."""
    if rule is Rule.THRESHOLD:
        return Range(1, limits.k_min_authors - 1)
    if rule is Rule.DOMINANCE:
        return Range(limits.k_min_authors, limits.least_released - 1)
    return Range(limits.least_released, ENDLESS)


def _release(cell: Cell, suppressed_by: Rule | None, limits: Limits) -> ReleasedCell:
    """Return the cell as people may see it."""
    if cell.authors is None:
        return _withhold(cell, Status.NO_DATA, Rule.NO_DATA)
    if suppressed_by:
        return _withhold(cell, Status.SUPPRESSED, suppressed_by)
    value, lower, upper = _round(cell.authors, limits) if cell.authors else (0, 0, 0)
    return ReleasedCell(
        cell.bucket,
        cell.area,
        cell.signal,
        Status.RELEASED,
        value,
        lower,
        upper,
        _coarse(cell.posts, limits),
        _repeats_pct(cell.repeats, cell.authors, limits),
        cell.sources,
        Rule.ROUNDED,
    )


def _coarse(posts: int, limits: Limits) -> int:
    """Return the number of posts in steps of 5 k, one step at least.

    Guarantee: G2; that somebody posted anything at all about an area does not show.
    """
    step = _POSTS_STEP_TIMES_K * limits.k_min_authors
    return max(step, (posts + step // 2) // step * step)


def _repeats_pct(repeats: int, authors: int, limits: Limits) -> int:
    """Return the share of repeats, cut down to a step.

    Guarantee: the share does not narrow the band of the count. A step is at least 1 / k of the
    whole, so that any count of k or more has a number of repeats in every step.
    """
    step = next(pct for pct in _STEPS_PCT if pct * limits.k_min_authors >= _WHOLE_PCT)
    return _WHOLE_PCT * repeats // max(authors, 1) // step * step


def _round(authors: int, limits: Limits) -> tuple[int, int, int]:
    """Return the nearest multiple of the base, and the least and greatest count it stands for."""
    base = limits.rounding_base
    value = (authors + base // 2) // base * base
    return value, max(value - base // 2, limits.least_released), value + (base - 1) // 2


def _withhold(cell: Cell, status: Status, rule: Rule) -> ReleasedCell:
    return ReleasedCell(
        cell.bucket,
        cell.area,
        cell.signal,
        status,
        None,
        None,
        None,
        0,
        None,
        cell.sources,
        rule,
    )
