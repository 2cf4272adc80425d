from __future__ import annotations

import gzip
import io
import json
import os
import tracemalloc
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from pipeline.sources.config import FieldMap, FileSpec
from pipeline.sources.files import FileSource
from pipeline.sources.protocol import START, Deletion, Passed, Rejection
from privacy.errors import Permanent, Transient
from privacy.posts import Mark
from tests.pipeline.sources.samples import (
    OWN_FORMAT,
    SOURCE,
    clock,
    from_bytes,
    from_path,
    line,
    outcomes,
    record,
    summary,
)

if TYPE_CHECKING:
    from pathlib import Path


def posts(source: FileSource) -> list[tuple[str, datetime, str, str | None, frozenset[Mark]]]:
    return [
        (item.author, item.created_at, item.text, item.language, item.marks)
        for _, item in source.read(START)
        if not isinstance(item, Rejection | Deletion | Passed)
    ]


def test_every_field_of_our_format_is_read(tmp_path: Path) -> None:
    path = tmp_path / "uitvoer.jsonl"
    path.write_bytes(
        line(1, lang="nl-NL", url="https://example.org/1", reply_to="p0", repost_of="p9")
        + line(2, lang="??", repost_of="")
    )
    source = from_path(path)
    moment = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    text = "de brug bij de vaart staat weer open ({})"
    assert posts(source) == [
        ("vaartbewoner_1", moment, text.format(1), "nl", frozenset({Mark.REPOST})),
        ("vaartbewoner_2", moment, text.format(2), None, frozenset()),
    ]
    assert [getattr(item, "source", None) for _, item in source.read(START)] == [
        SOURCE,
        SOURCE,
    ]
    assert source.unknown_fields == 0


def test_an_export_with_other_names_is_read_through_its_field_map() -> None:
    spec = FileSpec(
        soort="bestand",
        velden=FieldMap(
            id="nr", created_at="tijd.geplaatst", author="gebruiker.naam", text="tekst"
        ),
        platform="forum",
        tijdzone="Europe/Amsterdam",
    )
    export = {
        "nr": 41,
        "tijd": {"geplaatst": "2026-07-01 10:00:00"},
        "gebruiker": {"naam": "vaart", "volgers": 3},
        "tekst": "hoi",
        "reacties": [],
    }
    source = from_bytes(json.dumps(export).encode(), spec)
    assert posts(source) == [
        ("vaart", datetime(2026, 7, 1, 8, 0, tzinfo=UTC), "hoi", None, frozenset())
    ]
    assert source.unknown_fields == 1


def test_a_field_name_with_a_dot_in_it_goes_before_a_path() -> None:
    spec = FileSpec(soort="bestand", velden=FieldMap(author="gebruiker.naam"))
    export = record(1) | {"gebruiker.naam": "plat", "gebruiker": {"naam": "diep"}}
    assert posts(from_bytes(json.dumps(export).encode(), spec))[0][0] == "plat"


def test_a_path_through_something_that_is_no_object_finds_nothing() -> None:
    spec = FileSpec(soort="bestand", velden=FieldMap(author="author.naam"))
    assert summary(from_bytes(line(1), spec)) == ["veld_ontbreekt"]


@pytest.mark.parametrize(
    ("notation", "value"),
    [("unix_s", 1_795_000_000), ("unix_s", "1795000000"), ("unix_ms", 1_795_000_000_000.0)],
)
def test_unix_time_is_read_where_the_source_says_so(notation: str, value: object) -> None:
    spec = FileSpec.model_validate({"soort": "bestand", "tijdnotatie": notation})
    found = posts(from_bytes(line(1, created_at=value), spec))
    assert found[0][1] == datetime.fromtimestamp(1_795_000_000, UTC)


@pytest.mark.parametrize("value", [True, [1], "gisteren", 1e300, -1e300])
def test_what_is_no_unix_time_is_refused(value: object) -> None:
    spec = FileSpec(soort="bestand", tijdnotatie="unix_s")
    assert summary(from_bytes(line(1, created_at=value), spec)) == ["datum_ongeldig"]


@pytest.mark.parametrize("name", ["u.jsonl", "u.jsonl.gz", "u.txt", "u"])
def test_compression_is_seen_by_content_whatever_the_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(line(1) + line(2)))
    assert summary(from_path(path)) == ["p1", "p2"]
    path.write_bytes(line(1) + line(2))
    assert summary(from_path(path)) == ["p1", "p2"]


