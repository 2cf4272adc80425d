"""Backup and restore as docs/beheer.md says: nothing is lost that the source still has."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import duckdb

from pipeline.lake.day_counts import counts_per_source
from pipeline.lake.deletion import expire
from pipeline.lake.store import Store
from privacy.posts import SourceId
from tests.fakes import NOW, batch, classified

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = SourceId("bestand")
BATCHES = 6


def take_in(store: Store, until: int) -> None:
    """Read a source of one post per batch from where its cursor stands."""
    first = int(store.cursor(SOURCE, "s") or 0) + 1
    for number in range(first, until + 1):
        store.append(batch(classified(number, author=f"a{number}"), position=number))


def keys_in(catalogue: Path) -> list[str]:
    with closing(sqlite3.connect(catalogue)) as file:
        return [key for (key,) in file.execute("SELECT encryption_key FROM ducklake_data_file")]


def opens(file: Path, key: str) -> bool:
    with duckdb.connect() as connection, suppress(duckdb.InvalidInputException):
        connection.execute(
            f"FROM read_parquet('{file}', "
            f"encryption_config = {{footer_key_value: from_base64('{key}')}})"
        )
        return True
    return False


def test_a_backup_of_the_lake_that_outlives_its_retention_opens_with_no_key_that_is_left(
    tmp_path: Path,
) -> None:
    keys, files, backup = tmp_path / "keys", tmp_path / "data" / "meer", tmp_path / "backup"
    catalogue = keys / "catalogus.sqlite"
    with Store(catalogue, files, threads=1) as store:
        store.append(batch(classified(1, hour=NOW - timedelta(days=40)), position=1))
        shutil.copytree(files, backup)
        [copy] = backup.rglob("*.parquet")
        [key] = keys_in(catalogue)
        assert opens(copy, key)
        store.append(batch(classified(2, hour=NOW), position=2))
        assert expire(store, NOW.date() - timedelta(days=35)) == 1
        shutil.copytree(backup, files, dirs_exist_ok=True)
        assert store.posts() == 1
    assert [opens(copy, left) for left in keys_in(catalogue)] == [False]
    assert not any(key.encode() in file.read_bytes() for file in keys.iterdir())


def test_after_a_total_loss_a_backup_and_the_source_give_everything_back(tmp_path: Path) -> None:
    keys, files, backup = tmp_path / "keys", tmp_path / "data" / "meer", tmp_path / "backup"
    backup.mkdir()
    catalogue = keys / "catalogus.sqlite"
    with Store(catalogue, files, threads=1) as store:
        take_in(store, BATCHES // 2)
        with (
            closing(sqlite3.connect(catalogue)) as live,
            closing(sqlite3.connect(backup / "c.sqlite")) as copy,
        ):
            live.backup(copy)
        take_in(store, BATCHES - 1)  # work goes on between the two halves of the backup
        shutil.copytree(files, backup / "meer")
        take_in(store, BATCHES)
        expected = (store.posts(), counts_per_source(store))
    shutil.rmtree(keys)
    shutil.rmtree(files)

    keys.mkdir(mode=0o700)
    shutil.copy(backup / "c.sqlite", catalogue)
    shutil.copytree(backup / "meer", files)
    with Store(catalogue, files, threads=1) as restored:
        assert restored.posts() == BATCHES // 2
        take_in(restored, BATCHES)
        assert (restored.posts(), counts_per_source(restored)) == expected
