from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from pipeline.areas.gazetteer import Gazetteer
from pipeline.counts import Counts, Kind
from pipeline.framework_files import activate, open_gate
from pipeline.journal import Journal
from pipeline.lake.counting import count_authors
from pipeline.lake.day_counts import counts_per_source
from pipeline.lake.store import Store
from pipeline.settings import PACKAGED_CONFIG, Settings
from pipeline.sources.protocol import Deletion, Passed, Reason, Rejection
from privacy.errors import PrivacyError, Transient
from privacy.framework.trust import Signatory
from privacy.posts import AreaCode, Mark, Signal, SourceId
from privacy.raw import RawPost
from tests.fakes import NOW, example_bytes, example_gate, signed_example
from tests.light import Start
from tests.privacy.framework.council import Council, next_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.framework_files import Gate
    from pipeline.sources.protocol import Item

CITY = AreaCode("GM0034")
RIOTS = ["rellen in de Filmwijk"] * 20
Other = Deletion | Passed | tuple[str, str] | tuple[str, str, Mark]
"""What a source yields besides text under its own number: id, text and mark of an edit."""


class ListSource:
    """A `Source` of given records."""

    def __init__(
        self,
        records: Sequence[str | Reason | Other],
        shard: str = "s",
        *,
        unknown_fields: bool = False,
    ) -> None:
        self._each_unknown = unknown_fields
        self.unknown_fields = 0
        self.id = SourceId("bestand")
        self.shard = shard
        self.total = len(records)
        self.consumed = 0
        self._records = records

    def read(self, position: str) -> Iterator[tuple[str, Item]]:
        for number, record in enumerate(self._records, 1):
            self.consumed = number
            self.unknown_fields += self._each_unknown
            if number > int(position or 0):
                yield str(number), self._record(number, record)

    def _record(self, number: int, record: str | Reason | Other) -> Item:
        if isinstance(record, Reason):
            return Rejection(record)
        if not isinstance(record, str):
            return self._post(*record) if isinstance(record, tuple) else record
        return self._post(str(number), record)

    def _post(self, post_id: str, record: str, *marks: Mark) -> RawPost:
        return RawPost(
            post_id=post_id,
            created_at=NOW - timedelta(days=400 if record == "oud" else 1),
            author=f"author{post_id}",
            source=self.id,
            text=record,
            marks=frozenset(marks),
        )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "k" / "c.sqlite", tmp_path / "lake", threads=2) as opened:
        yield opened


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    return example_gate(tmp_path / "council")


@pytest.fixture
def ingest(gate: Gate, store: Store) -> Start:
    return Start(gate, store)


RECORDS: list[str | Reason] = [
    "rellen in de Filmwijk",
    Reason.JSON_BROKEN,
    "Jan ziet rellen in de Filmwijk",
    "the riots in Filmwijk",
    "rellen ergens",
    "een rustige dag in de Filmwijk",
    "oud",
]


def check(counts: Counts) -> None:
    assert counts.total(Kind.READ) == len(RECORDS)
    assert counts.total(Kind.STORED) == 3
    assert counts.of(Kind.DROPPED) == {
        "json_kapot": 1,
        "andere_taal": 1,
        "geen_gebied": 1,
        "buiten_bewaartermijn": 1,
    }
    assert counts.of(Kind.FOUND) == {"PERSON": 1}
    assert counts.of(Kind.SIGNAL) == {"onrust": 2}


def test_every_record_is_stored_or_counted(ingest: Start, store: Store) -> None:
    check(ingest(ListSource(RECORDS)))
    assert store.posts() == 3


def test_a_second_run_changes_nothing(ingest: Start, store: Store) -> None:
    ingest(ListSource(RECORDS))
    assert ingest(ListSource(RECORDS)).as_dict() == {}
    check(counts_per_source(store)[SourceId("bestand")])


