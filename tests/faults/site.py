"""An installation under test: its steps as processes, what it holds, and what must not be in it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pipeline.store import Store
from tests.e2e.test_canary import everything_below, found_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parent.parent.parent
STEPS = ("ingest", "aggregate", "release", "purge")
WITHOUT_OVERRIDE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""As root, file modes mean nothing; without these capabilities they do."""


@dataclass(frozen=True)
class Site:
    """Data and keys in a folder of their own; the input lies outside."""

    folder: Path
    source: Path

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def lake(self) -> Path:
        return self.data / "meer"

    def start(
        self, *steps: str, before: Sequence[str] = (), options: Sequence[str] = ()
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [
                *before,
                *(sys.executable, "-m", "tests.faults.worker", *steps),
                *("--input", str(self.source), *options),
            ],
            cwd=ROOT,
            env={**self._environment(), "STADSPOLS_BATCH_POSTS": "40"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _environment(self) -> Mapping[str, str]:
        temporary = self.folder / "tmp"
        temporary.mkdir(exist_ok=True)
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith("STADSPOLS_")},
            "STADSPOLS_DATA": str(self.data),
            "STADSPOLS_KEYS": str(self.keys),
            "STADSPOLS_THREADS": "1",
            "TMPDIR": str(temporary),
            "HOME": str(temporary),
        }

    def run(self, *steps: str) -> str:
        """Run steps that must succeed; return what they said."""
        process = self.start(*steps)
        output, errors = process.communicate(timeout=240)
        assert process.returncode == 0, errors
        return output + errors

    def posts(self) -> int:
        with Store(self.keys / "catalogus.sqlite", self.lake, 1) as store:
            return store.posts()

    def figures(self) -> list[tuple[object, ...]]:
        with duckdb.connect(self.data / "vrijgave.duckdb", read_only=True) as connection:
            return connection.execute("FROM cellen ORDER BY ALL").fetchall()

    def leaks(self, secrets: set[str], said: str) -> set[str]:
        """Return where a secret stands: in a file that is left, or in what a process said."""
        left = everything_below(self.folder, besides=self.source)
        return found_in({**left, "said": said.encode()}, secrets)


def ended(process: subprocess.Popen[str]) -> str:
    """Wait for the process; return what it said."""
    output, errors = process.communicate(timeout=240)
    return output + errors


def kill(process: subprocess.Popen[str]) -> str:
    process.send_signal(signal.SIGKILL)
    return ended(process)
