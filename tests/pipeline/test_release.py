from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from models.error_rates import ErrorRates
from pipeline.aggregate import aggregate, bucket_start, first_kept_day
from pipeline.areas.gazetteer import Gazetteer
from pipeline.durable import DRAFT
from pipeline.lake.cells import read_cells
from pipeline.lake.store import Store
from pipeline.read import query
from pipeline.release import COLUMNS, release, summary
from pipeline.settings import PACKAGED_CONFIG
from pipeline.surges.released import EXPECTED_COLUMNS, SURGE_COLUMNS
from privacy.cells import Bucket, Cell, Status
from privacy.errors import Permanent
from privacy.framework.document import parse_framework
from privacy.framework.schema import Tijdkorrel
from privacy.posts import AreaCode, Signal, SourceId
from tests.fakes import ALMOST_PERFECT, NOW, batch, classified, example_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FRAMEWORK = parse_framework(example_bytes())
CITY, QUARTER = AreaCode("GM0034"), AreaCode("WK003418")
DAY = datetime(2026, 11, 9, 23, tzinfo=UTC)  # 10 November begins in Almere
BUCKET = Bucket(DAY, DAY + timedelta(days=1))
LIMIT = timedelta(seconds=30)
VIEWS = {"cellen": COLUMNS, "verwachting": EXPECTED_COLUMNS, "pieken": SURGE_COLUMNS}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(PACKAGED_CONFIG / "gebieden" / "almere")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "k" / "c.sqlite", tmp_path / "lake", threads=2) as opened:
        yield opened


def fill(store: Store, authors: int, hour: datetime = DAY + timedelta(hours=9)) -> None:
    posts = [
        classified(hash((hour, n)) % 10**9, author=f"{n:032x}", hour=hour) for n in range(authors)
    ]
    store.append(batch(*posts, shard=str(hour)))


def rows(database: Path, sql: str) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = query(database, sql, limit=LIMIT).to_pylist()
    return answer


@pytest.mark.parametrize(
    ("moment", "grain", "start"),
    [
        ("2026-11-10T00:30:00+01:00", Tijdkorrel.DAG, "2026-11-09T23:00:00+00:00"),
        ("2026-11-09T23:30:00+00:00", Tijdkorrel.DAG, "2026-11-09T23:00:00+00:00"),
        ("2026-10-25T23:30:00+01:00", Tijdkorrel.DAG, "2026-10-24T22:00:00+00:00"),
        ("2026-11-15T12:00:00+01:00", Tijdkorrel.WEEK, "2026-11-08T23:00:00+00:00"),
        ("2026-10-25T02:30:00+02:00", Tijdkorrel.UUR, "2026-10-25T00:00:00+00:00"),
        ("2026-10-25T02:30:00+01:00", Tijdkorrel.UUR, "2026-10-25T01:00:00+00:00"),
    ],
)
def test_buckets_lie_on_the_local_clock(moment: str, grain: Tijdkorrel, start: str) -> None:
    assert bucket_start(datetime.fromisoformat(moment), grain) == datetime.fromisoformat(start)


def test_a_day_with_a_post_past_its_retention_is_not_kept() -> None:
    assert first_kept_day(NOW, 35) == date(2026, 10, 17)  # 16 October 12:00 is the limit


def test_cells_cover_every_closed_bucket_and_permitted_area(
    store: Store, gazetteer: Gazetteer
) -> None:
    fill(store, 12)
    fill(store, 3, DAY + timedelta(days=2, hours=9))
    aggregate(store, FRAMEWORK, gazetteer, NOW)
    cells = {(c.bucket.start, c.area, c.signal): c.authors for c in read_cells(store)}
    assert cells[DAY, QUARTER, Signal.ONRUST] == 12
    assert cells[DAY, CITY, Signal.ONRUST] == 12
    assert cells[DAY, CITY, Signal.HAAT] == 0
    assert cells[DAY + timedelta(days=1), CITY, Signal.ONRUST] is None  # no source was heard
    assert cells[DAY + timedelta(days=2), CITY, Signal.ONRUST] == 3
    assert (DAY, QUARTER, Signal.ONDERMIJNING) not in cells  # the council allows the city only
    assert max(start for start, _, _ in cells) < NOW - timedelta(days=1)


