"""The layout of the lake's tables, brought up to date from any earlier version.

Versions only ever add tables, and columns at the end; so a layout says itself how old it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.lake.connection import transaction
from privacy.errors import Permanent

if TYPE_CHECKING:
    import duckdb

MOMENT = pa.timestamp("us", tz="UTC")
_WORD, _WORDS, _NUMBER, _DAY = pa.string(), pa.list_(pa.string()), pa.int64(), pa.date32()
_SQL = {
    MOMENT: "TIMESTAMPTZ",
    _WORD: "VARCHAR",
    _WORDS: "VARCHAR[]",
    _NUMBER: "BIGINT",
    _DAY: "DATE",
}

POSTS = pa.schema(
    {
        "key": _WORD,
        "author": _WORD,
        "epoch": _WORD,
        "source": _WORD,
        "hour": MOMENT,
        "day": _DAY,
        "areas": _WORDS,
        "signals": _WORDS,
        "fingerprint": _WORD,
    }
)
CURSORS = pa.schema({"source": _WORD, "shard": _WORD, "position": _WORD, "moved_at": MOMENT})
COUNTS = pa.schema({"source": _WORD, "kind": _WORD, "name": _WORD, "number": _NUMBER, "day": _DAY})
CELLS = pa.schema(
    {
        "bucket_start": MOMENT,
        "bucket_end": MOMENT,
        "area": _WORD,
        "signal": _WORD,
        "authors": _NUMBER,
        "posts": _NUMBER,
        "repeats": _NUMBER,
        "sources": _WORDS,
    }
)
_TABLES = {"posts": POSTS, "cursors": CURSORS, "counts": COUNTS, "cells": CELLS}
_SMALL_TABLES = ("cursors", "counts")  # rows without persons: kept in the catalogue itself


def bring_up_to_date(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `lake` have our tables; earlier rows have NULL in new columns.

    A lake is of the old version or of the new one, never of both.

    Raises:
        Permanent: `meer.nieuwer`, a later version of the product wrote this lake.
    """
    metadata = "__ducklake_metadata_lake"
    with transaction(connection):
        for table, schema in _TABLES.items():
            _add_columns(connection, table, schema)
        if not connection.execute(f"FROM {metadata}.ducklake_partition_info").fetchone():
            connection.execute("ALTER TABLE lake.posts SET PARTITIONED BY (day)")
    inlined = connection.execute(
        f"FROM {metadata}.ducklake_metadata "
        "WHERE key = 'data_inlining_row_limit' AND scope = 'table'"
    ).fetchall()
    if len(inlined) < len(_SMALL_TABLES):
        for table in _SMALL_TABLES:
            connection.execute(
                f"CALL lake.set_option('data_inlining_row_limit', 1000, table_name => '{table}')"
            )


def _add_columns(connection: duckdb.DuckDBPyConnection, table: str, schema: pa.Schema) -> None:
    columns = [f"{field.name} {_SQL[field.type]}" for field in schema]
    connection.execute(f"CREATE TABLE IF NOT EXISTS lake.{table} ({', '.join(columns)})")
    present = [row[0] for row in connection.execute(f"DESCRIBE lake.{table}").fetchall()]
    if schema.names[: len(present)] != present:
        raise Permanent(
            "meer.nieuwer",
            "het meer is geschreven door een nieuwere versie van Stadspols; werk eerst bij",
        )
    for column in columns[len(present) :]:
        connection.execute(f"ALTER TABLE lake.{table} ADD COLUMN {column}")
