"""Each bad input of the requirements: its reason, and the good lines around it are kept."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.sources.config import FileSpec
from pipeline.sources.protocol import START, Reason
from tests.pipeline.sources.samples import (
    OWN_FORMAT,
    from_bytes,
    from_path,
    line,
    outcomes,
    record,
    summary,
)

if TYPE_CHECKING:
    from pathlib import Path

CSV = FileSpec(soort="bestand", formaat="csv")
BAD_LINES = {
    "broken_json": (b'{"id": "p2", "text": \n', "json_kapot"),
    "deeply_nested_json": (b"[" * 100_000 + b"\n", "json_kapot"),
    "number_of_ten_thousand_digits": (b'{"id": ' + b"9" * 10_000 + b"}\n", "json_kapot"),
    "json_but_no_object": (b'["p2"]\n', "geen_record"),
    "missing_text": (line(2, text=None), "veld_ontbreekt"),
    "missing_author": (line(2, author=None), "veld_ontbreekt"),
    "empty_id": (line(2, id="  "), "veld_ontbreekt"),
    "missing_moment": (line(2, created_at=""), "veld_ontbreekt"),
    "author_is_a_list": (line(2, author=["jan"]), "veld_ongeldig"),
    "id_is_true": (line(2, id=True), "veld_ongeldig"),
    "author_of_2000_characters": (line(2, author="a" * 2000), "veld_ongeldig"),
    "text_is_a_number": (line(2, text=7), "veld_ongeldig"),
    "empty_text": (line(2, text=" \n\t"), "tekst_leeg"),
    "text_of_1_mb": (line(2, text="a" * 1_000_000), "tekst_te_lang"),
    "line_of_5_mb": (line(2, text="a" * 5_000_000), "regel_te_lang"),
    "invalid_bytes": (line(2, text="caf\xe9").replace("é".encode(), b"\xe9"), "codering"),
    "half_a_character": (line(2).replace(b"brug", b"\\ud83d"), "codering"),
    "raw_null_byte": (line(2).replace(b"brug", b"\x00"), "nulbyte"),
    "escaped_null_byte": (line(2).replace(b"brug", b"\\u0000"), "nulbyte"),
    "null_byte_in_author": (line(2, author="a\0b"), "nulbyte"),
    "no_date": (line(2, created_at="gisteren, rond een uur of 8"), "datum_ongeldig"),
    "date_without_time": (line(2, created_at="2026-11-20"), "datum_ongeldig"),
    "date_is_a_number": (line(2, created_at=1763632800), "datum_ongeldig"),
    "date_before_the_calendar": (line(2, created_at="0001-01-01T00:00:00+14:00"), "datum_ongeldig"),
    "date_without_offset": (line(2, created_at="2026-11-20T10:00:00"), "datum_zonder_offset"),
    "far_future": (line(2, created_at="9999-12-31T23:59:59Z"), "datum_toekomst"),
    "an_hour_ahead": (line(2, created_at="2026-11-24T13:00:00Z"), "datum_toekomst"),
}


@pytest.mark.parametrize(("bad", "reason"), BAD_LINES.values(), ids=BAD_LINES.keys())
def test_a_bad_line_is_counted_and_its_neighbours_are_kept(bad: bytes, reason: str) -> None:
    assert summary(from_bytes(line(1) + bad + line(3))) == ["p1", reason, "p3"]


def test_every_reason_has_a_dutch_sentence() -> None:
    assert all(reason.explanation.endswith(".") for reason in Reason)


def test_a_clock_a_few_minutes_ahead_is_accepted() -> None:
    assert summary(from_bytes(line(1, created_at="2026-11-24T12:05:00Z"))) == ["p1"]


def test_unknown_fields_are_ignored_and_counted_once_per_record() -> None:
    source = from_bytes(line(1, volgers=3, woonplaats="Almere") + line(2) + line(3, volgers=4))
    assert summary(source) == ["p1", "p2", "p3"]
    assert source.unknown_fields == 2


def test_duplicate_ids_are_passed_on_for_the_store_to_recognise() -> None:
    assert summary(from_bytes(line(1) + line(1))) == ["p1", "p1"]


def test_the_same_id_on_two_platforms_stays_two_posts() -> None:
    source = from_bytes(line(1) + line(1, platform="Mastodon"))
    assert {getattr(item, "post_id", None) for _, item in source.read(START)} == {
        "x/p1",
        "mastodon/p1",
    }


@pytest.mark.parametrize(
    "text",
    [
        "a\u200bb\u200d",
        "\u202eomgekeerd\u202c",
        "صباح الخير",
        "🔪" * 50,
        "regel\nregel\ttab",
        " x ",
    ],
)
def test_zero_width_and_right_to_left_characters_are_kept_as_they_are(text: str) -> None:
    [(_, found)] = outcomes(from_bytes(line(1, text=text)))
    assert isinstance(found, tuple)
    assert found[3] == text


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    assert summary(from_bytes(b"\xef\xbb\xbf" + line(1) + line(2))) == ["p1", "p2"]


def test_utf_16_is_refused_line_by_line() -> None:
    reasons = set(summary(from_bytes((line(1) + line(2)).decode().encode("utf-16"))))
    assert reasons <= {"codering", "nulbyte"}


def test_windows_line_ends_and_blank_lines_are_no_records() -> None:
    content = line(1).replace(b"\n", b"\r\n") + b"\r\n   \n" + line(2).rstrip()
    assert outcomes(from_bytes(content))[-1][0] == 4
    assert summary(from_bytes(content)) == ["p1", "p2"]


def test_an_empty_file_has_no_records(tmp_path: Path) -> None:
    for name in ("leeg.jsonl", "leeg.csv"):
        (tmp_path / name).write_bytes(b"")
        assert summary(from_path(tmp_path / name)) == []


def archive(codec: str, content: bytes) -> bytes:
    buffer = pa.BufferOutputStream()
    with pa.CompressedOutputStream(buffer, codec) as stream:
        stream.write(content)
    return bytes(buffer.getvalue())


@pytest.mark.parametrize("codec", ["gzip", "zstd"])
def test_a_truncated_archive_keeps_the_records_before_the_cut(codec: str) -> None:
    packed = archive(codec, b"".join(line(number) for number in range(1, 4000)))
    found = summary(from_bytes(packed[: len(packed) * 2 // 3]))
    assert found[-1] == "archief_afgekapt"
    assert len(found) > 500
    assert found[:-1] == [f"p{number}" for number in range(1, len(found))]


@pytest.mark.parametrize("codec", ["gzip", "zstd"])
@pytest.mark.parametrize("suffix", [".jsonl", ".csv"])
def test_wherever_an_archive_is_cut_there_is_one_rejection_at_the_end(
    codec: str, suffix: str, tmp_path: Path
) -> None:
    plain = line(1) + line(2) if suffix == ".jsonl" else as_csv(1, 2)
    packed = archive(codec, plain)
    path = tmp_path / f"uitvoer{suffix}.{'gz' if codec == 'gzip' else 'zst'}"
    for cut in range(len(packed) - 1):
        path.write_bytes(packed[:cut])
        *before, last = summary(from_path(path))
        assert last == "archief_afgekapt"
        assert before == ["p1", "p2"][: len(before)]
    path.write_bytes(packed)
    assert summary(from_path(path)) == ["p1", "p2"]


def test_a_truncated_archive_is_not_reported_twice_when_reading_resumes() -> None:
    for spec, plain in ((OWN_FORMAT, line(1) + b"\n"), (CSV, as_csv(1))):
        cut = archive("gzip", plain)[:-8]
        whole = outcomes(from_bytes(cut, spec))
        assert whole[-1][1] == "archief_afgekapt"
        assert outcomes(from_bytes(cut, spec), whole[-1][0]) == []


def test_a_csv_archive_cut_in_its_header_is_one_rejection() -> None:
    cut = archive("gzip", as_csv(1))[:12]
    assert outcomes(from_bytes(cut, CSV)) == [(1, "archief_afgekapt")]
    assert outcomes(from_bytes(cut, CSV), 1) == []


def test_only_the_line_that_was_cut_is_lost_with_a_truncated_archive() -> None:
    lines = [line(number) for number in range(1, 300)]
    whole = gzip.compress(b"".join(lines[:200]), mtime=0) + gzip.compress(b"".join(lines[200:]))
    cut = len(gzip.compress(b"".join(lines[:200]), mtime=0)) + 5
    assert len(summary(from_bytes(whole[:cut]))) in {200, 201}


def test_a_damaged_archive_is_no_crash() -> None:
    packed = bytearray(gzip.compress(b"".join(line(number) for number in range(2000))))
    packed[len(packed) // 2] ^= 0xFF
    assert summary(from_bytes(bytes(packed)))[-1] == "archief_afgekapt"


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.999])
def test_a_truncated_parquet_file_is_one_rejection(share: float, tmp_path: Path) -> None:
    whole = tmp_path / "heel.parquet"
    pq.write_table(pa.Table.from_pylist([record(number) for number in range(500)]), whole)
    content = whole.read_bytes()
    path = tmp_path / "afgekapt.parquet"
    path.write_bytes(content[: int(len(content) * share)])
    assert summary(from_path(path)) == ["archief_afgekapt"]


def test_row_groups_before_the_damage_in_a_parquet_file_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "beschadigd.parquet"
    rows = [record(number) for number in range(900)]
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=300, compression="zstd")
    content = bytearray(path.read_bytes())
    start = pq.ParquetFile(path).metadata.row_group(1).column(0).data_page_offset
    content[start : start + 40] = b"\xff" * 40
    path.write_bytes(content)
    found = summary(from_path(path))
    assert found[-1] == "archief_afgekapt"
    assert found[:-1] == [f"p{number}" for number in range(len(found) - 1)]
    assert len(found) > 250


def as_csv(*numbers: int, delimiter: str = ",") -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, record().keys(), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(record(number) for number in numbers)
    return stream.getvalue().encode()


def test_messages_of_rejections_hold_nothing_of_the_record() -> None:
    planted = "zeldzaamwoordquux"
    content = (
        line(1, text=None, author=planted)
        + json.dumps({"id": planted}).encode()
        + b'\n{"text": "'
        + planted.encode()
    )
    rejections = [item for _, item in from_bytes(content).read(START)]
    assert planted not in repr(rejections)
    assert len(rejections) == 3
