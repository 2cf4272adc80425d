from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.cells import Cell, ReleasedCell, Status
from privacy.disclosure import Limits, Rule, disclose
from privacy.posts import AreaCode, Signal
from tests.privacy.cubes import BUCKET, PARENTS, cubes, linear_attack

LIMITS = Limits(k_min_authors=10, dominance_pct=20, rounding_base=5)


def cells(**authors: int | None) -> list[Cell]:
    return [Cell(BUCKET, AreaCode(a), Signal.ONRUST, n) for a, n in authors.items()]


def by_area(released: list[ReleasedCell]) -> dict[str, ReleasedCell]:
    return {cell.area: cell for cell in released}


def test_zero_suppressed_and_no_data_are_three_states() -> None:
    shown = by_area(disclose(cells(a=0, b=3, c=None, d=12), {}, LIMITS))
    assert (shown["a"].status, shown["a"].value) == (Status.RELEASED, 0)
    assert (shown["b"].status, shown["b"].value, shown["b"].rule) == (
        Status.SUPPRESSED,
        None,
        Rule.THRESHOLD,
    )
    assert (shown["c"].status, shown["c"].value) == (Status.NO_DATA, None)
    assert (shown["d"].status, shown["d"].value) == (Status.RELEASED, 10)


def test_a_count_of_k_is_released_and_one_less_is_not() -> None:
    shown = by_area(disclose(cells(a=10, b=9), {}, LIMITS))
    assert shown["a"].status is Status.RELEASED
    assert shown["b"].status is Status.SUPPRESSED


def test_the_dominance_rule_suppresses_where_one_author_weighs_too_much() -> None:
    strict = Limits(k_min_authors=10, dominance_pct=5, rounding_base=5)
    shown = by_area(disclose(cells(a=19, b=20), {}, strict))
    assert shown["a"].rule == Rule.DOMINANCE
    assert shown["b"].status is Status.RELEASED


def test_a_suppressed_quarter_cannot_be_found_by_subtraction() -> None:
    shown = by_area(disclose(cells(north=62, n1=20, n2=38, n3=4), PARENTS, LIMITS))
    assert shown["n3"].rule == Rule.THRESHOLD
    assert shown["n1"].rule == Rule.COMPLEMENTARY  # the smallest other count
    assert shown["n2"].status is Status.RELEASED


def test_where_one_complement_at_another_level_does_it_no_more_are_withheld() -> None:
    shown = by_area(
        disclose(cells(city=52, north=4, n1=4, south=48, s1=20, s2=28), PARENTS, LIMITS)
    )
    assert {a for a, c in shown.items() if c.rule == Rule.COMPLEMENTARY} == {"city"}


@settings(max_examples=40)
@given(cubes(), st.sampled_from([5, 10]), st.sampled_from([1, 5]), st.sampled_from([5, 20]))
def test_reckoning_with_all_that_is_released_narrows_no_withheld_count(
    cube: list[Cell], k: int, base: int, dominance_pct: int
) -> None:
    limits = Limits(k, dominance_pct, base)
    released = disclose(cube, PARENTS, limits)
    rules = {cell.area: cell.rule for cell in released}
    for area, found in linear_attack(cube, released, limits).items():
        possible = found.size
        if rules[area] == Rule.THRESHOLD:
            assert possible == k - 1
        elif rules[area] == Rule.DOMINANCE:
            assert possible >= min(k - 1, limits.least_released - k)
        else:
            assert possible >= k - 1


@given(st.integers(0, 5000), st.integers(1, 50), st.integers(5, 50))
def test_the_band_holds_the_true_count_and_never_reaches_below_k(n: int, base: int, k: int) -> None:
    (shown,) = disclose(cells(a=n), {}, Limits(k, 50, base))
    if shown.status is Status.SUPPRESSED:
        assert 0 < n < k
        return
    assert shown.value is not None
    assert shown.lower is not None
    assert shown.upper is not None
    assert shown.value % base == 0
    assert shown.lower <= n <= shown.upper
    assert n == 0 or shown.lower >= min(k, n)


@given(st.integers(5, 60), st.integers(5, 1000), st.data())
def test_the_share_of_repeats_says_no_more_about_the_count(
    k: int, authors: int, data: st.DataObject
) -> None:
    limits = Limits(k, 50, 1)
    authors = max(authors, k)
    repeats = data.draw(st.integers(0, authors - 1))
    (shown,) = disclose(
        [Cell(BUCKET, AreaCode("a"), Signal.ONRUST, authors, 0, repeats)], {}, limits
    )
    assert shown.repeats_pct is not None
    assert shown.repeats_pct <= 100 * repeats / authors
    step = 10 if k >= 10 else 20
    for other in range(k, 3 * k):  # every count has a number of repeats that gives this share
        shares = {100 * each // other // step * step for each in range(other)}
        assert shown.repeats_pct in shares


def test_posts_are_told_in_coarse_steps_and_never_as_none_or_one() -> None:
    told = [
        disclose([Cell(BUCKET, AreaCode("a"), Signal.ONRUST, 0, posts)], {}, LIMITS)[0].posts
        for posts in (0, 1, 74, 75, 1010)
    ]
    assert told == [50, 50, 50, 100, 1000]


def test_a_withheld_figure_says_nothing_about_repeats() -> None:
    withheld = Cell(BUCKET, AreaCode("a"), Signal.ONRUST, 9, 40, 8)
    unknown = Cell(BUCKET, AreaCode("b"), Signal.ONRUST, None)
    assert [c.repeats_pct for c in disclose([withheld, unknown], {}, LIMITS)] == [None, None]


def test_the_same_cells_give_the_same_release() -> None:
    table = cells(city=100, north=62, n1=20, n2=38, n3=4, south=38, s1=19, s2=19)
    assert disclose(table, PARENTS, LIMITS) == disclose(table, PARENTS, LIMITS)
