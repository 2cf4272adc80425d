"""Cells -> ReleasedCells -> the released database: the one door out.

The released database is a file of its own with one view, `cellen`, and nothing else. It is
written beside the old one and takes its place in one step: readers see the old or the new one.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import duckdb
import pandas as pd

from pipeline import durable
from privacy.cells import Status
from privacy.disclosure import Limits, disclose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.areas.gazetteer import Gazetteer
    from privacy.cells import Cell, ReleasedCell
    from privacy.framework.schema import Framework

TIER = "intern"
_STRAY_SECONDS = 3600

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
    "regel": "VARCHAR",
    "kader_versie": "BIGINT",
}
"""The columns of `cellen`, in order; described in docs/cellen.md."""


def release(
    cells: Sequence[Cell],
    framework: Framework,
    gazetteer: Gazetteer,
    database: Path,
    now: datetime,
) -> list[ReleasedCell]:
    """Replace the released database by one with `cells` disclosed and all older figures.

    Figures of buckets before the first of `cells` stay as they were released, for as many days
    as the framework grants.
    """
    rules = framework.vrijgave.intern
    limits = Limits(rules.k, rules.dominantie_pct, rules.afronding)
    parents = {c.area: p for c in cells if (p := gazetteer.area(c.area).parent) is not None}
    released = disclose(cells, parents, limits)
    oldest = now - timedelta(days=framework.bewaartermijnen.cellen_dagen)
    horizon = min((cell.bucket.start for cell in cells), default=datetime.max.replace(tzinfo=UTC))
    _write(database, _frame(released, framework, gazetteer), oldest, horizon)
    return released


def _frame(
    released: Sequence[ReleasedCell], framework: Framework, gazetteer: Gazetteer
) -> pd.DataFrame:
    """Return the released cells with the columns of `cellen`."""
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
            cell.value,
            cell.lower,
            cell.upper,
            cell.rule,
            framework.kader_versie,
        )
        for cell in released
    ]
    numbers = dict.fromkeys(("waarde", "onder", "boven"), "Int64")
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(numbers)


def _write(database: Path, frame: pd.DataFrame, oldest: datetime, horizon: datetime) -> None:
    """Write `frame` and the older figures to a new file that then replaces `database`."""
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _remove_strays(database)
    draft = database.with_suffix(f".{os.getpid()}.tmp")
    draft.unlink(missing_ok=True)
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    figures = "FROM frame"
    with duckdb.connect(draft) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"CREATE TABLE vrijgegeven ({columns})")
        connection.execute("CREATE VIEW cellen AS FROM vrijgegeven")
        connection.register("frame", frame)
        if database.exists():
            path = str(database).replace("'", "''")
            connection.execute(f"ATTACH '{path}' AS old (READ_ONLY)")
            figures += (
                " UNION ALL FROM old.vrijgegeven WHERE tijd_van >= $oldest AND tijd_tot <= $horizon"
            )
        connection.execute(
            f"INSERT INTO vrijgegeven FROM ({figures}) "
            "ORDER BY tier, signaal, niveau, gebied_code, tijd_van",
            {"oldest": oldest, "horizon": horizon} if database.exists() else {},
        )
    draft.chmod(0o640)
    durable.replace(draft, database)


def _remove_strays(database: Path) -> None:
    """Remove the drafts of releases that were killed; a running one is younger."""
    for stray in database.parent.glob(f"{database.stem}.*.tmp*"):
        if time.time() - stray.stat().st_mtime > _STRAY_SECONDS:
            stray.unlink(missing_ok=True)


def summary(released: Sequence[ReleasedCell]) -> dict[Status, int]:
    """Return the number of cells per status."""
    return {status: sum(cell.status is status for cell in released) for status in Status}
