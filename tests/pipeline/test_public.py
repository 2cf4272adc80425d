from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.areas.gazetteer import Gazetteer
from pipeline.lake.store import Store
from pipeline.public import due_cells, publish, week_of
from pipeline.read import query
from pipeline.release import COLUMNS
from pipeline.settings import PACKAGED_CONFIG
from privacy.budget import Ledger, Spend
from privacy.epoch import Epoch
from privacy.framework.document import parse_framework
from privacy.posts import AreaCode, Signal
from tests.fakes import ALMOST_PERFECT, NOW, batch, classified, example_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from privacy.cells import Cell

FRAMEWORK = parse_framework(example_bytes())
RULES = FRAMEWORK.vrijgave.openbaar
CITY, STAD = AreaCode("GM0034"), AreaCode("SD0034STAD")
UNSPENT = Ledger()
MONDAY = datetime(2026, 11, 8, 23, tzinfo=UTC)  # of the newest whole week at NOW


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(PACKAGED_CONFIG / "gebieden" / "almere")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "k" / "c.sqlite", tmp_path / "lake", threads=2) as opened:
        yield opened


def fill(store: Store) -> None:
    """Store 40 authors in Almere Stad, 9 in the whole city and one who posts everywhere."""
    hour = MONDAY + timedelta(days=1, hours=9)
    posts = [classified(n, author=f"s{n}", hour=hour) for n in range(40)]
    posts += [
        classified(100 + n, author=f"c{n}", hour=hour, areas=("GM0034",), signals=(Signal.HAAT,))
        for n in range(9)
    ]
    posts += [
        classified(200 + n, author="loud", hour=hour + timedelta(hours=n), areas=(area,))
        for n, area in enumerate(["WK003418", "WK003441", "GM0034"])
    ]
    older = [classified(300 + n, author=f"o{n}", hour=hour - timedelta(weeks=1)) for n in range(9)]
    store.append(batch(*posts, *older))


def due(store: Store, gazetteer: Gazetteer, ledger: Ledger = UNSPENT) -> list[Cell]:
    return due_cells(store, FRAMEWORK, gazetteer, ledger, NOW)


def rows(database: Path, where: str = "true") -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = query(
        database, f"FROM cellen WHERE {where}", limit=timedelta(seconds=30)
    ).to_pylist()
    return answer


def test_the_newest_whole_week_is_due_on_a_fixed_grid_with_bounded_authors(
    store: Store, gazetteer: Gazetteer
) -> None:
    fill(store)
    cells = due(store, gazetteer)
    assert {cell.bucket.start for cell in cells} == {MONDAY}
    assert week_of(cells[0].bucket) == Epoch(2026, 46)
    counts = {(cell.signal, cell.area): cell.authors for cell in cells}
    assert counts[Signal.ONRUST, STAD] in {40, 41}
    assert counts[Signal.HAAT, CITY] == 9
    assert sum(n or 0 for n in counts.values()) == 50  # the loud one counts once (c = 1)
    assert {area for signal, area in counts if signal is Signal.ONDERMIJNING} == {CITY}
    assert len(counts) == 4 * 7 + 1


def test_nothing_is_due_when_paid_for_too_soon_or_too_dear(
    store: Store, gazetteer: Gazetteer
) -> None:
    assert due(store, gazetteer) == []
    fill(store)
    week = Epoch(2026, 46)
    assert due(store, gazetteer, Ledger((Spend(week, NOW - timedelta(weeks=3), 0.05),))) == []
    assert due(store, gazetteer, Ledger((Spend(Epoch(2026, 40), NOW, 0.05),))) == []
    spent = Spend(Epoch(2026, 40), NOW - timedelta(weeks=3), RULES.rho_per_jaar)
    assert due(store, gazetteer, Ledger((spent,))) == []


def test_every_cell_of_the_grid_has_a_figure_with_its_band_and_the_whole_holds_its_parts(
    store: Store, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    fill(store)
    database = tmp_path / "openbaar.duckdb"
    cells = due(store, gazetteer)
    publish(cells, FRAMEWORK, gazetteer, ALMOST_PERFECT, database=database, now=NOW)
    shown = rows(database)
    assert list(shown[0]) == list(COLUMNS)
    assert len(shown) == len(cells)
    assert {(row["tier"], row["status"], row["regel"]) for row in shown} == {
        ("openbaar", "vrijgegeven", "G6.ruis")
    }
    for row in shown:
        assert 0 <= row["onder"] <= row["waarde"] < row["boven"]
    for signal in {row["signaal"] for row in shown}:
        of_signal = [row for row in shown if row["signaal"] == signal]
        city = next(row["waarde"] for row in of_signal if row["niveau"] == "gemeente")
        assert city >= sum(row["waarde"] for row in of_signal if row["niveau"] == "stadsdeel")
    (stad,) = [r for r in shown if (r["signaal"], r["gebied_code"]) == ("onrust", STAD)]
    assert 41 - 25 < stad["waarde"] < 41 + 25


def test_figures_once_drawn_are_kept_for_their_retention(
    store: Store, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    fill(store)
    database = tmp_path / "openbaar.duckdb"
    cells = due(store, gazetteer)
    publish(cells, FRAMEWORK, gazetteer, ALMOST_PERFECT, database=database, now=NOW)
    first = rows(database)
    span = timedelta(weeks=1)
    later = [
        replace(c, bucket=replace(c.bucket, start=c.bucket.start + span, end=c.bucket.end + span))
        for c in cells
    ]
    publish(later, FRAMEWORK, gazetteer, ALMOST_PERFECT, database=database, now=NOW + span)
    assert [row for row in rows(database) if row in first] == first
    assert len(rows(database)) == 2 * len(first)


def test_the_band_holds_the_count_of_bounded_authors_19_times_in_20(
    store: Store, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    fill(store)
    cells = due(store, gazetteer)
    inside = []
    for _ in range(12):
        database = tmp_path / "openbaar.duckdb"
        database.unlink(missing_ok=True)
        publish(cells, FRAMEWORK, gazetteer, ALMOST_PERFECT, database=database, now=NOW)
        true = {(c.signal, c.area): c.authors or 0 for c in cells}
        for row in rows(database, "niveau = 'stadsdeel'"):
            count = true[Signal(row["signaal"]), AreaCode(row["gebied_code"])]
            inside.append(row["onder"] <= count <= row["boven"])
    assert sum(inside) / len(inside) > 0.9
