"""Files that survive a power cut: flushed to the disk, folder entry included."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def sync(path: Path) -> None:
    """Flush a file, or the entries of a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(draft: Path, target: Path) -> None:
    """Put `draft` in the place of `target` in one step; readers see the old or the new file."""
    sync(draft)
    draft.replace(target)
    sync(target.parent)
