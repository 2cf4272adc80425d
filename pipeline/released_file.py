"""A released database: views that people read, in one file that is replaced in one step.

It is written beside the old one: readers see the old or the new one, never half of one.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from pipeline import durable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd

ROWS = "_rijen"
"""Ends the name of the table under a view; people ask about the view."""


@contextmanager
def renewed(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Hand out an empty database that takes the place of `database` when the block ends well.

    The old one, where there is one, is attached as `old`, read-only.
    """
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = durable.draft_of(database)
    with duckdb.connect(draft) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET enable_progress_bar = false")  # it is drawn on standard output
        if database.exists():
            path = str(database).replace("'", "''")
            connection.execute(f"ATTACH '{path}' AS old (READ_ONLY)")
        yield connection
        connection.execute("CHECKPOINT")  # closing does it too, but keeps silent where it fails
    draft.chmod(0o640)
    durable.replace(draft, database)


def add_view(
    connection: duckdb.DuckDBPyConnection,
    view: str,
    columns: Mapping[str, str],
    frame: pd.DataFrame,
) -> None:
    """Add a view with the rows of `frame`, in their order."""
    connection.register("frame", frame)
    typed = ", ".join(f"{name}::{kind} AS {name}" for name, kind in columns.items())
    connection.execute(f"CREATE TABLE {view}{ROWS} AS SELECT {typed} FROM frame")  # noqa: S608 - our own names
    connection.execute(f"CREATE VIEW {view} AS FROM {view}{ROWS}")
    connection.unregister("frame")
