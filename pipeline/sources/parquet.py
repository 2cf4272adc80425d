"""Records from Parquet, in batches: memory does not grow with the file."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.sources.protocol import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_BATCH_ROWS = 256  # of at most a few times the text limit each
_UNIX = datetime(1970, 1, 1, tzinfo=UTC)
_TEXT_KINDS = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_string_view,
    pa.types.is_binary,
    pa.types.is_large_binary,
    pa.types.is_binary_view,
)
_PLAIN_KINDS = (
    pa.types.is_integer,
    pa.types.is_floating,
    pa.types.is_boolean,
    pa.types.is_null,
)
_UNITS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


def records(
    path: Path, position: int, wanted: Callable[[list[str]], list[str]]
) -> Iterator[tuple[int, int, Mapping[str, object] | Reason]]:
    """Yield number (from 1), number of rows in the file, and row, for rows after `position`.

    `wanted` picks the columns to read from those that exist; the others appear with value None.
    Where the file ends early or is damaged, the last row is ARCHIVE_TRUNCATED.

    Raises:
        Permanent: a required column is missing (raised by `wanted`).
    """
    number = total = 0
    try:
        with closing(pq.ParquetFile(path, buffer_size=1 << 16)) as file:
            names = list(file.schema_arrow.names)
            columns = wanted(names)
            others = dict.fromkeys(set(names) - set(columns))
            total = file.metadata.num_rows
            for batch in file.iter_batches(_BATCH_ROWS, columns=columns):
                if number + batch.num_rows > position:
                    for offset, row in enumerate(_rows(batch), start=number + 1):
                        if offset > position:
                            yield offset, total, others | row
                number += batch.num_rows
    except (pa.ArrowException, OSError, UnicodeDecodeError):  # the last for column names
        if number >= position:
            yield number + 1, total, Reason.ARCHIVE_TRUNCATED


def _rows(batch: pa.RecordBatch) -> Iterator[dict[str, object]]:
    names = batch.schema.names
    for values in zip(*map(_values, batch.columns), strict=True):
        yield dict(zip(names, values, strict=True))


def _values(column: pa.Array) -> list[object]:
    """Return the values of a column one by one, so that one bad value spoils one record only.

    Invalid UTF-8 becomes lone surrogates and a moment beyond the calendar an empty tuple, which
    the record reader refuses; so does it with kinds of columns that no field can have.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _values(column.dictionary_decode())
    if pa.types.is_timestamp(kind):
        zoned, per_second = kind.tz is not None, _UNITS[kind.unit]
        return [_moment(v, per_second, zoned) for v in column.cast(pa.int64()).to_pylist()]
    if any(check(kind) for check in _TEXT_KINDS):
        raw = column.cast(pa.large_binary()).to_pylist()
        return [v if v is None else v.decode(errors="surrogateescape") for v in raw]
    if pa.types.is_struct(kind):
        children = zip(*(_values(child) for child in column.flatten()), strict=True)
        names = [field.name for field in kind]
        return [dict(zip(names, values, strict=True)) for values in children]
    if any(check(kind) for check in _PLAIN_KINDS):
        return list(column.to_pylist())
    return [() if valid else None for valid in column.is_valid().to_pylist()]


def _moment(value: int | None, per_second: int, zoned: bool) -> object:
    if value is None:
        return None
    try:
        moment = _UNIX + timedelta(microseconds=value * 10**6 // per_second)
    except OverflowError:
        return ()
    return moment if zoned else moment.replace(tzinfo=None)
