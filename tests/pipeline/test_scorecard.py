from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.assessments import Assessment, Miss, Shown
from pipeline.clock import TIMEZONE
from pipeline.scorecard import Month, Rate, scorecard
from pipeline.verdict import Reason, Verdict
from privacy.errors import Permanent
from privacy.framework.roles import Rol
from privacy.log.record import Run
from privacy.posts import Signal
from tests.pipeline.released import write_released

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.assessments import Fact

MONTH = Month.parse("2026-11")
AREA = "WK003401"


def day(number: int, month: int = 11) -> datetime:
    return datetime(2026, month, number, tzinfo=TIMEZONE)


def shown(number: int, start: datetime, hours: int = 30) -> Shown:
    return Shown(
        moment=(start + timedelta(hours=hours)).astimezone(UTC),
        piek_id=f"{number:012x}",
        tijd_van=start.astimezone(UTC),
        gebied_code=AREA,
        signaal=Signal.ONRUST,
    )


def said(number: int, verdict: Verdict, reason: Reason) -> Assessment:
    return Assessment(
        moment=day(20).astimezone(UTC),
        rol=Rol.ANALIST,
        piek_id=f"{number:012x}",
        oordeel=verdict,
        reden=reason,
    )


def miss(first: date) -> Miss:
    return Miss(
        moment=datetime(2026, 12, 1, tzinfo=UTC),
        rol=Rol.ANALIST,
        gebied_code=AREA,
        signaal=Signal.HAAT,
        van=first,
        tot=first,
    )


FACTS: list[Fact] = [
    shown(1, day(2), hours=20),
    shown(2, day(3), hours=40),
    shown(3, day(4)),
    shown(4, day(5)),
    shown(5, day(6)),
    shown(6, day(31, 10)),
    said(1, Verdict.FALSE, Reason.EVENT),
    said(1, Verdict.CORRECT, Reason.ACTED),
    said(2, Verdict.CORRECT, Reason.KNOWN),
    said(3, Verdict.FALSE, Reason.PROTEST),
    said(4, Verdict.UNCLEAR, Reason.UNCONFIRMED),
    said(6, Verdict.CORRECT, Reason.ACTED),
    miss(date(2026, 11, 9)),
    miss(date(2026, 11, 9)),
    miss(date(2026, 10, 9)),
]


def cell(start: datetime, status: str, value: int | None, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - columns
    return {
        "tier": "intern",
        "tijd_van": start,
        "tijd_tot": start + timedelta(days=1),
        "gebied_code": AREA,
        "signaal": "onrust",
        "status": status,
        "waarde": value,
        **fields,
    }


def released(tmp_path: Path, *, surges: bool = True) -> Path:
    database = tmp_path / "vrijgave.duckdb"
    cells = [
        cell(day(2), "vrijgegeven", 20),
        cell(day(3), "vrijgegeven", 15),
        cell(day(4), "onderdrukt", None),
        cell(day(5), "vrijgegeven", 0),
        cell(day(6), "geen_data", None),
        cell(day(2), "vrijgegeven", 20, signaal="haat"),
        cell(day(31, 10), "vrijgegeven", 20),
    ]
    rows = [
        {
            "piek_id": s.piek_id,
            "tijd_van": s.tijd_van,
            "tijd_tot": s.tijd_van + timedelta(days=1),
            "gebied_code": AREA,
            "signaal": "onrust",
        }
        for s in FACTS
        if isinstance(s, Shown)
    ]
    write_released(database, cells, rows if surges else None)
    return database


def test_a_month_is_scored_by_the_last_assessment_of_each_surge_in_it(tmp_path: Path) -> None:
    card = scorecard(MONTH, FACTS, (), released(tmp_path))
    assert card.shown == 5
    assert card.verdicts == {Verdict.CORRECT: 2, Verdict.FALSE: 1, Verdict.UNCLEAR: 1}
    assert card.unassessed == 1
    assert card.precision == Rate(2, 3)
    assert card.missed == 1
    assert card.found_at_most == Rate(2, 3)
    assert card.hours_to_detection == 30.0
    assert card.used == Rate(1, 4)


def test_collected_posts_are_those_of_the_runs_in_the_month(tmp_path: Path) -> None:
    runs = [
        Run(
            nummer=number,
            moment=start.astimezone(UTC),
            soort="taak",
            taak="innemen",
            kader_sha256="0" * 64,
            code_sha256="0" * 64,
            model_sha256=(),
            begin=start.astimezone(UTC),
            einde=start.astimezone(UTC),
            gelezen=100,
            vervallen=60,
            bewaard=40,
            gevonden_per_soort={},
            rho_besteed=0.0,
            verwijderd=0,
            uitkomst="voltooid",
        )
        for number, start in enumerate([day(31, 10), day(1), day(30)])
    ]
    card = scorecard(MONTH, (), runs, released(tmp_path))
    assert (card.posts_read, card.posts_stored) == (200, 80)


def test_of_nothing_nothing_is_claimed(tmp_path: Path) -> None:
    card = scorecard(MONTH, (), (), released(tmp_path, surges=False))
    assert (card.precision.share, card.precision.interval) == (None, None)
    assert card.hours_to_detection is None
    assert card.used == Rate(0, 4)
    assert scorecard(MONTH, FACTS, (), released(tmp_path, surges=False)).used.hits == 0


def test_the_interval_is_wide_where_little_is_known() -> None:
    few, many = Rate(8, 10).interval, Rate(800, 1000).interval
    assert few == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert many is not None
    assert few is not None
    assert few[0] < many[0] < 0.8 < many[1] < few[1]


def test_a_month_lies_on_the_city_clock() -> None:
    assert datetime(2026, 10, 31, 23, tzinfo=UTC) in MONTH
    assert datetime(2026, 11, 30, 23, tzinfo=UTC) not in MONTH
    assert str(Month.parse("2026-12")) == "2026-12"
    assert Month.parse("2026-12").end == datetime(2027, 1, 1, tzinfo=TIMEZONE)
    for text in ("", "2026", "2026-13", "november"):
        with pytest.raises(Permanent, match="maand"):
            Month.parse(text)
