"""What a process that holds posts or keys takes from itself at its start.

Source: docs/adr/0007-memory-of-a-process.md.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from pathlib import Path

_PR_SET_DUMPABLE = 4
_OWNER_ONLY = 0o077
_SWAPS = Path("/proc/swaps")
_BLOCKS = Path("/sys/class/block")


def harden() -> None:
    """Make a crash leave no memory on disk, let nobody else attach, and keep new files private.

    Holds for this process and those it forks. Linux only; elsewhere the core limit and the file
    modes hold alone.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(_OWNER_ONLY)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def swaps_in_clear(swaps: Path = _SWAPS, blocks: Path = _BLOCKS) -> bool:
    """Return whether memory of this machine can be written to a disk that is not encrypted.

    Compressed memory (zram) is no disk. Of a swap file the machine does not say whether its disk
    is encrypted: it counts as clear. False where the machine says nothing of swap.
    """
    try:
        lines = swaps.read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return False
    names = [Path(line.split()[0]).resolve().name for line in lines]
    return not all(name.startswith("zram") or _encrypted(blocks / name) for name in names)


def _encrypted(block: Path) -> bool:
    """Return whether a block device is encrypted, or lies on devices that all are (LVM)."""
    uuid, below = block / "dm" / "uuid", block / "slaves"
    if uuid.is_file() and uuid.read_text(encoding="ascii").startswith("CRYPT-"):
        return True
    devices = list(below.iterdir()) if below.is_dir() else []
    return bool(devices) and all(map(_encrypted, devices))
