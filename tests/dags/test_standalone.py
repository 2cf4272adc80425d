from __future__ import annotations

import os
import socket
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.dags.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SCRIPTS = [ROOT / "deploy" / "airflow-standalone", ROOT / "deploy" / "loopback" / "airflow"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_the_script_is_sound_and_may_be_run(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        run = subprocess.run(
            [SCRIPTS[0]],
            env={
                "PATH": os.environ["PATH"],
                "AIRFLOW_HOME": str(tmp_path / "home"),
                "AIRFLOW__API__PORT": str(taken.getsockname()[1]),
            },
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 2
    assert "is bezet" in run.stderr
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("part", ["scheduler", "triggerer", "api-server"])
def test_no_part_gets_a_log_server_on_the_network(part: str) -> None:
    run = subprocess.run(
        [SCRIPTS[1], part, "--pid", "1"],
        env={"PATH": os.environ["PATH"], "STADSPOLS_AIRFLOW": "echo"},
        capture_output=True,
        text=True,
        check=True,
    )
    without = "" if part == "api-server" else " --skip-serve-logs"
    assert run.stdout == f"{part} --pid 1{without}\n"
