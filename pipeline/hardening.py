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


def harden() -> None:
    """Make a crash leave no memory on disk, let nobody else attach, and keep new files private.

    Holds for this process and those it forks. Linux only; elsewhere the core limit and the file
    modes hold alone.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(_OWNER_ONLY)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def swap_is_on(swaps: Path = _SWAPS) -> bool:
    """Return whether memory of this machine can be written to a disk; whether encrypted is unknown.

    False where the machine does not say.
    """
    try:
        return len(swaps.read_text(encoding="ascii").splitlines()) > 1
    except OSError:
        return False
