from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from models.card import CARD_NAME
from models.error_rates import ErrorRates, MeasuredErrors
from models.load import PACKAGED_DIR
from models.lock import verify_lock
from privacy.errors import Permanent
from privacy.posts import Signal

if TYPE_CHECKING:
    from pathlib import Path


def card(path: Path, **row: float) -> Path:
    figures = {"recall": 0.5, "true_count": 40, "flagged_count": 30, **row}
    content: dict[str, Any] = {
        "id": "m",
        "sha256": "0" * 64,
        "figures": {"posts": 440, "per_signal": {"onrust": figures}},
    }
    path.write_text(json.dumps(content))
    return path


def test_the_packaged_card_states_the_rates_of_the_packaged_model() -> None:
    errors = MeasuredErrors.read(PACKAGED_DIR / CARD_NAME)
    assert errors.model_sha256 == verify_lock(PACKAGED_DIR).sha256
    assert set(errors.per_signal) == set(Signal)
    for rates in errors.per_signal.values():
        assert 0 < rates.false_alarm_rate < 0.1 < rates.recall < 1


def test_counts_follow_from_the_shares_of_the_card(tmp_path: Path) -> None:
    errors = MeasuredErrors.read(card(tmp_path / "card.json"))
    assert errors.per_signal == {Signal.ONRUST: ErrorRates(20, 40, 10, 400)}


@pytest.mark.parametrize("content", ["", "{}", '{"figures": {"per_signal": {"onrust": {}}}}'])
def test_a_card_without_rates_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text(content)
    with pytest.raises(Permanent, match=r"model\.kaart"):
        MeasuredErrors.read(tmp_path / "card.json")


def test_a_model_no_better_than_chance_cannot_correct_a_count(tmp_path: Path) -> None:
    with pytest.raises(Permanent, match="toeval"):
        MeasuredErrors.read(card(tmp_path / "card.json", recall=0.025, flagged_count=41))


def test_more_hits_than_posts_are_no_rates() -> None:
    with pytest.raises(ValueError, match="flagged"):
        ErrorRates(5, 4, 0, 10)
