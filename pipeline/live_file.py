"""A file that is locked for as long as its process lives: others see which process was killed.

The lock goes when the process goes, however it goes.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def live_file(folder: Path, ending: str) -> Iterator[tuple[Path, BinaryIO]]:
    """Make a file in `folder` whose name ends with `ending`, locked until this ends.

    It gets its name when it is locked, and keeps it: removing it is for who asked for it.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = uuid4().hex
    draft, path = folder / f".{name}", folder / f"{name}{ending}"
    with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "r+b") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        draft.rename(path)
        yield path, stream


def abandoned(folder: Path, ending: str) -> Iterator[tuple[Path, BinaryIO]]:
    """Hand out, locked, each of the files of which the process is gone."""
    for path in sorted(folder.glob(f"*{ending}")):
        with suppress(FileNotFoundError, BlockingIOError), path.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield path, stream
