"""Disclosure rules of the internal tier: threshold, dominance, complementary suppression.

Source: Hundepool et al., Statistical Disclosure Control (2012), ch. 4; GOVERNANCE rules G2, G3.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from privacy.cells import Cell, ReleasedCell, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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


def disclose(
    cells: Sequence[Cell], parents: Mapping[AreaCode, AreaCode], limits: Limits
) -> list[ReleasedCell]:
    """Return a released cell for each cell, in the same order.

    `parents` maps an area to the area above it; areas without an entry are roots.

    Guarantee: G2, a count of 1 to k - 1 authors is never released; G3, no single suppressed
    cell stands alone in the sum of an area and the areas directly below it, at any level.
    NOT checked here: intervals that follow from several tables at once (issue of the LP attack).
    """
    suppressed = {
        index: rule for index, cell in enumerate(cells) if (rule := _primary(cell, limits))
    }
    _suppress_complements(cells, parents, suppressed)
    return [_release(cell, suppressed.get(index), limits) for index, cell in enumerate(cells)]


def _primary(cell: Cell, limits: Limits) -> Rule | None:
    """Return the rule that suppresses the cell on its own count, if any."""
    if not cell.authors:
        return None
    if cell.authors < limits.k_min_authors:
        return Rule.THRESHOLD
    if _WHOLE_PCT / cell.authors > limits.dominance_pct:  # each author counts once
        return Rule.DOMINANCE
    return None


def _suppress_complements(
    cells: Sequence[Cell], parents: Mapping[AreaCode, AreaCode], suppressed: dict[int, Rule]
) -> None:
    """Add cells to `suppressed` until no family holds exactly one suppressed cell.

    A family is an area with the areas directly below it, for one signal in one bucket: the
    sum that an attacker can solve. The smallest released count goes first.
    """
    families = _families(cells, parents)
    changed = True
    while changed:
        changed = False
        for family in families:
            if sum(index in suppressed for index in family) != 1:
                continue
            others = (index for index in family if index not in suppressed)
            least = min(others, key=lambda index: (cells[index].authors or 0, index))
            suppressed[least] = Rule.COMPLEMENTARY
            changed = True


def _families(
    cells: Sequence[Cell], parents: Mapping[AreaCode, AreaCode]
) -> Iterable[tuple[int, ...]]:
    """Return the indices of the non-zero cells of each parent with its children."""
    members: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, cell in enumerate(cells):
        if cell.authors:
            members[cell.bucket, cell.signal, cell.area].append(index)
            if cell.area in parents:
                members[cell.bucket, cell.signal, parents[cell.area]].append(index)
    return [tuple(family) for family in members.values() if len(family) > 1]


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
    return value, max(value - base // 2, limits.k_min_authors), value + (base - 1) // 2


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
