"""What holds for any bytes: no unnamed error, positions that resume, nothing of the content."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.sources.config import FileSpec
from privacy.errors import Permanent
from tests.pipeline.sources.samples import from_bytes, from_path, line, outcomes, record

if TYPE_CHECKING:
    from pipeline.sources.files import FileSource

LINES = st.one_of(
    st.integers(1, 99).map(line),
    st.binary(max_size=60),
    st.sampled_from([b'"', b"\n", b"{}\n", b'"a\n"b"\n', b"\xff\n", b"\x00\n", line(1)[:-20]]),
    st.text(max_size=20).map(lambda text: line(7, text=text, author=text)),
)
CONTENT = st.lists(LINES, max_size=12).map(b"".join)
HEADER = b"id,created_at,author,platform,text\n"
ROWS = st.one_of(
    st.integers(1, 99).map(lambda n: b"p%d,2026-11-20T10:00:00Z,vaart,x,tekst\n" % n),
    st.sampled_from([b'p1,2026-11-20T10:00:00Z,vaart,x,"a\nb"\n', b'"', b"\n", b",,,,\n", b"\r"]),
    st.binary(max_size=30),
)


def packed(content: bytes, cut: int) -> bytes:
    return gzip.compress(content, mtime=0)[: -cut or None]


@given(content=CONTENT, cut=st.none() | st.integers(0, 40))
def test_any_bytes_as_json_lines_resume_at_any_position(content: bytes, cut: int | None) -> None:
    check(content if cut is None else packed(content, cut), FileSpec(soort="bestand"))


@given(rows=st.lists(ROWS, max_size=12).map(b"".join), cut=st.none() | st.integers(0, 40))
def test_any_bytes_as_csv_resume_at_any_position(rows: bytes, cut: int | None) -> None:
    content = HEADER + rows
    check(
        content if cut is None else packed(content, cut), FileSpec(soort="bestand", formaat="csv")
    )


def outcomes_or_refused(source: FileSource) -> list[tuple[int, object]] | None:
    """All outcomes, or None for content that is refused as a whole under a known rule."""
    try:
        return outcomes(source)
    except Permanent as error:
        refused = error.rule
    assert refused in {"bron.kolommen", "bron.formaat"}
    return None


def check(content: bytes, spec: FileSpec) -> None:
    whole = outcomes_or_refused(from_bytes(content, spec))
    if whole is None:
        return
    numbers = [number for number, _ in whole]
    assert numbers == sorted(set(numbers))
    for position in {0, *numbers, *(number - 1 for number in numbers)}:
        tail = outcomes(from_bytes(content, spec), position)
        assert tail == [(number, item) for number, item in whole if number > position]


@pytest.fixture(scope="module")
def parquet() -> bytes:
    stream = pa.BufferOutputStream()
    table = pa.Table.from_pylist([record(number) for number in range(600)])
    pq.write_table(table, stream, row_group_size=200, compression="zstd")
    return bytes(stream.getvalue())


@settings(max_examples=60)
@given(data=st.data())
def test_a_parquet_file_with_any_damage_resumes_at_any_position(
    parquet: bytes, data: st.DataObject
) -> None:
    content = bytearray(parquet)
    for place in data.draw(st.lists(st.integers(0, len(parquet) - 1), max_size=4)):
        content[place] = data.draw(st.integers(0, 255))
    with TemporaryDirectory() as folder:
        path = Path(folder, "beschadigd.parquet")
        path.write_bytes(content)
        whole = outcomes_or_refused(from_path(path))
        if whole is None:
            return
        position = data.draw(st.integers(0, 650))
        tail = outcomes(from_path(path), position)
    assert tail == [(number, item) for number, item in whole if number > position]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(values=st.dictionaries(st.sampled_from(list(record())), VALUES, max_size=5))
def test_any_value_in_any_field_is_one_post_or_one_rejection(values: dict[str, object]) -> None:
    content = json.dumps(record() | values).encode()
    assert len(outcomes(from_bytes(content))) == 1
