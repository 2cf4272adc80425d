from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.hardening import swaps_in_clear

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


UNHARDENED = """
import os, resource
resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2)
post = "".join(("zor", "pe", "laar")) * 3
HARDEN
os.abort()
"""
HERE = Path("/proc/sys/kernel/core_pattern")


@pytest.mark.skipif(
    not HERE.exists() or not set("|/%").isdisjoint(HERE.read_text()) or os.geteuid() != 0,
    reason="this machine writes no dump where we can look",
)
@pytest.mark.parametrize("hardened", [True, False])
def test_the_memory_of_a_crashed_process_is_written_unless_it_is_hardened(
    tmp_path: Path, hardened: bool
) -> None:
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        pytest.skip("an earlier test hardened this process, which holds for its children")
    harden = "from pipeline.hardening import harden; harden()" if hardened else ""
    subprocess.run(
        [sys.executable, "-c", UNHARDENED.replace("HARDEN", harden)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        check=False,
    )
    dumps = [path.read_bytes() for path in tmp_path.iterdir()]
    assert [b"zorpelaar" * 3 in dump for dump in dumps] == ([] if hardened else [True])


COMMAND = """
import ctypes, os, resource, sys
from pipeline.cli.app import main
sys.argv = ["stadspols", "--help"]
try:
    main()
except SystemExit:
    pass
dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if sys.platform == "linux" else 0
print(resource.getrlimit(resource.RLIMIT_CORE), dumpable, oct(os.umask(0)))
"""


def test_every_command_is_hardened(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COMMAND],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "(0, 0) 0 0o77"


HEADER = "Filename\tType\tSize\tUsed\tPriority\n"


@pytest.mark.parametrize(
    ("devices", "in_clear"),
    [
        ([], False),
        (["/dev/sda2"], True),
        (["/swapfile"], True),
        (["/dev/zram0"], False),
        (["/dev/dm-0"], False),
        (["/dev/dm-1"], False),
        (["/dev/dm-2"], True),
        (["/dev/dm-0", "/dev/sda2"], True),
    ],
)
def test_swap_counts_unless_it_is_encrypted(
    tmp_path: Path, devices: list[str], in_clear: bool
) -> None:
    swaps, blocks = tmp_path / "swaps", tmp_path / "block"
    swaps.write_text(HEADER + "".join(f"{each} partition 8388604 0 -2\n" for each in devices))
    uuids = {"dm-0": "CRYPT-PLAIN-swap", "dm-1": "LVM-on-crypt", "dm-2": "LVM-on-a-plain-disk"}
    for name, uuid in uuids.items():
        (blocks / name / "dm").mkdir(parents=True)
        (blocks / name / "slaves").mkdir()
        (blocks / name / "dm" / "uuid").write_text(uuid)
    (blocks / "sda2").mkdir()
    (blocks / "dm-1" / "slaves" / "dm-0").symlink_to(blocks / "dm-0")
    (blocks / "dm-2" / "slaves" / "sda2").symlink_to(blocks / "sda2")
    assert swaps_in_clear(swaps, blocks) is in_clear


def test_a_machine_that_does_not_say_is_not_accused(tmp_path: Path) -> None:
    assert not swaps_in_clear(tmp_path / "nothing")
