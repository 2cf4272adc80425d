"""Attacks on what is released, one for each rule of the council's release rules (G1 to G10).

Each test attacks; a test that passes says that the attack failed. How well the best attacks do in
numbers is printed by `make bench-attacks`. G8 (no text at rest) is attacked in
tests/e2e/test_canary.py, G9 (deletion) in tests/pipeline/lake/test_deletion.py and
tests/pipeline/test_key_files.py.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.corrected import corrected
from pipeline.lake.counting import count_authors
from pipeline.lake.store import Store
from pipeline.what_if import right_guesses
from privacy.cells import Cell, Status
from privacy.disclosure import Limits, Rule, disclose
from privacy.epoch import Epoch
from privacy.keyring import KeyRing
from privacy.noise import with_noise
from privacy.posts import Signal
from tests.fakes import ALMOST_PERFECT, NOW, MemoryKeys, approve, batch, classified, example_bytes
from tests.pipeline.lake.test_counting import HOUR, closure
from tests.privacy.cubes import MENTIONS, PARENTS, cells_of, cubes, linear_attack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from privacy.cells import ReleasedCell

LIMITS = Limits(k_min_authors=10, dominance_pct=20, rounding_base=5)
RHO = 0.05


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "k" / "c.sqlite", tmp_path / "lake", threads=1) as opened:
        yield opened


def released(cube: list[Cell]) -> list[ReleasedCell]:
    return disclose(cube, PARENTS, LIMITS)


def test_g1_a_flood_of_one_author_moves_no_count_by_more_than_one(store: Store) -> None:
    starts = {HOUR + timedelta(hours=h): HOUR + timedelta(hours=h) for h in range(8)}
    store.append(batch(*(classified(n, author=f"a{n}", hour=HOUR) for n in range(5))))
    before = count_authors(store, closure(), starts, max_cells=3)
    flood = [
        classified(1000 + n, author="loud", hour=hour, signals=tuple(Signal), fingerprint="x")
        for n, hour in enumerate(sorted(starts) * 40)
    ]
    store.append(batch(*flood, position=2))
    after = count_authors(store, closure(), starts, max_cells=3)
    moved = {
        key: after[key].authors - (before[key].authors if key in before else 0) for key in after
    }
    base = {key: n for key, n in moved.items() if n and key[1] != "GM0034"}
    assert max(moved.values()) == 1
    assert len(base) <= 3
    assert all(tally.repeats <= 1 for tally in after.values())


@settings(max_examples=60)
@given(cubes())
def test_g2_no_count_below_the_threshold_is_released(cube: list[Cell]) -> None:
    for cell, shown in zip(cube, released(cube), strict=True):
        if cell.authors and cell.authors < LIMITS.k_min_authors:
            assert shown.status is Status.SUPPRESSED
            assert (shown.value, shown.lower, shown.upper, shown.repeats_pct) == (None,) * 4


@settings(max_examples=30)
@given(cubes())
def test_g3_reconstruction_by_linear_program_finds_no_withheld_count(cube: list[Cell]) -> None:
    shown = released(cube)
    rules = {cell.area: cell.rule for cell in shown}
    for area, found in linear_attack(cube, shown, LIMITS).items():
        assert found.size >= LIMITS.k_min_authors - 1, rules[area]


@settings(max_examples=40)
@given(cubes(), st.permutations(range(8)))
def test_g4_the_same_counts_give_the_same_release_in_any_order(
    cube: list[Cell], order: list[int]
) -> None:
    shuffled = [cube[index] for index in order]
    by_area = {cell.area: cell for cell in released(cube)}
    assert {cell.area: cell for cell in released(shuffled)} == by_area


def test_g4_of_equal_counts_the_same_one_is_withheld_in_any_order() -> None:
    cube = cells_of({"n1": 9, "n2": 20, "n3": 20})
    rules = {cell.area: cell.rule for cell in released(cube)}
    assert list(rules.values()).count(Rule.COMPLEMENTARY) == 1
    assert {cell.area: cell.rule for cell in released(cube[::-1])} == rules


@settings(max_examples=40)
@given(cubes(), st.sampled_from(MENTIONS))
def test_g4_differencing_two_releases_shows_no_single_author(
    cube: list[Cell], mention: str
) -> None:
    """The attacker has the figures with and without one author, and knows where that author posts.

    Each figure that differs moves a whole step; which counts are possible never narrows to one.
    """
    more = {cell.area: cell.authors or 0 for cell in cells_of({mention: 1})}
    with_one = [replace(cell, authors=(cell.authors or 0) + more[cell.area]) for cell in cube]
    for before, after in zip(released(cube), released(with_one), strict=True):
        if before.value is None or after.value is None or before.value == 0:
            continue
        assert after.value - before.value in {0, LIMITS.rounding_base, -LIMITS.rounding_base}


@pytest.mark.parametrize("rho", [0.05, 0.5])
def test_g5_membership_is_guessed_no_better_than_the_budget_allows(rho: float) -> None:
    """The attacker knows all other authors of a cell and tells 12 from 13 by the best threshold."""
    inside, outside = (np.array(with_noise([n] * 20_000, 1, rho)) for n in (13, 12))
    right = max(((inside > cut).mean() + (outside <= cut).mean()) / 2 for cut in range(-10, 40))
    assert right <= right_guesses(rho) + 0.01


def test_g6_noise_of_the_same_counts_is_never_the_same() -> None:
    draws = {tuple(with_noise([0] * 40, 1, RHO)) for _ in range(20)}
    assert len(draws) == 20


def test_g7_pseudonyms_and_fingerprints_of_two_epochs_cannot_be_matched() -> None:
    ring = KeyRing(approve(example_bytes()), MemoryKeys())
    weeks = [Epoch.of(NOW - timedelta(weeks=n)) for n in range(3)]
    people = [f"persoon{n}" for n in range(300)]
    pseudonyms = [
        {ring.pseudonym(week, "author", "bron", person, now=NOW) for person in people}
        for week in weeks
    ]
    assert all(len(each) == len(people) for each in pseudonyms)
    assert not pseudonyms[0] & pseudonyms[1] | pseudonyms[1] & pseudonyms[2]
    prefixes = [{name[:4] for name in each} for each in pseudonyms]
    chance = len(people) ** 2 / 16**4
    assert len(prefixes[0] & prefixes[1]) < chance + 6 * chance**0.5


@settings(max_examples=40)
@given(cubes())
def test_g10_every_figure_has_a_band_and_three_states_stay_apart(cube: list[Cell]) -> None:
    unknown = Cell(cube[0].bucket, cube[0].area, Signal.HAAT, None)
    shown = released([*cube, unknown])
    for cell, one, figure in zip(
        [*cube, unknown], shown, corrected(shown, ALMOST_PERFECT, 5), strict=True
    ):
        assert (figure is not None) == (one.status is Status.RELEASED)
        assert (
            (one.status is Status.NO_DATA) == (cell.authors is None) == (one.rule == Rule.NO_DATA)
        )
        if figure is not None:
            assert figure.lower <= figure.value <= figure.upper
        if cell.authors == 0:
            assert (one.status, one.value) == (Status.RELEASED, 0)
