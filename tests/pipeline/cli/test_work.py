"""The commands that do the work, when something goes wrong."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.framework_files import APPROVAL_NAME, FRAMEWORK_NAME, TRUST_ROOT_NAME
from pipeline.settings import PACKAGED_CONFIG
from privacy.errors import Permanent
from privacy.framework.ceremony import example_ceremony, with_validity
from tests.fakes import example_bytes

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_what_was_done_before_a_failure_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, config = datetime.now(UTC), tmp_path / "config"
    framework = with_validity(example_bytes(), now.date(), now.date() + timedelta(days=300))
    approval, trust_root = example_ceremony(framework, now)
    config.mkdir()
    (config / FRAMEWORK_NAME).write_bytes(framework)
    (config / APPROVAL_NAME).write_bytes(approval)
    (config / TRUST_ROOT_NAME).write_bytes(trust_root)
    (config / "gebieden").symlink_to(PACKAGED_CONFIG / "gebieden")
    folder = tmp_path / "in"
    folder.mkdir()
    (config / "bronnen.yaml").write_text(
        f"bronnen: {{bestand: {{soort: bestand, map: {folder}, standaardgebied: GM0034}}}}"
    )
    (folder / "a.jsonl").write_text('{"id": "1"}\n')
    (folder / "b.jsonl").write_bytes(b"PK\x03\x04 a zip under another name")
    for file in folder.iterdir():
        os.utime(file, (now.timestamp() - 3600,) * 2)  # no longer being written
    for name in ("CONFIG", "DATA", "KEYS"):
        monkeypatch.setenv(f"STADSPOLS_{name}", str(tmp_path / name.lower()))
    result = CliRunner().invoke(app, ["ingest", "--source", "bestand"])
    assert isinstance(result.exception, Permanent)
    assert "Berichten gelezen: 1\n" in result.stdout
    assert "veld_ontbreekt" in result.stdout
    nothing = CliRunner().invoke(app, ["ingest", "--source", "onbekend"])
    assert nothing.stdout == ""
