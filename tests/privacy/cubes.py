"""Cubes of authors for attacks: counts that real authors could have given, and the full attack."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import linprog

from privacy.cells import Bucket, Cell, Status
from privacy.disclosure import Rule
from privacy.posts import AreaCode, Signal
from privacy.suppression import Range

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from privacy.cells import ReleasedCell
    from privacy.disclosure import Limits

START = datetime(2026, 11, 10, tzinfo=UTC)
BUCKET = Bucket(START, START + timedelta(days=1))
PARENTS = {
    AreaCode(child): AreaCode(parent)
    for child, parent in {
        "north": "city", "south": "city", "n1": "north", "n2": "north", "n3": "north",
        "s1": "south", "s2": "south",
    }.items()
}  # fmt: skip
AREAS = [AreaCode(area) for area in ("city", *PARENTS)]
MENTIONS = ("city", "north", "n1", "n2", "n3", "s1", "s2", "n1 n2", "n1 s1", "n2 n3 s2")
"""Where an author can post about: one area, or several."""


def closure(mention: str) -> set[AreaCode]:
    """Return the areas that an author counts in."""
    found = {AreaCode(area) for area in mention.split()}
    while more := {PARENTS[area] for area in found if area in PARENTS} - found:
        found |= more
    return found


def cells_of(authors: Mapping[str, int]) -> list[Cell]:
    """Return the cells of so many authors per mention."""
    counts = dict.fromkeys(AREAS, 0)
    for mention, number in authors.items():
        for area in closure(mention):
            counts[area] += number
    return [Cell(BUCKET, area, Signal.ONRUST, n, 10 * n) for area, n in counts.items()]


def cubes(most: int = 30) -> st.SearchStrategy[list[Cell]]:
    """Return cubes with up to `most` authors per mention; many with few or none."""
    number = st.one_of(st.integers(0, 3), st.integers(0, most))
    return st.fixed_dictionaries(dict.fromkeys(MENTIONS, number)).map(cells_of)


def linear_attack(
    cells: Sequence[Cell], released: Sequence[ReleasedCell], limits: Limits
) -> dict[AreaCode, Range]:
    """Return what follows for each withheld cell from all that is released: a linear program.

    Written apart from `privacy.suppression`, from what the documentation tells the attacker.
    """
    true = {cell.area: cell.authors for cell in cells if cell.authors}
    shown = {cell.area: cell for cell in released if cell.area in true}
    number = {area: index for index, area in enumerate(true)}
    known = [_known(shown[area], limits) for area in number]
    equal, gaps, below = [], [], []
    for whole in set(PARENTS.values()) & true.keys():
        parts = [area for area in true if PARENTS.get(area) == whole]
        row = np.zeros(len(number))
        row[[number[part] for part in parts]] = -1
        row[number[whole]] = 1
        if parts and any(shown[area].status is Status.RELEASED for area in (whole, *parts)):
            equal.append(row)
            gaps.append((true[whole] or 0) - sum(true[part] or 0 for part in parts))
        for part in parts:
            contained = np.zeros(len(number))
            contained[number[part]], contained[number[whole]] = 1, -1
            below.append(contained)
    found = {}
    for area, index in number.items():
        if shown[area].status is Status.RELEASED:
            continue
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(number))
            cost[index] = sign
            answer = linprog(
                cost,
                A_eq=np.array(equal) if equal else None,
                b_eq=gaps or None,
                A_ub=np.array(below) if below else None,
                b_ub=np.zeros(len(below)) if below else None,
                bounds=known,
            )
            ends.append(10**12 if answer.status == 3 else round(sign * answer.fun))
        found[area] = Range(*ends)
    return found


def _known(cell: ReleasedCell, limits: Limits) -> tuple[int, int | None]:
    if cell.lower is not None and cell.upper is not None:
        return cell.lower, cell.upper
    if cell.rule == Rule.THRESHOLD:
        return 1, limits.k_min_authors - 1
    if cell.rule == Rule.DOMINANCE:
        return limits.k_min_authors, limits.least_released - 1
    return limits.least_released, None
