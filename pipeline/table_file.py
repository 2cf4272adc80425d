"""Tables as files: CSV that a spreadsheet opens safely, Parquet, JSON."""

from __future__ import annotations

import io
import json
import math
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

if TYPE_CHECKING:
    from collections.abc import Callable

_FORMULA: Final = r"^[=+\-@\t\r\n]"
"""What a spreadsheet takes for a formula, at the start of a cell.

Source: OWASP, CSV injection.
"""

_FITS: Final = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_boolean,
    pa.types.is_integer,
    pa.types.is_floating,
    pa.types.is_decimal128,
    pa.types.is_timestamp,
    pa.types.is_date,
    pa.types.is_time,
)
"""Types of columns that a cell of CSV holds as they are."""


class Form(StrEnum):
    """How a table is written."""

    CSV = "csv"
    PARQUET = "parquet"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """The name of the form on the web."""
        return {
            Form.CSV: "text/csv; charset=utf-8",
            Form.PARQUET: "application/vnd.apache.parquet",
            Form.JSON: "application/json",
        }[self]


def written(table: pa.Table, form: Form) -> bytes:
    """Return the table as a file; every value of every row, in order."""
    write: dict[Form, Callable[[pa.Table], bytes]] = {
        Form.CSV: _as_csv,
        Form.PARQUET: _as_parquet,
        Form.JSON: _as_json,
    }
    return write[form](table)


def _as_csv(table: pa.Table) -> bytes:
    columns = [_flat(column) for column in table.columns]
    names = [re.sub(_FORMULA, r"'\g<0>", name) for name in _distinct(table.column_names)]
    sink = io.BytesIO()
    pyarrow.csv.write_csv(pa.table(columns, names=names), sink)
    return sink.getvalue()


def _flat(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column that fits in a cell, whose texts are no formulas."""
    if not any(fits(column.type) for fits in _FITS):
        column = pa.chunked_array([pa.array([_spelled(each) for each in column.to_pylist()])])
    if not pa.types.is_string(column.type) and not pa.types.is_large_string(column.type):
        return column
    risky = pc.match_substring_regex(column, _FORMULA)
    return pc.if_else(risky, pc.binary_join_element_wise("'", column, ""), column)


def _spelled(value: object) -> str | None:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return " ".join(value)
    if isinstance(value, list | dict):
        return json.dumps(_plain(value), ensure_ascii=False)
    return None if value is None else str(value)


def _as_parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pyarrow.parquet.write_table(table.rename_columns(_distinct(table.column_names)), sink)
    return sink.getvalue()


def _as_json(table: pa.Table) -> bytes:
    names = _distinct(table.column_names)
    rows = [dict(zip(names, row, strict=True)) for row in plain_rows(table)]
    return json.dumps(rows, ensure_ascii=False, indent=0).encode()


def plain_rows(table: pa.Table) -> list[tuple[object, ...]]:
    """Return the rows with values that JSON has; one that it lacks becomes its spelling or null."""
    columns = [[_plain(each) for each in column.to_pylist()] for column in table.columns]
    return list(zip(*columns, strict=True))


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | bool | int):
        return value
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if isoformat else str(value)


def _distinct(names: list[str]) -> list[str]:
    """Return names of which none stands twice: `n`, `n_2`."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return found
