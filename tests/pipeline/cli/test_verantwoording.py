from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STADSPOLS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("STADSPOLS_KEYS", str(tmp_path / "keys"))


def test_the_register_and_every_other_artefact_are_written(tmp_path: Path) -> None:
    file, folder = tmp_path / "r.json", tmp_path / "alles"
    assert CliRunner().invoke(app, ["register", "export", str(file)]).exit_code == 0
    assert json.loads(file.read_bytes())[0]["standard_version"] == "1.0"
    assert CliRunner().invoke(app, ["register", "alles", str(folder)]).exit_code == 0
    assert (folder / "algoritmeregister.json").read_bytes() == file.read_bytes()
    assert "Acht vragen" in (folder / "raad.md").read_text()


def test_measures_are_shown_with_their_evidence() -> None:
    result = CliRunner().invoke(app, ["maatregelen"])
    assert result.exit_code == 0
    assert "bewijs: tests/e2e/test_canary.py" in result.output
