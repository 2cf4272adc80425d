"""Backup and restore as docs/beheer.md says: nothing is lost that the source still has."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from pipeline.store import Store
from privacy.posts import SourceId
from tests.fakes import batch, classified

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = SourceId("bestand")
BATCHES = 6


def take_in(store: Store, until: int) -> None:
    """Read a source of one post per batch from where its cursor stands."""
    first = int(store.cursor(SOURCE, "s") or 0) + 1
    for number in range(first, until + 1):
        store.append(batch(classified(number, author=f"a{number}"), position=number))


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
        expected = (store.posts(), store.counts())
    shutil.rmtree(keys)
    shutil.rmtree(files)

    keys.mkdir(mode=0o700)
    shutil.copy(backup / "c.sqlite", catalogue)
    shutil.copytree(backup / "meer", files)
    with Store(catalogue, files, threads=1) as restored:
        assert restored.posts() == BATCHES // 2
        take_in(restored, BATCHES)
        assert (restored.posts(), restored.counts()) == expected
