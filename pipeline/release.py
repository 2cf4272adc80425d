"""Cells -> ReleasedCells -> the released database: the one door out.

The released database is a file of its own with the views `cellen`, `verwachting` and `pieken`,
and nothing else.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.aggregate import bucket_start
from pipeline.corrected import corrected, withheld_most
from pipeline.released_file import add_view, renewed
from pipeline.surges.kept import kept
from pipeline.surges.released import EXPECTED_COLUMNS, SURGE_COLUMNS, surges
from privacy.cells import Status
from privacy.disclosure import Limits, disclose
from privacy.framework.schema import Tijdkorrel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import duckdb

    from models.error_rates import ErrorRates
    from pipeline.areas.gazetteer import Gazetteer
    from pipeline.corrected import Figure
    from privacy.cells import Cell, ReleasedCell
    from privacy.framework.schema import Framework
    from privacy.posts import Signal

TIER = "intern"

COLUMNS = {
    "tier": "VARCHAR",
    "tijd_van": "TIMESTAMPTZ",
    "tijd_tot": "TIMESTAMPTZ",
    "gebied_code": "VARCHAR",
    "gebied_naam": "VARCHAR",
    "niveau": "VARCHAR",
    "signaal": "VARCHAR",
    "status": "VARCHAR",
    "waarde": "BIGINT",
    "onder": "BIGINT",
    "boven": "BIGINT",
    "dubbel_pct": "INTEGER",
    "bronnen": "VARCHAR[]",
    "regel": "VARCHAR",
    "kader_versie": "BIGINT",
}
"""The columns of `cellen`, in order; described in docs/cellen.md."""

TYPES = {
    **dict.fromkeys(("tijd_van", "tijd_tot"), "datetime64[us, UTC]"),
    **dict.fromkeys(("waarde", "onder", "boven", "dubbel_pct", "kader_versie"), "Int64"),
}
"""How a frame of figures holds them."""
ORDER = ["tier", "tijd_van", "signaal", "niveau", "gebied_code"]
"""Time first: a question about a month reads the last rows of the file only."""


def release(  # noqa: PLR0913 - what is released, by which rules, and where and when
    cells: Sequence[Cell],
    framework: Framework,
    gazetteer: Gazetteer,
    errors: Mapping[Signal, ErrorRates],
    *,
    database: Path,
    now: datetime,
) -> list[ReleasedCell]:
    """Replace the released database by one with `cells` disclosed and all older figures.

    Figures of buckets before the first of `cells` stay as they were released, for as many days
    as the framework grants. Surges are found in all of them. `errors` are those of the model that
    read the posts.
    """
    rules = framework.vrijgave.intern
    limits = Limits(rules.k, rules.dominantie_pct, rules.afronding)
    parents = {c.area: p for c in cells if (p := gazetteer.area(c.area).parent) is not None}
    released = disclose(cells, parents, limits)
    oldest = now - timedelta(days=framework.bewaartermijnen.cellen_dagen)
    horizon = min((cell.bucket.start for cell in cells), default=now)
    shown = corrected(released, errors, rules.afronding)
    withheld = {s.value: withheld_most(rules.k, rates) for s, rates in errors.items()}
    with renewed(database) as connection:
        older, new = (
            older_figures(connection, oldest, horizon),
            _frame(released, shown, framework, gazetteer),
        )
        figures = pd.concat([older, new], ignore_index=True)
        figures = figures.sort_values(ORDER, kind="stable", ignore_index=True)
        stays = kept(connection, oldest, bucket_start(horizon, Tijdkorrel.DAG))
        expected, found = surges(figures, withheld, stays.since)
        add_view(connection, "cellen", COLUMNS, figures)
        add_view(connection, "verwachting", EXPECTED_COLUMNS, pd.concat([stays.expected, expected]))
        add_view(connection, "pieken", SURGE_COLUMNS, pd.concat([stays.surges, found]))
    return released


def older_figures(
    connection: duckdb.DuckDBPyConnection, oldest: datetime, horizon: datetime
) -> pd.DataFrame:
    """Return the figures of the `old` database that stay; a column of a later version is empty."""
    empty = pd.DataFrame(columns=list(COLUMNS)).astype(TYPES)
    if not connection.execute("FROM duckdb_databases() WHERE database_name = 'old'").fetchone():
        return empty
    kept: pd.DataFrame = (
        connection.execute(
            "FROM old.cellen WHERE tijd_van >= ? AND tijd_tot <= ?", [oldest, horizon]
        )
        .to_arrow_table()
        .to_pandas()
    )
    return kept.reindex(columns=list(COLUMNS)).astype(TYPES)


def _frame(
    released: Sequence[ReleasedCell],
    shown: Sequence[Figure | None],
    framework: Framework,
    gazetteer: Gazetteer,
) -> pd.DataFrame:
    """Return the released cells, with the figures shown of them, with the columns of `cellen`."""
    rows = [
        (
            TIER,
            cell.bucket.start,
            cell.bucket.end,
            cell.area,
            gazetteer.area(cell.area).name,
            gazetteer.area(cell.area).level.value,
            cell.signal.value,
            cell.status.value,
            figure and figure.value,
            figure and figure.lower,
            figure and figure.upper,
            cell.repeats_pct,
            list(cell.sources),
            cell.rule,
            framework.kader_versie,
        )
        for cell, figure in zip(released, shown, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(TYPES)


def summary(released: Sequence[ReleasedCell]) -> dict[Status, int]:
    """Return the number of cells per status."""
    return {status: sum(cell.status is status for cell in released) for status in Status}