def test_an_archive_of_several_members_is_read_to_its_end() -> None:
    assert summary(from_bytes(gzip.compress(line(1)) + gzip.compress(line(2)))) == ["p1", "p2"]


@pytest.mark.parametrize("head", [b"PK\x03\x04abc", b"\xfd7zXZ\x00abc"])
def test_zip_and_xz_are_refused_as_a_whole(head: bytes) -> None:
    with pytest.raises(Permanent, match=r"bron\.formaat"):
        summary(from_bytes(head))


def test_what_is_no_readable_file_is_refused_as_a_whole(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp")
    for path in (tmp_path / "weg.jsonl", tmp_path, tmp_path / "pijp", tmp_path / ("n" * 300)):
        source = from_path(path)
        for act in (lambda s: s.shard, lambda s: s.total, summary):
            with pytest.raises(Permanent, match=r"bron\.bestand"):
                act(source)


def test_a_file_source_reads_a_file_or_a_stream_and_not_both(tmp_path: Path) -> None:
    for path, stream in ((None, None), (tmp_path / "u", io.BytesIO())):
        with pytest.raises(Permanent, match=r"bron\.bestand"):
            FileSource(SOURCE, OWN_FORMAT, clock=clock, path=path, stream=stream)


class FailingDevice(io.BytesIO):
    def read1(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= 2000:
            raise OSError(5, "Input/output error")
        return super().read1(min(size or 0, 1000))


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_failing_device_may_be_tried_again_and_is_no_truncated_archive(
    pack: type[bytes],
) -> None:
    content = pack(os.urandom(4000).hex().encode() + b"\n" + line(1))
    source = FileSource(SOURCE, OWN_FORMAT, clock=clock, stream=FailingDevice(content))
    with pytest.raises(Transient, match=r"bron\.lezen"):
        list(source.read(START))


def test_a_pipe_has_neither_size_nor_shard() -> None:
    source = from_bytes(line(1) + line(2))
    assert (source.shard, source.total) == ("", None)
    assert [number for number, _ in source.read(START)] == ["1", "2"]
    assert source.consumed == len(line(1) + line(2))


def test_a_pipe_is_read_as_it_flows() -> None:
    receiving, sending = os.pipe()
    with os.fdopen(receiving, "rb") as reader, os.fdopen(sending, "wb", buffering=0) as writer:
        writer.write(line(1))
        found = FileSource(SOURCE, OWN_FORMAT, clock=clock, stream=reader).read(START)
        assert next(found)[0] == "1"
        writer.write(line(2))
        assert next(found)[0] == "2"


def test_the_shard_follows_content_and_layout_but_not_the_name(tmp_path: Path) -> None:
    one, same, other = (tmp_path / name for name in ("a.jsonl", "b.jsonl", "c.jsonl"))
    one.write_bytes(line(1))
    same.write_bytes(line(1))
    other.write_bytes(line(2))
    corrected = FileSpec(soort="bestand", velden=FieldMap(text="bericht"))
    assert from_path(one).shard == from_path(same).shard
    shards = {from_path(one).shard, from_path(other).shard, from_path(one, corrected).shard}
    assert len(shards) == 3
    assert {len(shard) for shard in shards} == {64}


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_progress_ends_at_the_size_of_the_file(pack: type[bytes], tmp_path: Path) -> None:
    path = tmp_path / "uitvoer.jsonl"
    path.write_bytes(pack(b"".join(line(number) for number in range(3000))))
    source = from_path(path)
    seen = [source.consumed for _ in source.read(START)]
    assert seen == sorted(seen)
    assert source.consumed == source.total == path.stat().st_size


def test_nothing_but_the_file_is_opened_for_a_pipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert len(outcomes(from_bytes(gzip.compress(line(1) * 5000)))) == 5000
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "groot.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as stream:
        for number in range(20_000):
            stream.write(line(number, text=f"{number} " + "a" * 1000))
    tracemalloc.start()
    try:
        number = sum(1 for _ in from_path(path).read(START))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert number == 20_000
    assert peak < 1_000_000  # of 22 MB
