from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.cells import Cell, Status
from privacy.disclosure import Limits, disclose
from privacy.suppression import ENDLESS, Family, Range, Table, attack, complements, exposed_cells
from tests.privacy.cubes import AREAS, PARENTS, cubes, linear_attack

LIMITS = Limits(k_min_authors=10, dominance_pct=20, rounding_base=5)
WHOLE, ONE, TWO, THREE = range(4)


def table(*counts: int, base: int = 0) -> Table:
    """Return a whole with parts that add up to it, each shown within `base`; k is 10."""
    numbers = dict(enumerate([sum(counts), *counts]))
    small = Range(1, 9)
    return Table(
        numbers,
        [Family(WHOLE, tuple(range(1, len(counts) + 1)), 0)],
        {cell: Range(n - base, n + base) for cell, n in numbers.items()},
        {cell: small if n < 10 else Range(10, ENDLESS) for cell, n in numbers.items()},
        protected_counts=9,
    )


def test_one_withheld_part_is_found_by_subtraction() -> None:
    assert attack(table(20, 38, 4), {THREE})[THREE] == Range(4, 4)
    assert exposed_cells(table(20, 38, 4), {THREE}) == [THREE]


def test_the_smallest_count_that_suffices_is_withheld_too() -> None:
    assert complements(table(20, 38, 4), {THREE}) == {ONE}
    assert attack(table(20, 38, 4), {ONE, THREE})[ONE] == Range(15, 23)


def test_rounding_can_be_enough() -> None:
    assert complements(table(20, 38, 5, base=1), {THREE}) == {ONE}
    assert complements(table(20, 38, 5, base=2), {THREE}) == frozenset()


def test_where_everything_is_small_nothing_more_is_withheld() -> None:
    small = table(2, 3, 4)
    assert complements(small, {WHOLE, ONE, TWO, THREE}) == frozenset()
    assert attack(small, {WHOLE, ONE, TWO, THREE})[WHOLE] == Range(1, 9)


def test_a_count_close_to_the_threshold_hides_too_little_and_a_larger_one_is_withheld() -> None:
    assert len(attack(table(11, 11, 60, 3), {ONE, 4})) == 5
    assert exposed_cells(table(11, 11, 60, 3), {ONE, 4}) == [ONE, 4]
    assert complements(table(11, 11, 60, 3), {4}) == {THREE}


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6), st.integers(0, 2))
def test_all_that_is_withheld_is_protected_and_nothing_is_withheld_in_vain(
    counts: list[int], base: int
) -> None:
    cube = table(*counts, base=base)
    primary = {cell for cell, n in cube.counts.items() if n < 10}
    added = complements(cube, primary)
    assert exposed_cells(cube, primary | added) == []
    for cell in added:
        assert exposed_cells(cube, primary | (added - {cell}))


@settings(max_examples=60)
@given(cubes())
def test_passing_bounds_finds_exactly_what_a_linear_program_finds(cube: list[Cell]) -> None:
    released = disclose(cube, PARENTS, LIMITS)
    places = {area: index for index, area in enumerate(AREAS)}
    counts = {i: cell.authors for i, cell in enumerate(cube) if cell.authors}
    families = [
        Family(
            places[whole],
            parts,
            counts[places[whole]] - sum(counts[part] for part in parts),
        )
        for whole in ("north", "south", "city")
        if (
            parts := tuple(
                places[p] for p, w in PARENTS.items() if w == whole and places[p] in counts
            )
        )
        for whole in (AREAS[[str(a) for a in AREAS].index(whole)],)
    ]
    told = {i: Range(1, 9) if n < 10 else Range(10, ENDLESS) for i, n in counts.items()}
    shown = {
        i: Range(released[i].lower or 0, released[i].upper or 0)
        for i in counts
        if released[i].status is Status.RELEASED
    }
    withheld = counts.keys() - shown.keys()
    found = attack(Table(counts, families, shown, told, 9), withheld)
    for area, exact in linear_attack(cube, released, LIMITS).items():
        mine = found[places[area]]
        assert mine.least == exact.least
        assert mine.most == exact.most or min(mine.most, exact.most) > ENDLESS // 2
