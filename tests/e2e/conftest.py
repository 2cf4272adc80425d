from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Installation:
    """The command `stadspols` with folders of its own."""

    folder: Path

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith("STADSPOLS_")},
            "STADSPOLS_DATA": str(self.folder / "data"),
            "STADSPOLS_KEYS": str(self.folder / "keys"),
            "TMPDIR": str(self.folder / "tmp"),
            "HOME": str(self.folder / "home"),
            "PYTHONPATH": str(ROOT),
            "COLUMNS": "120",
        }

    def start(
        self, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        for name in ("tmp", "home"):
            (self.folder / name).mkdir(exist_ok=True)
        return subprocess.Popen(
            [sys.executable, "-c", "from pipeline.cli.app import main; main()", *arguments],
            env={**self.environment, **(environment or {})},
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(
        self,
        *arguments: str,
        stdin: bytes = b"",
        exit_code: int = 0,
        environment: Mapping[str, str] | None = None,
    ) -> tuple[bytes, bytes]:
        """Run a command; return standard output and error. Fails on another exit code."""
        process = self.start(*arguments, environment=environment)
        output, errors = process.communicate(stdin, timeout=900)
        assert process.returncode == exit_code, errors.decode()
        return output, errors


@pytest.fixture
def stadspols(tmp_path: Path) -> Installation:
    return Installation(tmp_path)
