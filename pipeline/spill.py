"""Where a process writes what does not fit in memory: a folder of its own, that goes with it."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.live_file import abandoned, live_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOCK = ".slot"


@contextmanager
def spill_folder(parent: Path) -> Iterator[Path]:
    """Hand out an empty folder below `parent`, for this process and its user alone.

    It is gone afterwards. What killed processes left below `parent` goes first.
    """
    for lock, _ in abandoned(parent, _LOCK):
        _remove(lock)
    with live_file(parent, _LOCK) as (lock, _):
        folder = lock.with_suffix("")
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            _remove(lock)


def _remove(lock: Path) -> None:
    folder = lock.with_suffix("")
    if folder.exists():
        shutil.rmtree(folder)
    lock.unlink(missing_ok=True)