def test_an_author_counts_once_in_the_bucket_that_two_epochs_share(
    store: Store, gazetteer: Gazetteer
) -> None:
    monday = datetime(2026, 11, 15, 23, tzinfo=UTC)  # midnight in Almere, still Sunday in UTC
    fill(store, 12, monday)
    fill(store, 12, monday + timedelta(hours=1))  # the same people, under other pseudonyms
    store.append(batch(classified(7, author=None, hour=monday + timedelta(hours=9)), shard="x"))
    aggregate(store, FRAMEWORK, gazetteer, NOW)
    cells = {(c.bucket.start, c.area, c.signal): c.authors for c in read_cells(store)}
    assert cells[monday, CITY, Signal.ONRUST] == 12


def test_no_posts_means_no_cells(store: Store, gazetteer: Gazetteer) -> None:
    assert aggregate(store, FRAMEWORK, gazetteer, NOW) == 0
    assert read_cells(store) == []


def test_people_read_these_views_with_these_columns(
    store: Store, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    fill(store, 13)
    aggregate(store, FRAMEWORK, gazetteer, NOW)
    database = tmp_path / "data" / "vrijgave.duckdb"
    released = release(
        read_cells(store), FRAMEWORK, gazetteer, ALMOST_PERFECT, database=database, now=NOW
    )
    for view, columns in VIEWS.items():
        assert query(database, f"FROM {view}", limit=LIMIT).column_names == list(columns)
    (row,) = rows(
        database, "FROM cellen WHERE gebied_code = 'GM0034' AND signaal = 'onrust' LIMIT 1"
    )
    assert row["tijd_van"].isoformat() == "2026-11-10T00:00:00+01:00"
    del row["tijd_van"], row["tijd_tot"]
    assert row == {
        "tier": "intern",
        "gebied_code": "GM0034",
        "gebied_naam": "Almere",
        "niveau": "gemeente",
        "signaal": "onrust",
        "status": "vrijgegeven",
        "waarde": 15,
        "onder": 12,
        "boven": 18,
        "dubbel_pct": 0,
        "bronnen": ["bestand"],
        "regel": "G4.afgerond",
        "kader_versie": 1,
    }
    assert sum(summary(released).values()) == len(released)
    assert summary(released)[Status.RELEASED] > 0


def test_the_figure_is_corrected_for_the_errors_of_the_model(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    database = tmp_path / "vrijgave.duckdb"
    errors = {**ALMOST_PERFECT, Signal.ONRUST: ErrorRates(29, 58, 4, 400)}
    cells = [Cell(BUCKET, CITY, signal, 40, 500) for signal in (Signal.ONRUST, Signal.HAAT)]
    release(cells, FRAMEWORK, gazetteer, errors, database=database, now=NOW)
    haat, onrust = rows(database, "SELECT waarde, onder, boven FROM cellen ORDER BY signaal")
    assert (haat["waarde"], haat["onder"], haat["boven"]) == (40, 37, 43)
    assert onrust["waarde"] == 5 * round((40 - 500 * 5 / 402) / (0.5 - 5 / 402) / 5)
    assert onrust["onder"] < 50 < onrust["waarde"] < 90 < onrust["boven"]


def test_a_flood_without_a_signal_does_not_lower_a_figure(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    database = tmp_path / "vrijgave.duckdb"
    errors = {Signal.ONRUST: ErrorRates(29, 58, 7, 400)}
    days = [Bucket(DAY - timedelta(days=n), DAY - timedelta(days=n - 1)) for n in range(8)]
    shown = []
    for flood in (600, 60_000):
        posts = [flood, *[300] * 7]
        cells = [Cell(day, CITY, Signal.ONRUST, 40, n) for day, n in zip(days, posts, strict=True)]
        release(cells, FRAMEWORK, gazetteer, errors, database=database, now=NOW)
        shown.append(rows(database, "FROM cellen ORDER BY tijd_van DESC LIMIT 1")[0])
    assert shown[0]["waarde"] == shown[1]["waarde"]
    assert shown[1]["onder"] < shown[0]["onder"]


def test_small_counts_do_not_leave(store: Store, gazetteer: Gazetteer, tmp_path: Path) -> None:
    fill(store, 9)
    aggregate(store, FRAMEWORK, gazetteer, NOW)
    database = tmp_path / "vrijgave.duckdb"
    release(read_cells(store), FRAMEWORK, gazetteer, ALMOST_PERFECT, database=database, now=NOW)
    shown = rows(database, "FROM cellen WHERE signaal = 'onrust' AND tijd_van = '2026-11-10'")
    touched = [r for r in shown if r["gebied_code"] in {"GM0034", "WK003418"}]
    assert {r["status"] for r in touched} == {"onderdrukt"}
    assert {r["waarde"] for r in touched} == {None}


def test_older_figures_stay_as_released_until_their_own_retention_ends(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    database = tmp_path / "vrijgave.duckdb"
    old = Bucket(DAY - timedelta(days=60), DAY - timedelta(days=59))
    release(
        [Cell(old, CITY, Signal.ONRUST, 20)],
        FRAMEWORK,
        gazetteer,
        ALMOST_PERFECT,
        database=database,
        now=NOW,
    )
    now_cells = [Cell(BUCKET, CITY, Signal.ONRUST, 40)]
    release(now_cells, FRAMEWORK, gazetteer, ALMOST_PERFECT, database=database, now=NOW)
    release(now_cells, FRAMEWORK, gazetteer, ALMOST_PERFECT, database=database, now=NOW)
    assert [r["waarde"] for r in rows(database, "FROM cellen ORDER BY tijd_van")] == [20, 40]
    later = NOW + timedelta(days=FRAMEWORK.bewaartermijnen.cellen_dagen - 30)
    release([], FRAMEWORK, gazetteer, ALMOST_PERFECT, database=database, now=later)
    assert [r["waarde"] for r in rows(database, "FROM cellen")] == [40]


def test_a_released_bucket_is_replaced_and_not_doubled(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    database = tmp_path / "vrijgave.duckdb"
    for authors in (20, 30):
        release(
            [Cell(BUCKET, CITY, Signal.ONRUST, authors)],
            FRAMEWORK,
            gazetteer,
            ALMOST_PERFECT,
            database=database,
            now=NOW,
        )
    assert [r["waarde"] for r in rows(database, "FROM cellen")] == [30]


def test_surges_are_released_with_the_figures_and_from_them_alone(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    days = [Bucket(DAY - timedelta(days=n), DAY - timedelta(days=n - 1)) for n in range(30, 0, -1)]
    counts = [20] * 29 + [90]
    cells = [
        Cell(day, CITY, Signal.ONRUST, n, 400, n // 2, (SourceId("bestand"),))
        for day, n in zip(days, counts, strict=True)
    ]
    database = tmp_path / "vrijgave.duckdb"
    release(cells[:20], FRAMEWORK, gazetteer, ALMOST_PERFECT, database=database, now=NOW)
    release(cells[20:], FRAMEWORK, gazetteer, ALMOST_PERFECT, database=database, now=NOW)
    (surge,) = rows(database, "FROM pieken")
    (figure,) = rows(database, "FROM cellen ORDER BY tijd_van DESC LIMIT 1")
    assert [surge[name] for name in ("waarde", "dubbel_pct", "bronnen")] == [
        figure["waarde"],
        50,
        ["bestand"],
    ]
    assert surge["verwacht"] < surge["bovengrens"] < surge["waarde"]
    assert len(rows(database, "FROM verwachting")) > 5


@pytest.mark.parametrize("split", [18, 33, 34, 36, 39])
def test_releases_one_after_another_judge_as_one_release_of_all(
    split: int, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    days = [Bucket(DAY - timedelta(days=n), DAY - timedelta(days=n - 1)) for n in range(40, 0, -1)]
    counts = [20 + n % 3 for n in range(40)]
    counts[33:36] = [90, 95, 80]
    cells = [
        Cell(day, area, Signal.ONRUST, n, 400)
        for day, n in zip(days, counts, strict=True)
        for area in (CITY, QUARTER)
    ]
    once, twice = tmp_path / "once.duckdb", tmp_path / "twice.duckdb"
    release(cells, FRAMEWORK, gazetteer, ALMOST_PERFECT, database=once, now=NOW)
    for part in (cells[: 2 * split], cells[2 * split :]):
        release(part, FRAMEWORK, gazetteer, ALMOST_PERFECT, database=twice, now=NOW)
    for view in VIEWS:
        order = "ORDER BY gebied_code, tijd_van"
        assert rows(twice, f"FROM {view} {order}") == rows(once, f"FROM {view} {order}")
    assert len(rows(once, "FROM pieken")) == 2


def test_the_same_cells_give_the_same_bytes(gazetteer: Gazetteer, tmp_path: Path) -> None:
    cells = [Cell(BUCKET, area, Signal.ONRUST, n) for area, n in ((CITY, 60), (QUARTER, 20))]
    files = [tmp_path / f"{n}" / "vrijgave.duckdb" for n in range(2)]
    for file in files:
        release(cells, FRAMEWORK, gazetteer, ALMOST_PERFECT, database=file, now=NOW)
    assert files[0].read_bytes() == files[1].read_bytes()
    release(cells, FRAMEWORK, gazetteer, ALMOST_PERFECT, database=files[0], now=NOW)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_figures_of_an_earlier_version_stay_with_empty_new_columns(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    database = tmp_path / "vrijgave.duckdb"
    old = Bucket(DAY - timedelta(days=60), DAY - timedelta(days=59))
    release(
        [Cell(old, CITY, Signal.ONRUST, 20)],
        FRAMEWORK,
        gazetteer,
        ALMOST_PERFECT,
        database=database,
        now=NOW,
    )
    with duckdb.connect(database) as connection:
        connection.execute("ALTER TABLE cellen_rijen DROP COLUMN bronnen")
        connection.execute("CREATE OR REPLACE VIEW cellen AS FROM cellen_rijen")
    release(
        [Cell(BUCKET, CITY, Signal.ONRUST, 40)],
        FRAMEWORK,
        gazetteer,
        ALMOST_PERFECT,
        database=database,
        now=NOW,
    )
    assert [
        (r["waarde"], r["bronnen"]) for r in rows(database, "FROM cellen ORDER BY tijd_van")
    ] == [
        (20, None),
        (40, []),
    ]


def test_a_killed_release_leaves_the_old_figures(gazetteer: Gazetteer, tmp_path: Path) -> None:
    database = tmp_path / "vrijgave.duckdb"
    release(
        [Cell(BUCKET, CITY, Signal.ONRUST, 20)],
        FRAMEWORK,
        gazetteer,
        ALMOST_PERFECT,
        database=database,
        now=NOW,
    )
    stray = tmp_path / f".vrijgave.duckdb.1{DRAFT}"
    stray.write_bytes(b"half a database")
    (tmp_path / f".vrijgave.duckdb.2{DRAFT}").symlink_to("put in its place meanwhile")
    assert [r["waarde"] for r in rows(database, "FROM cellen")] == [20]
    release(
        [Cell(BUCKET, CITY, Signal.ONRUST, 20)],
        FRAMEWORK,
        gazetteer,
        ALMOST_PERFECT,
        database=database,
        now=NOW,
    )
    assert stray.exists()  # it could belong to a release that is running
    os.utime(stray, (0, 0))
    release(
        [Cell(BUCKET, CITY, Signal.ONRUST, 20)],
        FRAMEWORK,
        gazetteer,
        ALMOST_PERFECT,
        database=database,
        now=NOW,
    )
    assert {path.name for path in tmp_path.iterdir()} == {
        "vrijgave.duckdb",
        f".vrijgave.duckdb.2{DRAFT}",
    }


@pytest.mark.parametrize(
    "attack",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "ATTACH 'other.duckdb'",
        "COPY cellen TO 'out.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "CREATE TABLE t AS FROM cellen",
        "DROP VIEW cellen",
        "no sql at all",
    ],
)
def test_a_query_can_only_read(attack: str, gazetteer: Gazetteer, tmp_path: Path) -> None:
    database = tmp_path / "vrijgave.duckdb"
    release(
        [Cell(BUCKET, CITY, Signal.ONRUST, 20)],
        FRAMEWORK,
        gazetteer,
        ALMOST_PERFECT,
        database=database,
        now=NOW,
    )
    with pytest.raises(Permanent, match=r"vraag\.(sql|soort)"):
        query(database, attack, limit=LIMIT)
    assert [r["waarde"] for r in rows(database, "FROM cellen")] == [20]


def test_a_query_that_takes_too_long_is_stopped(gazetteer: Gazetteer, tmp_path: Path) -> None:
    database = tmp_path / "vrijgave.duckdb"
    release(
        [Cell(BUCKET, CITY, Signal.ONRUST, 20)],
        FRAMEWORK,
        gazetteer,
        ALMOST_PERFECT,
        database=database,
        now=NOW,
    )
    endless = "SELECT count(*) FROM range(1000000) a, range(1000000) b, range(1000000) c"
    with pytest.raises(Permanent, match=r"vraag\.tijd"):
        query(database, endless, limit=timedelta(milliseconds=300))


def test_a_query_before_the_first_release_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Permanent, match="stadspols run"):
        query(tmp_path / "vrijgave.duckdb", "FROM cellen", limit=LIMIT)
