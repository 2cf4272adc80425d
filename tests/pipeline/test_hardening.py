from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.hardening import swap_is_on

ROOT = Path(__file__).parent.parent.parent

CRASH = """
import ctypes, os, resource, sys
from pipeline.hardening import harden
harden()
dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if sys.platform == "linux" else 0
open("file", "w").close()
print(resource.getrlimit(resource.RLIMIT_CORE), dumpable, oct(os.stat("file").st_mode & 0o777),
      flush=True)
os.abort()
"""


def test_a_crash_leaves_no_memory_and_files_are_private(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRASH],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "(0, 0) 0 0o600\n"
    assert done.returncode < 0
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("lines", "on"),
    [
        ("Filename\tType\tSize\tUsed\tPriority\n", False),
        ("Filename\tType\tSize\tUsed\tPriority\n/dev/sda2 partition 8388604 0 -2\n", True),
    ],
)
def test_swap_is_seen(tmp_path: Path, lines: str, on: bool) -> None:
    (tmp_path / "swaps").write_text(lines)
    assert swap_is_on(tmp_path / "swaps") is on


def test_a_machine_that_does_not_say_is_not_accused(tmp_path: Path) -> None:
    assert not swap_is_on(tmp_path / "nothing")
