"""Deletion from the lake: afterwards no snapshot, file or catalogue holds what was deleted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.lake.day_counts import sum_up
from privacy.errors import Transient

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from pipeline.lake.opened import Lake
    from privacy.posts import AuthorPseudonym

_LONGEST_WAIT_SECONDS = 60.0


def expire(lake: Lake, before: date) -> int:
    """Delete the posts of the days before `before`, from every snapshot and from the disk.

    Returns how many posts were deleted. Files that a killed process left behind go too.

    Guarantee: G9; afterwards no file below the lake holds a deleted post.
    """
    midnight = datetime.combine(before, datetime.min.time(), UTC)

    def delete() -> int:
        row = lake.connection.execute("DELETE FROM lake.posts WHERE day < ?", [before]).fetchone()
        lake.connection.execute("DELETE FROM lake.cells WHERE bucket_start < ?", [midnight])
        return int(row[0]) if row else 0

    deleted = lake.change(delete)
    sum_up(lake, before)
    _clear_files(lake)
    return deleted


def forget(lake: Lake, authors: Collection[AuthorPseudonym]) -> list[str]:
    """Delete the posts of `authors`, from every snapshot and from the disk; return their keys.

    Guarantee: G9; afterwards no file below the lake holds one of them.
    """
    names = pa.table({"author": pa.array(list(authors), pa.string())})
    lake.connection.register("asked", names)
    of_them = "FROM lake.posts WHERE author IN (SELECT author FROM asked)"

    def delete() -> list[str]:
        rows = lake.connection.execute(f"SELECT key {of_them}").fetchall()
        lake.connection.execute(f"DELETE {of_them}")
        return [key for (key,) in rows]

    keys = lake.change(delete)
    if keys:
        _clear_files(lake)
    return keys


def _clear_files(lake: Lake) -> None:
    """Make the files hold what the tables hold, and nothing else; forget the keys of others.

    In PostgreSQL its own vacuuming decides when bytes of a deleted row are written over.
    """
    for procedure in (
        "ducklake_rewrite_data_files('lake', delete_threshold => 0)",
        "ducklake_merge_adjacent_files('lake')",
        "ducklake_expire_snapshots('lake', older_than => now())",
        "ducklake_cleanup_old_files('lake', cleanup_all => true)",
        "ducklake_delete_orphaned_files('lake', older_than => now() - INTERVAL 1 DAY)",
    ):
        lake.call(procedure)
    if lake.catalogue:
        wipe(lake.catalogue)


def wipe(catalogue: Path) -> None:
    """Write the catalogue anew, so that no byte is left in it of a row that was deleted.

    SQLite keeps the bytes of deleted rows until they are needed; the key of a deleted file is one.
    Nothing of it is written elsewhere meanwhile but in the journal beside it. Call it while this
    process is in no transaction: DuckDB has an SQLite of its own, and locks are per process.

    Raises:
        sqlite3.Error: the disk is full, or the catalogue damaged; it is as it was.
        Transient: another process kept it busy.
    """
    with closing(sqlite3.connect(catalogue, _LONGEST_WAIT_SECONDS, isolation_level=None)) as file:
        file.execute("PRAGMA temp_store = MEMORY")
        file.execute("PRAGMA secure_delete = ON")
        try:
            file.execute("VACUUM")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise Transient("meer.bezet", "de catalogus bleef bezet") from None
            raise
