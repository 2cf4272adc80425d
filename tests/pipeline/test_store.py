from __future__ import annotations

import shutil
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from pydantic import SecretStr

from pipeline import durable
from pipeline.counts import Kind
from pipeline.lake import ObjectStore, connect
from pipeline.store import Store, Tally
from privacy.cells import Bucket, Cell
from privacy.errors import Permanent, PrivacyError, Transient
from privacy.posts import AreaCode, Signal, SourceId
from tests.fakes import batch, classified

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOUR = datetime(2026, 11, 10, 9, tzinfo=UTC)
SOURCE = SourceId("bestand")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "keys" / "catalogus.sqlite", tmp_path / "lake", threads=2) as opened:
        yield opened


def test_a_post_is_stored_once_however_often_it_comes(store: Store) -> None:
    first = store.append(batch(classified(1), classified(2), classified(1)))
    again = store.append(batch(classified(2), classified(3), position=2))
    assert (first.total(Kind.STORED), first.of(Kind.DROPPED)) == (2, {"dubbel": 1})
    assert (again.total(Kind.STORED), again.of(Kind.DROPPED)) == (1, {"dubbel": 1})
    assert store.posts() == 3
    total = store.counts()[SourceId("bestand")]
    assert total.total(Kind.READ) == total.total(Kind.STORED) + total.total(Kind.DROPPED) == 5


def test_of_duplicates_in_one_batch_the_first_one_stays(store: Store) -> None:
    store.append(batch(classified(1, author="first"), classified(1, author=None)))
    assert counted(store) == {"onrust": 1}


def test_the_cursor_moves_with_the_batch(store: Store) -> None:
    assert store.cursor(SOURCE, "s") == ""
    store.append(batch(classified(1), position=40))
    store.append(batch(position=70))
    assert store.cursor(SOURCE, "s") == "70"
    assert store.cursor(SOURCE, "other") == ""
    assert set(store.freshness()) == {SOURCE}


def test_a_nameless_shard_has_no_cursor(store: Store) -> None:
    store.append(batch(classified(1), shard="", position=40))
    assert store.cursor(SOURCE, "") == ""
    assert store.posts() == 1


def test_nothing_but_a_classified_post_can_be_stored(store: Store) -> None:
    @dataclass
    class Lookalike:
        text: str = "geheim"

    with pytest.raises(PrivacyError, match=r"opslag\.type"):
        store.append(batch(classified(1), Lookalike()))  # type: ignore[arg-type]
    assert store.posts() == 0
    assert store.cursor(SOURCE, "s") == ""


def test_a_failure_in_the_middle_stores_nothing(store: Store) -> None:
    broken = classified(1, areas=(3,))  # type: ignore[arg-type]
    with pytest.raises(Exception, match=r".+"):
        store.append(batch(classified(2), broken))
    assert store.posts() == 0
    assert store.cursor(SOURCE, "s") == ""
    assert store.append(batch(classified(2))).total(Kind.STORED) == 1


def test_no_column_can_hold_text_a_handle_or_an_exact_moment(tmp_path: Path) -> None:
    place = (tmp_path / "k" / "c.sqlite", tmp_path / "lake")
    with Store(*place, threads=1):
        pass
    columns = connect(*place, threads=1).execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'lake'"
    )
    assert set(columns.fetchall()) == {
        *(
            ("posts", c)
            for c in [
                *("key", "author", "epoch", "source", "hour", "day", "areas", "signals"),
                "fingerprint",
            ]
        ),
        *(("cursors", c) for c in ["source", "shard", "position", "moved_at"]),
        *(("counts", c) for c in ["source", "kind", "name", "number", "day"]),
        *(("cells", c) for c in ["bucket_start", "bucket_end", "area", "signal", "authors"]),
        *(("cells", c) for c in ["posts", "repeats", "sources"]),
    }


def closure() -> pd.DataFrame:
    rows = [
        ("onrust", "WK003418", "WK003418", "WK003418"),
        ("onrust", "WK003418", "WK003418", "GM0034"),
        ("onrust", "WK003419", "WK003419", "WK003419"),
        ("onrust", "WK003419", "WK003419", "GM0034"),
        ("haat", "WK003418", "GM0034", "GM0034"),
    ]
    return pd.DataFrame(rows, columns=["signal", "area", "base", "code"])


def counted(store: Store, max_cells: int = 100) -> dict[str, int]:
    """Return the authors per signal in the whole city, over all buckets."""
    starts = {HOUR + timedelta(hours=h): HOUR for h in range(24)}
    found = store.count_authors(closure(), starts, max_cells=max_cells)
    return {signal: n.authors for (_, area, signal), n in found.items() if area == "GM0034"}


def test_an_author_counts_once_however_much_is_posted(store: Store) -> None:
    store.append(batch(*(classified(n, author="loud") for n in range(1, 50))))
    store.append(batch(classified(90, author="calm"), position=2))
    assert counted(store) == {"onrust": 2}


