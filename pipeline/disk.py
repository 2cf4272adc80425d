"""What a disk does wrong, as errors that say what to do; their text holds no content."""

from __future__ import annotations

import errno
import sqlite3
from typing import TYPE_CHECKING

import duckdb

from privacy.errors import Permanent, Transient

if TYPE_CHECKING:
    from privacy.errors import StadspolsError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL_WORDS = ("No space left", "File too large", "Disk quota", "disk is full", "disk full")
_BROKEN_OFF_WORDS = ("no transaction is active",)
"""SQLite ended the transaction of the catalogue itself: no room, or reading or writing failed."""
_CLOSED_WORDS = ("Permission denied", "readonly", "Read-only file system", "unable to open")


def disk_failure(error: BaseException) -> StadspolsError | None:
    """Return the error that says what the disk did wrong; None where it was something else.

    What was committed before stays, and the job can be run again: so a full disk is `Transient`.
    So is a memory whose rest has no place on the disk.
    A file that DuckDB cannot read was damaged: restoring a backup is for a human.
    """
    if isinstance(error, OSError):
        words, number = "", error.errno
    elif isinstance(error, duckdb.Error | sqlite3.Error):
        words, number = str(error), None
    else:
        return None
    if isinstance(error, duckdb.OutOfMemoryException):
        return Transient(
            "geheugen.vol",
            "het geheugen is vol, en de schijf heeft geen plaats voor de rest. "
            "Maak ruimte op de schijf en start opnieuw; wat bewaard was, is er nog.",
        )
    if number in _FULL or any(word in words for word in _FULL_WORDS):
        return Transient(
            "schijf.vol",
            "de schijf is vol. Maak ruimte en start opnieuw; wat bewaard was, is er nog.",
        )
    if any(word in words for word in _BROKEN_OFF_WORDS):
        return Transient(
            "schijf.afgebroken",
            "het opslaan is afgebroken: de schijf is vol of gaf een fout. "
            "Kijk of er ruimte is en start opnieuw; wat bewaard was, is er nog.",
        )
    if number in _CLOSED or any(word in words for word in _CLOSED_WORDS):
        return Permanent(
            "schijf.rechten",
            "een bestand of map mag niet worden gelezen of geschreven. "
            "Herstel de rechten van de mappen met gegevens en sleutels.",
        )
    return None if isinstance(error, OSError) else damaged()


def damaged() -> Permanent:
    """Return the error of a lake that cannot be read any more."""
    return Permanent(
        "meer.beschadigd",
        "een bestand of de catalogus van het meer is beschadigd. "
        "Zet een reservekopie van gegevens en sleutels terug (docs/beheer.md).",
    )
