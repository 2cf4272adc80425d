"""What an earlier release already said of surges, so that only new dates are judged again.

A judgement hangs on earlier figures and on those of the same date alone. Where these stay, it
stays: judging years of them again at each release would give the same at great cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb


class Kept(NamedTuple):
    """The rows of `verwachting` and `pieken` that stay, and the moment from where to judge.

    `since` is None where there is nothing to go on: then everything is judged.
    """

    expected: pd.DataFrame
    surges: pd.DataFrame
    since: datetime | None


NOTHING = Kept(pd.DataFrame(), pd.DataFrame(), None)


def kept(connection: duckdb.DuckDBPyConnection, oldest: datetime, horizon: datetime) -> Kept:
    """Return what stays of the database `old` when figures from `horizon` on are new.

    A surge that touches the new dates is judged again from its start, so that it can go on.
    """
    names = {
        row[0]
        for row in connection.execute(
            "SELECT view_name FROM duckdb_views() WHERE database_name = 'old'"
        ).fetchall()
    }
    if not {"verwachting", "pieken"} <= names:
        return NOTHING
    since = horizon
    while True:
        row = connection.execute(
            "SELECT min(tijd_van) FROM old.pieken WHERE tijd_tot >= ?", [since]
        ).fetchone()
        if row is None or row[0] is None or row[0] >= since:
            break
        since = row[0]
    return Kept(
        _rows(connection, "verwachting", oldest, since),
        _rows(connection, "pieken", oldest, since),
        since,
    )


def _rows(
    connection: duckdb.DuckDBPyConnection, view: str, oldest: datetime, since: datetime
) -> pd.DataFrame:
    rows: pd.DataFrame = (
        connection.execute(f"FROM old.{view} WHERE tijd_van >= ? AND tijd_van < ?", [oldest, since])
        .to_arrow_table()
        .to_pandas()
    )
    return rows
