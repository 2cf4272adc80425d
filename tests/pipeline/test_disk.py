from __future__ import annotations

import errno
import sqlite3

import duckdb
import pytest

from pipeline.disk import disk_failure
from privacy.errors import Permanent, Transient

SECRET = "Jan Zelmarik"


@pytest.mark.parametrize(
    ("error", "kind", "rule"),
    [
        (OSError(errno.ENOSPC, SECRET), Transient, "schijf.vol"),
        (duckdb.IOException(f"{SECRET}: No space left on device"), Transient, "schijf.vol"),
        (
            duckdb.TransactionException(f"{SECRET}: cannot rollback - no transaction is active"),
            Transient,
            "schijf.afgebroken",
        ),
        (sqlite3.OperationalError("database or disk is full"), Transient, "schijf.vol"),
        (duckdb.OutOfMemoryException(f"{SECRET}: failed to offload"), Transient, "geheugen.vol"),
        (sqlite3.DatabaseError("file is not a database"), Permanent, "meer.beschadigd"),
        (PermissionError(errno.EACCES, SECRET), Permanent, "schijf.rechten"),
        (duckdb.IOException(f"{SECRET}: Permission denied"), Permanent, "schijf.rechten"),
        (duckdb.InvalidInputException(f"{SECRET}: no Parquet"), Permanent, "meer.beschadigd"),
    ],
)
def test_what_the_disk_did_is_said_without_content(
    error: Exception, kind: type[Exception], rule: str
) -> None:
    failure = disk_failure(error)
    assert type(failure) is kind
    assert failure is not None
    assert failure.rule == rule
    assert SECRET not in str(failure)


@pytest.mark.parametrize("error", [ValueError(SECRET), OSError(errno.ECONNRESET, SECRET)])
def test_what_was_no_fault_of_the_disk_is_left_to_others(error: Exception) -> None:
    assert disk_failure(error) is None
