from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.lake import deletion
from pipeline.lake.cells import read_cells, replace_cells
from pipeline.lake.deletion import expire
from privacy.cells import Bucket, Cell
from privacy.errors import Transient
from privacy.posts import AreaCode, Signal, SourceId
from tests.fakes import batch, classified

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.lake.store import Store

HOUR = datetime(2026, 11, 10, 9, tzinfo=UTC)
SOURCE = SourceId("bestand")


def test_expired_days_leave_the_disk(store: Store, tmp_path: Path) -> None:
    old = [classified(n, hour=HOUR - timedelta(days=2)) for n in range(1, 20)]
    store.append(batch(*old, position=1))
    store.append(batch(classified(30), position=2))
    bucket = Bucket(HOUR - timedelta(days=2), HOUR - timedelta(days=1))
    replace_cells(store, [Cell(bucket, AreaCode("GM0034"), Signal.ONRUST, 19)])
    before = set((tmp_path / "lake").rglob("*.parquet"))
    assert expire(store, date(2026, 11, 10)) == 19
    after = set((tmp_path / "lake").rglob("*.parquet"))
    assert store.posts() == 1
    assert read_cells(store) == []
    assert len(after - before) <= 1
    assert len(after & before) <= 1  # of the old files only that of the kept day may remain
    assert expire(store, date(2026, 11, 10)) == 0


def test_the_key_of_a_deleted_file_is_nowhere_in_the_catalogue(
    store: Store, tmp_path: Path
) -> None:
    catalogue = tmp_path / "keys" / "catalogus.sqlite"
    for number in range(1, 40):
        store.append(batch(classified(number, hour=HOUR - timedelta(days=2)), position=number))
    with closing(sqlite3.connect(catalogue)) as file:
        rows = file.execute("SELECT encryption_key FROM ducklake_data_file").fetchall()
    keys = [key.encode() for (key,) in rows]
    assert len(keys) == 39
    assert all(key in catalogue.read_bytes() for key in keys)
    expire(store, date(2026, 11, 10))
    assert [key for key in keys if key in catalogue.read_bytes()] == []


def test_a_catalogue_that_is_in_use_is_waited_for_and_then_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deletion, "_LONGEST_WAIT_SECONDS", 0)
    catalogue = tmp_path / "c.sqlite"
    with closing(sqlite3.connect(catalogue, isolation_level=None)) as other:
        other.execute("CREATE TABLE t (x)")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Transient, match=r"meer\.bezet"):
            deletion.wipe(catalogue)
    deletion.wipe(catalogue)
    catalogue.write_bytes(b"no database" * 1000)
    with pytest.raises(sqlite3.DatabaseError):
        deletion.wipe(catalogue)
