"""Programs of npm that tests start on loopback."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

DEMANDED = "STADSPOLS_TEST_SERVERS"
"""Set by `make test-servers`: a program that cannot start is then a failure, and no skip."""


def installed(name: str) -> Path:
    """Return the folder of a package of ours; skips where npm never installed what it needs."""
    folder = Path(__file__).parent / name
    if shutil.which("node") is None or not (folder / "node_modules" / ".made").exists():
        if os.environ.get(DEMANDED):
            pytest.fail(f"{name} is not installed: make test-servers installs it")
        pytest.skip(f"listed: {name} needs npm (make test-servers)")
    return folder


@contextmanager
def running(name: str, program: str, *words: str) -> Iterator[str]:
    """Start `program` of a package of ours; yield the first line it says; it stops afterwards."""
    process = subprocess.Popen(
        ["node", program, *words],
        cwd=installed(name),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "LOG_ENABLED": "false", "NODE_ENV": "test"},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line, f"{program} did not start"
        yield line.decode().strip()
    finally:
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
