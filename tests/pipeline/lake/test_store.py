from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from pipeline import durable
from pipeline.counts import Kind
from pipeline.lake.counting import count_authors
from pipeline.lake.day_counts import counts_per_source
from pipeline.lake.store import Store
from privacy.errors import PrivacyError
from privacy.posts import AreaCode, Signal, SourceId
from tests.fakes import batch, classified
from tests.pipeline.lake.test_counting import closure, counted

if TYPE_CHECKING:
    from pathlib import Path

HOUR = datetime(2026, 11, 10, 9, tzinfo=UTC)
SOURCE = SourceId("bestand")


def test_a_post_is_stored_once_however_often_it_comes(store: Store) -> None:
    first = store.append(batch(classified(1), classified(2), classified(1)))
    again = store.append(batch(classified(2), classified(3), position=2))
    assert (first.total(Kind.STORED), first.of(Kind.DROPPED)) == (2, {"dubbel": 1})
    assert (again.total(Kind.STORED), again.of(Kind.DROPPED)) == (1, {"dubbel": 1})
    assert store.posts() == 3
    total = counts_per_source(store)[SourceId("bestand")]
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
    assert (HOUR, AreaCode("WK003419"), Signal.ONRUST) in count_authors(
        store, closure(), starts, max_cells=9
    )
