from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import EXIT_CODES, app
from pipeline.clock import utc_now
from pipeline.condition import (
    BudgetCondition,
    Condition,
    ReleaseCondition,
    RunCondition,
    SourceCondition,
    update,
)
from privacy.cells import Status

if TYPE_CHECKING:
    from pathlib import Path


def condition(*, hours_ago: int = 0) -> Condition:
    now = utc_now() - timedelta(hours=hours_ago)
    run = RunCondition(outcome="voltooid", ended=now, seconds=2, read=100, stored=90)
    return Condition(
        sources={
            "bestand": SourceCondition(run=run, delivered=now),
            "forum": SourceCondition(run=run, delivered=now),
        },
        runs={"innemen": run},
        posts=12345,
        counts={"gelezen": 100, "weggelaten:dubbel": 10, "persoonsgegeven:PERSON": 3},
        release=ReleaseCondition(moment=now, cells={Status.RELEASED: 3, Status.SUPPRESSED: 1}),
        budget=BudgetCondition(year=2026, spent_rho=0.5, granted_rho=2.6),
    )


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("STADSPOLS_DATA", str(tmp_path))
    monkeypatch.setenv("STADSPOLS_KEYS", str(tmp_path / "keys"))
    return tmp_path


def test_all_well_is_code_zero(data: Path) -> None:
    update(data / "toestand.json", lambda _: condition())
    result = CliRunner().invoke(app, ["status"])
    assert result.exit_code == 0
    for part in (
        "12.345",
        "dubbel",
        "namen",
        "Het bericht was er al.",
        "25% van de cellen",
        "nog 2,10 van 2,60",
        "goed",
    ):
        assert part in result.output


def test_no_data_is_an_alarm_with_a_code_of_its_own() -> None:
    result = CliRunner().invoke(app, ["status"])
    assert result.exit_code == 5
    assert "Er is nog nooit iets ingenomen" in result.output
    assert 5 in EXIT_CODES


def test_for_programs_it_is_json(data: Path) -> None:
    update(data / "toestand.json", lambda _: condition(hours_ago=2))
    result = CliRunner().invoke(app, ["status", "--json"])
    assert result.exit_code == 5
    told = json.loads(result.output)
    assert (told["niveau"], told["berichten"], told["onderdrukt_pct"]) == ("alarm", 12345, 25.0)
    assert [alarm["regel"] for alarm in told["meldingen"]] == ["taak_uitgebleven"]
    assert set(told["toestand"]["sources"]) == {"bestand", "forum"}


def test_a_framework_that_does_not_hold_is_shown(
    monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    monkeypatch.setenv("STADSPOLS_CONFIG", str(data / "leeg"))
    result = CliRunner().invoke(app, ["status"])
    assert result.exit_code == 5
    assert "Het privacykader geldt niet: kader.bestand" in result.output
