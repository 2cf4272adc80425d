"""A released database as the release job leaves it, from rows that a test writes down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd

from pipeline.release import COLUMNS
from pipeline.surges.released import SURGE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    Row = Mapping[str, Any]


def write_released(path: Path, cells: Sequence[Row], surges: Sequence[Row] | None = ()) -> None:
    """Write `cellen` and `pieken`; columns that a row lacks are empty. None: no surges yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    tables = {"cellen": (COLUMNS, cells)}
    if surges is not None:
        tables["pieken"] = (SURGE_COLUMNS, surges)
    with duckdb.connect(path) as connection:
        for name, (columns, rows) in tables.items():
            fields = ", ".join(f"{column} {kind}" for column, kind in columns.items())
            connection.execute(f"CREATE TABLE t_{name} ({fields})")
            connection.register("frame", pd.DataFrame(rows, columns=[*columns]).astype(object))
            connection.execute(f"INSERT INTO t_{name} FROM frame")
            connection.execute(f"CREATE VIEW {name} AS FROM t_{name}")
