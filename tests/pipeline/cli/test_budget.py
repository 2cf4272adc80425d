from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.budget import Budget
from pipeline.cli.app import app
from privacy.epoch import Epoch
from privacy.framework.document import parse_framework
from tests.fakes import example_bytes
from tests.pipeline.cli.typing_at import typed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STADSPOLS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("STADSPOLS_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path / "data"


def test_what_was_spent_is_shown_per_week(data: Path) -> None:
    assert "0,000 van 2,600 rho besteed" in typed(app, "budget")
    rules = parse_framework(example_bytes()).vrijgave.openbaar
    week = Epoch.of(datetime.now(UTC) - timedelta(weeks=1))
    Budget(data / "budget.jsonl", lambda: datetime.now(UTC)).spend(week, rules)
    shown = typed(app, "budget")
    assert "0,050 van 2,600 rho besteed, nog 2,550 over" in shown
    assert "nog 51 weken" in shown
    assert str(week) in shown
    assert json.loads(typed(app, "budget", "--json"))["weken"] == {str(week): 0.05}


@pytest.mark.usefixtures("data")
def test_a_proposal_is_shown_beside_the_framework_of_now() -> None:
    shown = typed(app, "wat-als", "--k", "15", "--rho", "0.1")
    assert "drempel van 15 in plaats van 10" in shown
    assert "± 4" in shown
    assert "reikt het jaarbudget voor 26 weken" in shown
