from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from pipeline.settings import PACKAGED_CONFIG
from privacy.framework.ceremony import example_ceremony, with_validity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).parent.parent.parent
DAGS = ROOT / "dags"
GATE = ROOT / "deploy" / "policy"
RUN_DAGS = Path(__file__).parent / "run_dags.py"
FEW_POSTS = """
bronnen:
  voorbeeld: {soort: voorbeeld, berichten: 400, zaad: 36, standaardgebied: null}
"""


class Run(NamedTuple):
    """How a run of a DAG ended, `"0"` when it was a success, and all that was printed meanwhile."""

    ended: str
    said: str


@dataclass(frozen=True)
class Installation:
    """Airflow and Stadspols with folders of their own."""

    folder: Path

    @property
    def home(self) -> Path:
        return self.folder / "airflow"

    @property
    def database(self) -> Path:
        return self.home / "airflow.db"

    @property
    def config(self) -> Path:
        return self.folder / "config"

    def approve(self, *, valid_from: datetime) -> None:
        """Put a framework there that the example persons signed, for 300 days."""
        shutil.copytree(PACKAGED_CONFIG, self.config)
        first = valid_from.date()
        packaged = (PACKAGED_CONFIG / "privacykader.yaml").read_bytes()
        framework = with_validity(packaged, first, first + timedelta(days=300))
        approval, trust_root = example_ceremony(framework, valid_from)
        (self.config / "privacykader.yaml").write_bytes(framework)
        (self.config / "privacykader.besluit.json").write_bytes(approval)
        (self.config / "vertrouwensanker.json").write_bytes(trust_root)
        (self.config / "bronnen.yaml").write_text(FEW_POSTS)

    def run(self, *arguments: str, gate: bool = False) -> subprocess.CompletedProcess[str]:
        """Run Python with `arguments`; the gate at parse is there only when asked.

        It is not traced for coverage: what the jobs do is tested without Airflow.
        """
        return subprocess.run(
            [sys.executable, *arguments],
            env=self._environment(gate=gate),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def start_dags(self, *dags: str) -> subprocess.Popen[bytes]:
        """Begin what `test_dags` does, in a group of processes of its own."""
        return subprocess.Popen(
            [sys.executable, str(RUN_DAGS), *dags],
            env=self._environment(gate=False),
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def _environment(self, *, gate: bool) -> dict[str, str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("STADSPOLS_", "AIRFLOW_", "COVERAGE_"))
        }
        return {
            **inherited,
            "AIRFLOW_HOME": str(self.home),
            "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "STADSPOLS_CONFIG": str(self.config),
            "STADSPOLS_DATA": str(self.folder / "data"),
            "STADSPOLS_KEYS": str(self.folder / "keys"),
            "PYTHONPATH": os.pathsep.join([str(ROOT), *([str(GATE)] if gate else [])]),
        }

    def test_dags(self, *dags: str) -> list[Run]:
        """Run `airflow dags test` of one DAG after another, from `--gate` on with the gate."""
        process = self.run(str(RUN_DAGS), *dags)
        said = [
            re.split(r"^=== \d+$", text, flags=re.MULTILINE)
            for text in (process.stdout, process.stderr)
        ]
        assert process.returncode == 0, process.stdout + process.stderr
        migrated, *ends = json.loads(process.stdout.splitlines()[-1])
        assert migrated == "0", process.stdout + process.stderr
        _, *runs = map("".join, zip(*said, strict=True))
        return [Run(end, run) for end, run in zip(ends, runs, strict=True)]


@pytest.fixture(scope="module")
def lapsed(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation whose framework ended a hundred days ago."""
    installation = Installation(tmp_path_factory.mktemp("lapsed"))
    installation.approve(valid_from=datetime.now(UTC) - timedelta(days=400))
    return installation


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    installation = Installation(tmp_path_factory.mktemp("approved"))
    installation.approve(valid_from=datetime.now(UTC))
    return installation


@pytest.fixture(scope="module")
def task_rules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The module, imported when Airflow has a home: it makes one in the user's otherwise."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AIRFLOW_HOME", str(tmp_path_factory.mktemp("home")))
        yield importlib.import_module("dags.task_rules")