def test_an_author_with_posts_in_two_quarters_counts_once_in_the_city(store: Store) -> None:
    store.append(batch(classified(1), classified(2, areas=("WK003419",))))
    assert counted(store) == {"onrust": 1}


def test_a_signal_is_counted_at_the_level_that_the_council_allows(store: Store) -> None:
    store.append(batch(classified(1, signals=(Signal.HAAT,))))
    starts = {HOUR: HOUR}
    assert store.count_authors(closure(), starts, max_cells=9) == {
        (HOUR, AreaCode("GM0034"), Signal.HAAT): Tally(1, 0)
    }


def test_contributions_are_bounded_before_anything_is_counted(store: Store) -> None:
    days = [HOUR + timedelta(days=n) for n in range(6)]  # one epoch: Tuesday to Sunday
    store.append(batch(*(classified(n, author="loud", hour=day) for n, day in enumerate(days))))
    found = store.count_authors(closure(), {day: day for day in days}, max_cells=3)
    counted_days = {start for (start, area, _) in found if area == "GM0034"}
    assert counted_days == set(days[:3])


def test_an_author_who_repeats_another_is_counted_as_such_once(store: Store) -> None:
    flood = [classified(n, author=f"a{n % 5}", fingerprint="same") for n in range(60)]
    others = [classified(100 + n, author=f"b{n}") for n in range(3)]
    store.append(batch(*flood, *others))
    found = store.count_authors(closure(), {HOUR: HOUR}, max_cells=9)
    assert found[HOUR, AreaCode("GM0034"), Signal.ONRUST] == Tally(8, 4)


def test_who_repeats_only_oneself_repeats_nobody(store: Store) -> None:
    store.append(batch(*(classified(n, author="loud", fingerprint="same") for n in range(9))))
    found = store.count_authors(closure(), {HOUR: HOUR}, max_cells=9)
    assert found[HOUR, AreaCode("GM0034"), Signal.ONRUST] == Tally(1, 0)


def test_posts_are_counted_per_area_with_or_without_a_signal(store: Store) -> None:
    quiet = [classified(n, author=None) for n in range(4)]
    both = classified(9, areas=("WK003418", "WK003419"))
    store.append(batch(*quiet, both))
    assert store.count_posts(closure(), {HOUR: HOUR}) == {
        (HOUR, AreaCode("WK003418")): 5,
        (HOUR, AreaCode("WK003419")): 1,
        (HOUR, AreaCode("GM0034")): 5,
    }


def test_the_choice_of_contributions_depends_on_neither_author_nor_order(store: Store) -> None:
    posts = [
        classified(n, author=author, signals=(signal,))
        for n, (author, signal) in enumerate(
            (a, s) for a in ("a1", "zz") for s in (Signal.ONRUST, Signal.HAAT)
        )
    ]
    store.append(batch(*reversed(posts)))
    assert len(counted(store, max_cells=1)) == 1


def test_a_post_without_a_signal_has_no_author_and_still_marks_the_hour(store: Store) -> None:
    store.append(batch(classified(1, author=None)))
    assert counted(store) == {}
    assert store.heard(HOUR - timedelta(days=1)) == {HOUR: (SOURCE,)}
    assert store.heard(HOUR + timedelta(hours=1)) == {}


def test_cells_are_replaced_as_a_whole_and_read_back_in_order(store: Store) -> None:
    bucket = Bucket(HOUR, HOUR + timedelta(hours=1))
    cells = [
        Cell(bucket, AreaCode("GM0034"), Signal.ONRUST, 3, 20, 1, (SOURCE, SourceId("x"))),
        Cell(bucket, AreaCode("WK003418"), Signal.ONRUST, None),
    ]
    store.replace_cells(cells[:1])
    store.replace_cells(cells)
    assert store.cells() == cells
    store.replace_cells([])
    assert store.cells() == []


def test_expired_days_leave_the_disk(store: Store, tmp_path: Path) -> None:
    old = [classified(n, hour=HOUR - timedelta(days=2)) for n in range(1, 20)]
    store.append(batch(*old, position=1))
    store.append(batch(classified(30), position=2))
    bucket = Bucket(HOUR - timedelta(days=2), HOUR - timedelta(days=1))
    store.replace_cells([Cell(bucket, AreaCode("GM0034"), Signal.ONRUST, 19)])
    before = set((tmp_path / "lake").rglob("*.parquet"))
    assert store.expire(date(2026, 11, 10)) == 19
    after = set((tmp_path / "lake").rglob("*.parquet"))
    assert store.posts() == 1
    assert store.cells() == []
    assert len(after - before) <= 1
    assert len(after & before) <= 1  # of the old files only that of the kept day may remain
    assert store.expire(date(2026, 11, 10)) == 0


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
    store.expire(date(2026, 11, 10))
    assert [key for key in keys if key in catalogue.read_bytes()] == []