def test_the_classifier_sees_pseudonymised_text_only(ingest: Start) -> None:
    ingest(ListSource(["Jan ziet rellen in de Filmwijk"]))
    (seen,) = ingest.classifier.seen
    assert "Jan" not in seen
    assert "<PERSOON" in seen


def test_a_post_without_a_place_belongs_to_the_area_of_its_source(ingest: Start) -> None:
    assert ingest(ListSource(["rellen ergens"]), CITY).total(Kind.STORED) == 1


def test_a_post_about_another_place_is_dropped_whatever_its_source(ingest: Start) -> None:
    counts = ingest(ListSource(["rellen in Rotterdam"]), CITY)
    assert counts.of(Kind.DROPPED) == {"andere_plaats": 1}


def test_unknown_fields_are_noted_and_drop_nothing(ingest: Start) -> None:
    counts = ingest(ListSource(RECORDS, unknown_fields=True))
    assert counts.of(Kind.NOTED) == {"onbekende_velden": len(RECORDS)}
    check(counts)


def test_a_run_that_dies_is_continued_where_it_stopped(ingest: Start, store: Store) -> None:
    def die(done: int, _total: int | None) -> None:
        if done >= 4:
            raise Transient("test", "the machine stopped")

    with pytest.raises(Transient):
        ingest(ListSource(RECORDS), None, die)
    rest = ingest(ListSource(RECORDS))
    assert 0 < rest.total(Kind.READ) < len(RECORDS)
    check(counts_per_source(store)[SourceId("bestand")])


def test_what_was_read_before_the_source_failed_is_stored(ingest: Start, store: Store) -> None:
    class BreaksOff(ListSource):
        def read(self, position: str) -> Iterator[tuple[str, Item]]:
            for number, each in enumerate(super().read(position), 1):
                if number > 5:
                    raise Transient("test", "the source is down")
                yield each

    ingest.batch_posts = 1
    with pytest.raises(Transient):
        ingest(BreaksOff(RIOTS))
    assert store.posts() == 5
    ingest(ListSource(RIOTS))
    assert store.posts() == len(RIOTS)


def test_a_stream_that_cannot_be_resumed_relies_on_the_ids_of_its_posts(
    ingest: Start, store: Store
) -> None:
    for expected in (3, 0):
        counts = ingest(ListSource(RECORDS, shard=""))
        assert counts.total(Kind.STORED) == expected
    assert store.posts() == 3


def test_a_framework_that_lapses_during_the_run_stops_it_within_a_batch(
    ingest: Start, store: Store
) -> None:
    moments = [NOW] * 12 + [datetime(2028, 1, 1, tzinfo=UTC)] * 99
    ingest.clock, ingest.batch_posts = lambda: moments.pop(0), 1
    with pytest.raises(PrivacyError, match=r"kader\.verlopen"):
        ingest(ListSource(RIOTS))
    assert 0 < store.posts() < 6


def test_a_stop_order_during_the_run_stops_it_within_a_batch(
    ingest: Start, store: Store, gate: Gate
) -> None:
    def order(done: int, _total: int | None) -> None:
        if done == 6:
            (gate.folder / "stop-1.json").write_bytes(b"an order that cannot be read stops too")

    with pytest.raises(PrivacyError):
        ingest(ListSource(RIOTS), None, order)
    assert store.posts() == 6


def test_a_framework_that_is_edited_during_the_run_stops_it_within_a_batch(
    ingest: Start, store: Store, gate: Gate
) -> None:
    def edit(done: int, _total: int | None) -> None:
        if done == 4:
            file = gate.folder / "privacykader.yaml"
            file.write_bytes(file.read_bytes() + b"# een opmerking")

    with pytest.raises(PrivacyError, match=r"kader\.gewijzigd"):
        ingest(ListSource(RIOTS), None, edit)
    assert store.posts() == 4


