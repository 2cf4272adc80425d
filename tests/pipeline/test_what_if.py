from __future__ import annotations

import numpy as np
import pytest

from pipeline.what_if import Choice, effect, in_words, right_guesses
from privacy.framework.document import parse_framework
from privacy.noise import with_noise
from tests.fakes import example_bytes

NOW = Choice.of(parse_framework(example_bytes()))


def test_a_higher_threshold_shows_less_and_a_smaller_budget_makes_more_noise() -> None:
    before = effect(NOW)
    higher, stricter = effect(NOW.with_(20, None)), effect(NOW.with_(None, NOW.rho_per_week / 4))
    assert higher.cells_shown < before.cells_shown
    assert higher.authors_shown < before.authors_shown
    assert higher.district_margin == before.district_margin
    assert stricter.district_margin == pytest.approx(2 * before.district_margin)
    assert (before.weeks, effect(NOW.with_(None, 2 * NOW.rho_per_week)).weeks) == (52, 26)
    assert 0.5 < stricter.right_guesses < before.right_guesses < before.right_guesses_year


def test_the_same_question_gives_the_same_answer() -> None:
    assert effect(NOW) == effect(NOW)


@pytest.mark.parametrize("rho", [0.05, 1.0])
def test_an_attacker_who_knows_everybody_else_guesses_as_well_as_is_said(rho: float) -> None:
    with_one, without = (np.array(with_noise([n] * 20_000, 1, rho)) for n in (1, 0))
    right = ((with_one > 0.5).mean() + (without < 0.5).mean()) / 2
    assert right == pytest.approx(right_guesses(rho), abs=0.01)


def test_only_what_changes_is_told() -> None:
    asked = NOW.with_(15, 0.1)
    told = list(in_words(NOW, asked, effect(NOW), effect(asked)))
    assert len(told) == 2
    assert "drempel van 15 in plaats van 10" in told[0]
    assert "rho 0.1 in plaats van 0.05" in told[1]
    (hint,) = in_words(NOW, NOW, effect(NOW), effect(NOW))
    assert "--k" in hint
