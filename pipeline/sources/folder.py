"""A folder in which a supplier of data leaves files: each file is a shard of its source."""

from __future__ import annotations

from stat import S_ISREG
from typing import TYPE_CHECKING

from privacy.errors import Permanent

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

STILL_SECONDS = 60
"""A file that changed more recently may still be growing."""

_UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload", "~")


def finished_files(folder: Path, now: datetime) -> list[Path]:
    """Return the files in `folder` that are complete, by name.

    Left alone are hidden files, files with a name of something unfinished, links, folders,
    empty files, and what changed less than a minute ago. Nothing is moved or deleted.

    Raises:
        Permanent: `bron.map`, the folder cannot be read.
    """
    try:
        return sorted(path for path in folder.iterdir() if _finished(path, now))
    except OSError:
        raise Permanent(
            "bron.map", "de map van de bron bestaat niet of mag niet worden gelezen"
        ) from None


def _finished(path: Path, now: datetime) -> bool:
    if path.name.startswith(".") or path.name.lower().endswith(_UNFINISHED):
        return False
    try:
        facts = path.lstat()
    except FileNotFoundError:  # its supplier took it away
        return False
    still = facts.st_mtime <= now.timestamp() - STILL_SECONDS
    return S_ISREG(facts.st_mode) and facts.st_size > 0 and still