def test_a_framework_that_is_narrowed_during_the_run_stops_it_within_a_batch(
    store: Store, tmp_path: Path
) -> None:
    council, folder = Council(), tmp_path / "narrowed"
    wide = example_bytes()
    narrow = next_version(wide, ("bijdrage_per_auteur: 3", "bijdrage_per_auteur: 2"))
    signed_example(folder, wide)
    (folder / "privacykader.besluit.json").write_bytes(council.approve(wide))
    (folder / "vertrouwensanker.json").write_bytes(council.root)
    settings = Settings(config=folder, data=tmp_path, keys=tmp_path)
    journal = Journal(settings.journal, lambda: NOW)

    def narrowed(done: int, _total: int | None) -> None:
        if done == 4:
            decision = council.approve(narrow, Signatory.FG)
            activate(folder, narrow, decision, clock=lambda: NOW, journal=journal)

    with pytest.raises(PrivacyError, match=r"kader\.gewijzigd"):
        Start(open_gate(settings, lambda: NOW, journal), store)(ListSource(RIOTS), None, narrowed)
    assert store.posts() == 4
    Start(open_gate(settings, lambda: NOW, journal), store)(ListSource([FIRST], shard="next"))
    assert store.posts() == 5


def test_progress_is_reported(ingest: Start) -> None:
    seen: list[tuple[int, int | None]] = []
    ingest(ListSource(RECORDS), None, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(RECORDS), len(RECORDS))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


FIRST = "rellen in de Filmwijk"
HISTORIES: dict[str, tuple[list[str | Reason | Other], int, int]] = {
    "deleted_later": ([FIRST, "rustig in de Filmwijk", Deletion("1")], 1, 0),
    "deleted_at_once": ([FIRST, Deletion("1")], 0, 0),
    "deleted_and_made_again": ([FIRST, Deletion("1"), ("1", FIRST)], 1, 1),
    "deleted_before_it_was_known": ([Deletion("2"), FIRST], 1, 1),
    "edited_later": (
        [FIRST, "stil in de Filmwijk", ("1", "rustig in de Filmwijk", Mark.EDITED)],
        2,
        0,
    ),
    "edited_at_once": ([("1", "rustig in de Filmwijk"), ("1", FIRST, Mark.EDITED)], 1, 1),
    "edited_out_of_scope": ([FIRST, ("1", "rellen ergens", Mark.EDITED)], 0, 0),
    "delivered_twice": ([FIRST, ("1", FIRST)], 1, 1),
}


def signals_stored(store: Store) -> int:
    """Return the number of authors of stored posts with a signal."""
    area = Gazetteer.load(PACKAGED_CONFIG / "gebieden" / "almere").find("Filmwijk")[0]
    closure = pd.DataFrame(
        [(signal, area, area, area) for signal in Signal],
        columns=["signal", "area", "base", "code"],
    )
    start = (NOW - timedelta(days=1)).replace(minute=0)
    found = count_authors(store, closure, {start: start}, max_cells=9)
    return sum(tally.authors for tally in found.values())


@pytest.mark.parametrize("batch_posts", [1, 2, 9])
@pytest.mark.parametrize("history", HISTORIES.values(), ids=HISTORIES.keys())
def test_deletions_and_edits_are_followed_in_order_whatever_the_batch(
    history: tuple[list[str | Reason | Other], int, int],
    batch_posts: int,
    ingest: Start,
    store: Store,
) -> None:
    records, posts, signals = history
    ingest.batch_posts = batch_posts
    counts = ingest(ListSource(records))
    assert store.posts() == posts
    assert signals_stored(store) == signals
    assert counts.total(Kind.READ) == counts.total(Kind.STORED) + counts.total(Kind.DROPPED)
    ingest(ListSource(records, shard="again"))
    assert store.posts() == posts


def test_a_position_that_moves_without_a_record_is_kept(ingest: Start, store: Store) -> None:
    source = ListSource([Passed(), Passed("gat_in_bron")])
    assert ingest(source).as_dict() == {"opgemerkt:gat_in_bron": 1}
    assert store.cursor(source.id, source.shard) == "2"
