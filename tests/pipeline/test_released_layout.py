from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest

from pipeline.areas.gazetteer import Gazetteer
from pipeline.portal.figures import Figures
from pipeline.portal.models import Vraag
from pipeline.read import query
from pipeline.release import COLUMNS, release
from pipeline.settings import PACKAGED_CONFIG
from pipeline.surges.released import EXPECTED_COLUMNS, SURGE_COLUMNS
from privacy.cells import Bucket, Cell
from privacy.framework.document import parse_framework
from privacy.posts import AreaCode, Signal
from tests.fakes import ALMOST_PERFECT, NOW, example_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FIRST = (
    "tier VARCHAR, tijd_van TIMESTAMPTZ, tijd_tot TIMESTAMPTZ, gebied_code VARCHAR, "
    "gebied_naam VARCHAR, niveau VARCHAR, signaal VARCHAR, status VARCHAR, waarde BIGINT, "
    "onder BIGINT, boven BIGINT, regel VARCHAR, kader_versie BIGINT"
)
SECOND = FIRST.replace("regel", "dubbel_pct INTEGER, bronnen VARCHAR[], regel")
EXPECTED = (
    "tijd_van TIMESTAMPTZ, tijd_tot TIMESTAMPTZ, gebied_code VARCHAR, gebied_naam VARCHAR, "
    "niveau VARCHAR, signaal VARCHAR, verwacht DOUBLE, bovengrens DOUBLE"
)
SURGES = (
    "piek_id VARCHAR, tijd_van TIMESTAMPTZ, tijd_tot TIMESTAMPTZ, gebied_code VARCHAR, "
    "gebied_naam VARCHAR, niveau VARCHAR, signaal VARCHAR, waarde BIGINT, onder BIGINT, "
    "boven BIGINT, verwacht DOUBLE, bovengrens DOUBLE, overschrijding DOUBLE, bronnen VARCHAR[], "
    "dubbel_pct INTEGER, methode VARCHAR, methode_versie VARCHAR, kader_versie BIGINT"
)
EARLIER = {
    "first version (commit 1e326cb)": {"cellen": ("vrijgegeven", FIRST)},
    "with surges and sources (commit b80760a)": {
        "cellen": ("cellen_rijen", SECOND),
        "verwachting": ("verwachting_rijen", EXPECTED),
        "pieken": ("pieken_rijen", SURGES),
    },
}
DAY = datetime(2026, 9, 9, 22, tzinfo=UTC)
CITY = "'GM0034' AS gebied_code, 'Almere' AS gebied_naam, 'gemeente' AS niveau"
CELL = (
    f"INSERT INTO {{table}} BY NAME SELECT 'intern' AS tier, $day AS tijd_van, "
    f"$day + INTERVAL 1 DAY AS tijd_tot, {CITY}, 'onrust' AS signaal, 'vrijgegeven' AS status, "
    "20 AS waarde, 18 AS onder, 22 AS boven, 'G4.afgerond' AS regel, 1 AS kader_versie"
)


@pytest.fixture(params=list(EARLIER.values()), ids=list(EARLIER))
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A released database as an earlier version left it, with one figure."""
    layout: Mapping[str, tuple[str, str]] = request.param
    file = tmp_path / "vrijgave.duckdb"
    with duckdb.connect(file) as connection:
        for view, (table, columns) in layout.items():
            connection.execute(f"CREATE TABLE {table} ({columns})")
            connection.execute(f"CREATE VIEW {view} AS FROM {table}")
        connection.execute(CELL.format(table=layout["cellen"][0]), {"day": DAY})
    return file


def renew(database: Path) -> None:
    """Release one figure of today over it."""
    gazetteer = Gazetteer.load(PACKAGED_CONFIG / "gebieden" / "almere")
    today = Bucket(NOW - timedelta(days=1), NOW)
    release(
        [Cell(today, AreaCode("GM0034"), Signal.ONRUST, 40)],
        parse_framework(example_bytes()),
        gazetteer,
        ALMOST_PERFECT,
        database=database,
        now=NOW,
    )


def values(database: Path) -> list[int]:
    sql = "SELECT waarde FROM cellen ORDER BY tijd_van"
    found: list[int] = query(database, sql, limit=timedelta(seconds=9)).column(0).to_pylist()
    return found


@pytest.mark.parametrize("renewed", [False, True], ids=["as it was", "after a release"])
def test_figures_of_an_earlier_version_are_read_by_query_and_portal(
    database: Path, renewed: bool
) -> None:
    if renewed:
        renew(database)
    expected = [20, 40] if renewed else [20]
    assert values(database) == expected
    figures = Figures(database)
    shown, total = figures.measurements(Vraag())
    assert ([each.waarde for each in shown], total) == (expected, len(expected))
    assert [each.bronnen for each in shown] == [()] * len(expected)
    assert [each.waarde for each in figures.latest()] == expected[-1:]
    assert figures.table(Vraag()).num_rows == len(expected)
    assert (figures.surges(), figures.sources()) == (((), 0), ())
    assert [area.gebied_code for area in figures.areas()] == ["GM0034"]


def test_a_release_brings_it_up_to_date(database: Path) -> None:
    renew(database)
    with duckdb.connect(database, read_only=True) as connection:
        for view, columns in (
            ("cellen", COLUMNS),
            ("verwachting", EXPECTED_COLUMNS),
            ("pieken", SURGE_COLUMNS),
        ):
            described = connection.execute(f"DESCRIBE {view}").fetchall()
            names = {
                name: str(kind).replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")
                for name, kind, *_ in described
            }
            assert names == columns
