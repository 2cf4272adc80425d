from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from pipeline.assessments import Assessments, released_surges
from pipeline.cli.app import app
from pipeline.clock import TIMEZONE
from privacy.errors import StadspolsError
from tests.pipeline.released import write_released

if TYPE_CHECKING:
    from pathlib import Path

SURGE = "0123456789ab"
TODAY = datetime.now(TIMEZONE).replace(hour=0, minute=0, second=0, microsecond=0)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Figures of today with one surge, which the release job has shown."""
    folder = tmp_path / "data"
    monkeypatch.setenv("STADSPOLS_DATA", str(folder))
    monkeypatch.setenv("STADSPOLS_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("COLUMNS", "200")
    place = {
        "tijd_van": TODAY,
        "tijd_tot": TODAY + timedelta(days=1),
        "gebied_code": "WK003401",
        "gebied_naam": "Filmwijk",
        "signaal": "onrust",
        "waarde": 40,
        "onder": 38,
        "boven": 42,
    }
    cell = {**place, "tier": "intern", "status": "vrijgegeven"}
    surge = {**place, "piek_id": SURGE, "verwacht": 10.0, "bovengrens": 18.2}
    write_released(folder / "vrijgave.duckdb", [cell], [surge])
    Assessments(folder / "beoordelingen.jsonl", lambda: datetime.now(UTC)).show(
        released_surges(folder / "vrijgave.duckdb")
    )
    return folder


def piek(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["piek", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.usefixtures("data")
def test_a_surge_is_seen_assessed_and_scored() -> None:
    assert "40 (38-42)" in piek("toon", "--open")
    piek("beoordeel", SURGE, "terecht", "gevolg_gegeven")
    assert "terecht: gevolg_gegeven" in piek("toon")
    assert "Geen pieken" in piek("toon", "--open")
    assert json.loads(piek("toon", "--json"))[0]["oordeel"] == "terecht"
    day = f"{TODAY:%Y-%m-%d}"
    piek("gemist", "WK003401", "haat", day, day)
    card = json.loads(piek("scorekaart", "--json"))
    assert card["waarvan terecht"] == card["gemist volgens mensen"] == 1
    assert card["terecht van wat beoordeeld is"].startswith("1 van 1 (100%, 95% zeker 21% tot")
    assert card["cijfers die tot een daad leidden"].startswith("1 van 1")
    assert "onbekend" in piek("scorekaart", "2020-01")


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        (("beoordeel", SURGE, "terecht", "gevolg_gegeven", "--rol", "operator"), "rol.recht"),
        (("beoordeel", SURGE, "terecht", "gevolg_gegeven", "--rol", "jan"), "rol.onbekend"),
        (("beoordeel", SURGE, "terecht", "verkeerd_gebied"), "piek.reden"),
        (("beoordeel", "f" * 12, "terecht", "gevolg_gegeven"), "piek.onbekend"),
        (("gemist", "GM9999", "haat", "2026-01-01", "2026-01-01"), "piek.gebied"),
        (("gemist", "WK003401", "haat", "2999-01-01", "2999-01-01"), "piek.gemist"),
        (("scorekaart", "november"), "maand"),
    ],
)
def test_a_mistake_is_refused_with_a_rule(arguments: tuple[str, ...], rule: str) -> None:
    with pytest.raises(StadspolsError) as refusal:
        CliRunner().invoke(app, ["piek", *arguments], catch_exceptions=False)
    assert refusal.value.rule == rule