def test_files_are_encrypted_and_the_catalogue_is_private(store: Store, tmp_path: Path) -> None:
    store.append(batch(classified(1, author="abcdef0123456789abcdef0123456789")))
    files = list((tmp_path / "lake").rglob("*.parquet"))
    assert files
    for file in files:
        assert b"abcdef0123456789" not in file.read_bytes()
        assert file.read_bytes()[-4:] == b"PARE"  # encrypted footer
    assert (tmp_path / "keys" / "catalogus.sqlite").stat().st_mode & 0o077 == 0


def test_a_catalogue_of_another_lake_is_refused(store: Store, tmp_path: Path) -> None:
    store.append(batch(classified(1)))
    with pytest.raises(Permanent, match=r"meer\.openen"):
        Store(tmp_path / "keys" / "catalogus.sqlite", tmp_path / "elsewhere", threads=1)


def test_an_empty_catalogue_beside_files_is_refused(store: Store, tmp_path: Path) -> None:
    """As a new database in PostgreSQL is: `make test-cluster` tries that with real servers."""
    store.append(batch(classified(1)))
    empty = tmp_path / "keys" / "leeg.sqlite"
    empty.touch()
    with pytest.raises(Permanent, match=r"meer\.openen.*catalogus-kwijt"):
        Store(empty, tmp_path / "lake", threads=1)
    assert empty.read_bytes() == b""


def test_an_empty_catalogue_without_files_is_a_new_lake(tmp_path: Path) -> None:
    (tmp_path / "leeg.sqlite").touch()
    with Store(tmp_path / "leeg.sqlite", tmp_path / "lake", threads=1) as store:
        assert store.posts() == 0


def test_storage_that_does_not_answer_is_said_and_tried_again(tmp_path: Path) -> None:
    nobody = ObjectStore("s3://b/p", "k", SecretStr("s"), "eu-west-1", "127.0.0.1:1", plain=True)
    with pytest.raises(Transient, match=r"meer\.onbereikbaar.*STADSPOLS_BUCKET"):
        Store(tmp_path / "c.sqlite", nobody, threads=1)


def test_who_stores_waits_for_who_is_storing(store: Store, tmp_path: Path) -> None:
    done = threading.Event()

    def add() -> None:
        store.append(batch(classified(1)))
        done.set()

    with durable.in_turn(tmp_path / "keys" / "catalogus.sqlite.beurt"):
        adding = threading.Thread(target=add)
        adding.start()
        assert not done.wait(timeout=0.5)
    adding.join()
    assert store.posts() == 1


def test_files_without_their_catalogue_are_refused_until_they_are_gone(tmp_path: Path) -> None:
    catalogue, files = tmp_path / "keys" / "catalogus.sqlite", tmp_path / "lake"
    with Store(catalogue, files, threads=1) as store:
        store.append(batch(classified(1)))
    catalogue.unlink()
    with pytest.raises(Permanent, match=r"meer\.openen.*catalogus-kwijt"):
        Store(catalogue, files, threads=1)
    assert not catalogue.exists()
    shutil.rmtree(files)
    with Store(catalogue, files, threads=1) as store:
        assert store.posts() == 0


def test_a_reopened_store_knows_everything(tmp_path: Path) -> None:
    for number in (1, 2):
        with Store(tmp_path / "k" / "c.sqlite", tmp_path / "lake", threads=1) as store:
            store.append(batch(classified(number), position=number))
    with Store(tmp_path / "k" / "c.sqlite", tmp_path / "lake", threads=1) as store:
        assert (store.posts(), store.cursor(SOURCE, "s")) == (2, "2")


def test_a_post_that_its_source_took_back_is_deleted_with_the_cursor(store: Store) -> None:
    store.append(batch(classified(1), classified(2)))
    taken_back = replace(batch(position=2), withdrawn=frozenset({classified(1).key}))
    assert store.append(taken_back).of(Kind.NOTED) == {"ingetrokken": 1}
    assert (store.posts(), store.cursor(SOURCE, "s")) == (1, "2")
    assert store.append(taken_back).of(Kind.NOTED) == {}


def test_an_edited_post_takes_the_place_of_the_first_one_once(store: Store) -> None:
    store.append(batch(classified(1)))
    edited = batch(classified(1, areas=("WK003419",)), position=2)
    edited = replace(edited, withdrawn=frozenset({classified(1).key}))
    assert store.append(edited).total(Kind.STORED) == 1
    again = store.append(edited)
    assert (again.total(Kind.STORED), again.of(Kind.DROPPED)) == (0, {"dubbel": 1})
    assert store.posts() == 1
    starts = {HOUR: HOUR}
    assert (HOUR, AreaCode("WK003419"), Signal.ONRUST) in store.count_authors(
        closure(), starts, max_cells=9
    )
