"""The commands that do the work, when something goes wrong."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.counts import Counts, Kind
from pipeline.framework_files import APPROVAL_NAME, FRAMEWORK_NAME, TRUST_ROOT_NAME
from pipeline.settings import PACKAGED_CONFIG
from privacy.errors import Permanent
from privacy.framework.ceremony import example_ceremony, with_validity
from tests.fakes import example_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that the source `bestand` of an installation reads."""
    now, config = datetime.now(UTC), tmp_path / "config"
    framework = with_validity(example_bytes(), now.date(), now.date() + timedelta(days=300))
    approval, trust_root = example_ceremony(framework, now)
    config.mkdir()
    (config / FRAMEWORK_NAME).write_bytes(framework)
    (config / APPROVAL_NAME).write_bytes(approval)
    (config / TRUST_ROOT_NAME).write_bytes(trust_root)
    (config / "gebieden").symlink_to(PACKAGED_CONFIG / "gebieden")
    read = tmp_path / "in"
    read.mkdir()
    (config / "bronnen.yaml").write_text(
        f"bronnen: {{bestand: {{soort: bestand, map: {read}, standaardgebied: GM0034}}}}"
    )
    for name in ("CONFIG", "DATA", "KEYS"):
        monkeypatch.setenv(f"STADSPOLS_{name}", str(tmp_path / name.lower()))
    return read


def put(file: Path, content: bytes) -> None:
    """Write a file that counts as no longer being written."""
    file.write_bytes(content)
    os.utime(file, (datetime.now(UTC).timestamp() - 3600,) * 2)


def ingest() -> Result:
    return CliRunner().invoke(app, ["ingest", "--source", "bestand"])


def test_what_was_done_before_a_failure_is_told(folder: Path) -> None:
    put(folder / "a.jsonl", b'{"id": "1"}\n')
    put(folder / "b.jsonl", b"PK\x03\x04 a zip under another name")
    result = ingest()
    assert isinstance(result.exception, Permanent)
    assert "Berichten gelezen: 1\n" in result.stdout
    assert "veld_ontbreekt" in result.stdout
    nothing = CliRunner().invoke(app, ["ingest", "--source", "onbekend"])
    assert nothing.stdout == ""


def test_what_was_done_before_somebody_stopped_it_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, counts: Counts, **__: object) -> None:
        counts.add(Kind.READ)
        raise KeyboardInterrupt

    put(folder / "a.jsonl", b"")
    monkeypatch.setattr("pipeline.jobs.ingest", stopped)
    assert "Berichten gelezen: 1\n" in ingest().stdout


def test_input_without_a_usable_post_is_a_failure_and_an_empty_source_is_none(
    folder: Path,
) -> None:
    assert ingest().exit_code == 0
    put(folder / "a.jsonl", b'{"id": "1"}\nzorpelaar\n')
    result = ingest()
    assert isinstance(result.exception, Permanent)
    assert result.exception.rule == "bron.onbruikbaar"
    assert result.exception.exit_code == 2
    assert "2 records geweigerd" in str(result.exception)
    assert result.stdout.count("Berichten gelezen: 2\n") == 1
    assert ingest().exit_code == 0  # nothing new


def test_one_usable_post_among_refused_records_is_no_failure(folder: Path) -> None:
    post = {"platform": "x", "id": "1", "author": "a", "text": "Het is warm."}
    line = json.dumps({**post, "created_at": datetime.now(UTC).isoformat()})
    put(folder / "a.jsonl", f'{line}\n{{"id": "2"}}\n'.encode())
    result = ingest()
    assert "veld_ontbreekt" in result.stdout
    assert result.exit_code == 0
