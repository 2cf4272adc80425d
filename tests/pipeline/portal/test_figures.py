from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.portal.figures import Figures
from pipeline.portal.models import Vraag
from pipeline.read import Reader
from privacy.cells import Status
from privacy.errors import Permanent
from privacy.posts import Signal
from tests.pipeline.portal.released_file import SURGE, write_released

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = timedelta(seconds=10)


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return Figures(write_released(tmp_path_factory.mktemp("cijfers") / "vrijgave.duckdb"))


def test_a_page_of_figures_stands_beside_what_was_expected(figures: Figures) -> None:
    page, total = figures.measurements(Vraag(gebied="GM0034", signaal=Signal.ONRUST), per_page=7)
    assert (len(page), total) == (7, 30)
    assert page[0].verwacht == 12.5
    assert page[0].tijd_van < page[1].tijd_van
    assert {row.gebied_code for row in page} == {"GM0034"}


def test_pages_together_are_the_whole_choice(figures: Figures) -> None:
    ask = Vraag(status=Status.SUPPRESSED)
    pages = [figures.measurements(ask, page=number, per_page=20)[0] for number in (1, 2, 3, 4)]
    rows = [row for page in pages for row in page]
    assert len(rows) == figures.measurements(ask)[1] == figures.table(ask).num_rows
    assert {row.status for row in rows} == {Status.SUPPRESSED}
    assert {row.waarde for row in rows} == {None}


def test_a_moment_without_a_zone_is_on_the_dutch_clock(figures: Figures) -> None:
    ask = Vraag.model_validate({"van": "2026-11-19T00:00:00", "bron": "bestand"})
    days = {row.tijd_van.isoformat() for row in figures.measurements(ask)[0]}
    assert days == {"2026-11-19T00:00:00+01:00"}


def test_the_newest_figures_are_of_one_period(figures: Figures) -> None:
    newest = figures.latest()
    assert len(newest) == 10
    assert len({row.tijd_van for row in newest}) == 1


def test_surges_come_with_their_why(figures: Figures) -> None:
    (surge,), total = figures.surges()
    assert total == 1
    assert figures.surge(SURGE) == surge
    assert surge.waarde > surge.bovengrens
    assert figures.surge("x") is None
    assert figures.surges(Vraag(status=Status.RELEASED, signaal=Signal.DREIGING)) == ((), 0)


def test_areas_and_sources_are_those_of_the_figures(figures: Figures) -> None:
    assert [area.niveau for area in figures.areas()] == [
        "gemeente",
        *["stadsdeel"] * 2,
        *["wijk"] * 2,
    ]
    assert figures.sources() == ("bestand",)


def test_figures_without_surges_and_sources_can_be_read(tmp_path: Path) -> None:
    figures = Figures(write_released(tmp_path / "v.duckdb", days=1, surges=False))
    assert figures.surges() == ((), 0)
    assert figures.surge(SURGE) is None
    assert {row.bovengrens for row in figures.measurements(Vraag())[0]} == {None}


def test_without_a_release_there_is_nothing_to_read(tmp_path: Path) -> None:
    figures = Figures(tmp_path / "v.duckdb")
    assert figures.digest is None
    with pytest.raises(Permanent, match=r"vraag\.leeg"):
        figures.measurements(Vraag())


def test_a_reader_follows_the_next_release_while_another_still_reads(tmp_path: Path) -> None:
    database = write_released(tmp_path / "v.duckdb", days=1)
    reader = Reader(database)
    count = "SELECT count(*) AS n FROM cellen"
    assert reader.ask(count, limit=LIMIT).to_pylist() == [{"n": 10}]
    before = reader.version
    write_released(database, days=3)
    assert reader.version != before
    assert reader.ask(count, limit=LIMIT).to_pylist() == [{"n": 30}]


def test_a_file_that_is_no_database_is_said_to_be_unreadable(tmp_path: Path) -> None:
    (tmp_path / "v.duckdb").write_bytes(b"x" * 5000)
    with pytest.raises(Permanent, match=r"vraag\.bestand"):
        Reader(tmp_path / "v.duckdb").ask("SELECT 1", limit=LIMIT)


def test_a_question_that_takes_too_long_ends(tmp_path: Path) -> None:
    reader = Reader(write_released(tmp_path / "v.duckdb", days=1))
    with pytest.raises(Permanent, match=r"vraag\.tijd"):
        reader.ask("SELECT sum(range) FROM range(1e12::BIGINT)", limit=timedelta(seconds=0.2))
