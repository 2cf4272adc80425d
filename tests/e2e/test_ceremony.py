"""The worked example, as documented: the script that a municipality reads is the one that runs."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def command(tmp_path: Path) -> Path:
    """Return the command `stadspols` of this checkout."""
    path = tmp_path / "stadspols"
    path.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from pipeline.cli.app import main\nmain()\n"
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_whole_ceremony_runs_as_documented(tmp_path: Path, command: Path) -> None:
    desk = tmp_path / "griffie"
    done = subprocess.run(
        [ROOT / "deploy" / "voorbeeld-ceremonie", desk],
        env={**os.environ, "STADSPOLS": str(command)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for said in (
        "Dat is nauwer.",
        "versie 2 gold vanaf",
        "vrijgeven op",
        "Er is niets gevonden dat niet mocht.",
        "== Klaar.",
    ):
        assert said in done.stdout
    for rule in ("kader.drempel", "kader.gestopt"):
        assert rule in done.stderr
    everything = done.stdout + done.stderr
    for step in range(1, 9):
        assert f"== {step}." in everything
        assert f"| {step} |" in (ROOT / "docs" / "ceremonie.md").read_text()
    assert "vier losse woorden" not in everything
