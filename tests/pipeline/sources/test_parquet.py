from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.sources.config import FieldMap, FileSpec
from pipeline.sources.protocol import START
from privacy.errors import Permanent
from tests.pipeline.sources.samples import OWN_FORMAT, from_bytes, from_path, record, summary

if TYPE_CHECKING:
    from pathlib import Path

MOMENT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def write(path: Path, **columns: Any) -> Path:  # noqa: ANN401 - pyarrow arrays
    size = len(next(iter(columns.values())))
    base: dict[str, Any] = {
        "id": [f"p{number}" for number in range(size)],
        "created_at": [MOMENT] * size,
        "author": ["vaart"] * size,
        "platform": ["x"] * size,
        "text": ["tekst"] * size,
    }
    pq.write_table(pa.table(base | columns), path)
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "uitvoer.parquet"


def test_moments_are_read_in_every_unit(file: Path) -> None:
    for unit in ("s", "ms", "us", "ns"):
        write(file, created_at=pa.array([MOMENT], pa.timestamp(unit, "Europe/Amsterdam")))
        [(_, post)] = from_path(file).read(START)
        assert getattr(post, "created_at", None) == MOMENT


def test_a_moment_without_zone_needs_the_zone_of_the_source(file: Path) -> None:
    write(file, created_at=pa.array([MOMENT.replace(tzinfo=None)], pa.timestamp("us")))
    assert summary(from_path(file)) == ["datum_zonder_offset"]
    dutch = FileSpec(soort="bestand", tijdzone="Europe/Amsterdam")
    [(_, post)] = from_path(file, dutch).read(START)
    assert getattr(post, "created_at", None) == MOMENT - timedelta(hours=1)


def test_one_bad_value_spoils_its_own_row_only(file: Path) -> None:
    moments = pa.array([2**62, None, 0], pa.int64()).cast(pa.timestamp("us", "UTC"))
    assert summary(from_path(write(file, created_at=moments))) == [
        "datum_ongeldig",
        "veld_ontbreekt",
        "p2",
    ]


def test_invalid_bytes_in_a_text_spoil_their_own_row_only(file: Path) -> None:
    write(file, text=pa.array([b"goed", b"caf\xe9", b"goed"], pa.binary()))
    assert summary(from_path(file)) == ["p0", "codering", "p2"]


@pytest.mark.parametrize("kind", [pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_other_kinds_of_text_column_are_read(kind: pa.DataType, file: Path) -> None:
    assert summary(from_path(write(file, text=pa.array(["a", "b"], kind)))) == ["p0", "p1"]


def test_numbers_may_be_ids_and_lists_may_not(file: Path) -> None:
    assert summary(from_path(write(file, id=pa.array([7, 8])))) == ["7", "8"]
    assert summary(from_path(write(file, text=pa.array([["a"], None])))) == [
        "veld_ongeldig",
        "veld_ontbreekt",
    ]


def test_a_dotted_path_steps_into_a_struct(file: Path) -> None:
    spec = FileSpec(soort="bestand", velden=FieldMap(author="gebruiker.naam"))
    write(file, gebruiker=[{"naam": "vaart", "volgers": 3}, {"naam": None, "volgers": 1}])
    assert summary(from_path(file, spec)) == ["p0", "veld_ontbreekt"]


def test_other_columns_are_not_read_and_counted(file: Path) -> None:
    source = from_path(write(file, volgers=pa.array([3, 4])))
    assert summary(source) == ["p0", "p1"]
    assert source.unknown_fields == 2


def test_more_rows_than_a_batch_are_numbered_through(file: Path) -> None:
    pq.write_table(pa.Table.from_pylist([record(number) for number in range(1000)]), file)
    source = from_path(file)
    assert [number for number, _ in source.read("700")] == [str(n) for n in range(701, 1001)]
    assert source.consumed == source.total


def test_a_file_without_a_required_column_is_refused_as_a_whole(file: Path) -> None:
    pq.write_table(pa.table({"id": ["p1"]}), file)
    with pytest.raises(Permanent, match=r"bron\.kolommen"):
        summary(from_path(file))


def test_a_file_without_rows_has_no_records(file: Path) -> None:
    assert summary(from_path(write(file, id=pa.array([], pa.string())))) == []


def test_parquet_cannot_come_from_a_pipe_or_an_archive(file: Path) -> None:
    write(file, id=["p1"])
    with pytest.raises(Permanent, match=r"bron\.formaat"):
        summary(from_bytes(file.read_bytes()))
    packed = file.with_suffix(".parquet.gz")
    packed.write_bytes(b"\x1f\x8b\x08\x00")
    with pytest.raises(Permanent, match=r"bron\.formaat"):
        summary(from_path(packed, OWN_FORMAT))
