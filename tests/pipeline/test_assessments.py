from __future__ import annotations

import multiprocessing
import os
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.assessments import (
    Assessment,
    Assessments,
    Miss,
    check_may_assess,
    latest,
    released_surges,
)
from pipeline.clock import TIMEZONE
from pipeline.verdict import REASONS, Reason, Verdict
from privacy.errors import Permanent, PrivacyError
from privacy.framework.document import parse_framework
from privacy.framework.roles import Rol
from privacy.posts import Signal
from tests.fakes import NOW, example_bytes
from tests.pipeline.released import write_released

if TYPE_CHECKING:
    from pathlib import Path

SURGE = "0123456789ab"


def surge(piek_id: str = SURGE, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - columns
    start = datetime(2026, 11, 18, tzinfo=TIMEZONE)
    return {
        "piek_id": piek_id,
        "tijd_van": start,
        "tijd_tot": start + timedelta(days=1),
        "gebied_code": "WK003401",
        "signaal": "onrust",
        **fields,
    }


def assessments(tmp_path: Path) -> Assessments:
    return Assessments(tmp_path / "data" / "beoordelingen.jsonl", lambda: NOW)


def test_a_surge_is_shown_once_and_the_last_assessment_counts(tmp_path: Path) -> None:
    store = assessments(tmp_path)
    assert store.facts() == ()
    assert store.show([surge(), surge("ba9876543210")]) == 2
    assert store.show([surge(tijd_tot=NOW)]) == 0
    store.assess(SURGE, Verdict.CORRECT, Reason.KNOWN, Rol.ANALIST)
    store.assess(SURGE, Verdict.FALSE, Reason.PROTEST, Rol.FG)
    facts = assessments(tmp_path).facts()
    assert len(facts) == 4
    assert {key: (each.oordeel, each.rol) for key, each in latest(facts).items()} == {
        SURGE: (Verdict.FALSE, Rol.FG)
    }
    assert (tmp_path / "data" / "beoordelingen.jsonl").stat().st_mode & 0o077 == 0


def test_only_a_surge_that_was_shown_can_be_assessed(tmp_path: Path) -> None:
    with pytest.raises(Permanent, match=r"piek\.onbekend"):
        assessments(tmp_path).assess(SURGE, Verdict.CORRECT, Reason.KNOWN, Rol.ANALIST)


@pytest.mark.parametrize("verdict", Verdict)
def test_a_reason_belongs_to_one_verdict(tmp_path: Path, verdict: Verdict) -> None:
    store = assessments(tmp_path)
    store.show([surge()])
    for reason in Reason:
        if reason in REASONS[verdict]:
            store.assess(SURGE, verdict, reason, Rol.ANALIST)
        else:
            with pytest.raises(Permanent, match=r"piek\.reden"):
                store.assess(SURGE, verdict, reason, Rol.ANALIST)
    assert sorted(Reason) == sorted(r for reasons in REASONS.values() for r in reasons)


def test_no_fact_has_room_for_text() -> None:
    for each in (Assessment, Miss):
        assert not {"notitie", "toelichting", "tekst", "naam"} & each.model_fields.keys()
    fields = {"moment": NOW, "rol": Rol.FG, "gebied_code": "WK003401", "signaal": Signal.HAAT}
    with pytest.raises(ValueError, match="notitie"):
        Miss.model_validate({**fields, "van": NOW.date(), "tot": NOW.date(), "notitie": "Jan"})


@pytest.mark.parametrize(
    ("area", "first", "last"),
    [
        ("buurman Jan", date(2026, 11, 1), date(2026, 11, 1)),
        ("WK003401", date(2026, 11, 2), date(2026, 11, 1)),
        ("WK003401", date(2026, 11, 1), date(2026, 11, 21)),
        ("WK003401", date(2026, 9, 1), date(2026, 10, 2)),
    ],
)
def test_a_miss_has_an_area_and_a_short_past_period(
    tmp_path: Path, area: str, first: date, last: date
) -> None:
    with pytest.raises(Permanent, match=r"piek\.gemist") as refusal:
        assessments(tmp_path).report_miss(area, Signal.ONRUST, first, last, Rol.ANALIST)
    assert "Jan" not in str(refusal.value)
    assert assessments(tmp_path).facts() == ()


def test_a_miss_is_recorded(tmp_path: Path) -> None:
    store, day = assessments(tmp_path), date(2026, 11, 20)
    miss = store.report_miss("WK003401+WK003402", Signal.HAAT, day, day, Rol.GRIFFIER)
    assert store.facts() == (miss,)


def _assess_often(file: Path, times: int) -> None:
    for _ in range(times):
        Assessments(file, lambda: NOW).assess(SURGE, Verdict.CORRECT, Reason.KNOWN, Rol.ANALIST)


def _die_while_writing(file: Path) -> None:
    with file.open("ab") as stream:
        stream.write(b'{"soort":"beoordel')
    os._exit(9)


def test_killed_and_parallel_writers_lose_and_break_nothing(tmp_path: Path) -> None:
    assessments(tmp_path).show([surge()])
    file = tmp_path / "data" / "beoordelingen.jsonl"
    context = multiprocessing.get_context("fork")
    killed = context.Process(target=_die_while_writing, args=(file,))
    killed.start()
    killed.join()
    assert len(assessments(tmp_path).facts()) == 1
    writers = [context.Process(target=_assess_often, args=(file, 20)) for _ in range(3)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert len(assessments(tmp_path).facts()) == 61


def test_a_damaged_line_is_said_and_not_skipped(tmp_path: Path) -> None:
    assessments(tmp_path).show([surge()])
    file = tmp_path / "data" / "beoordelingen.jsonl"
    file.write_bytes(b'{"soort":"beoordeling","notitie":"geheim"}\n' + file.read_bytes())
    with pytest.raises(Permanent, match=r"beoordeling\.regel") as refusal:
        assessments(tmp_path).facts()
    assert "geheim" not in str(refusal.value)


def test_surges_are_those_that_were_released(tmp_path: Path) -> None:
    database = tmp_path / "vrijgave.duckdb"
    older = surge("ba9876543210", tijd_van=NOW - timedelta(days=9))
    write_released(database, [], [older, surge()])
    assert [row["piek_id"] for row in released_surges(database)] == [SURGE, "ba9876543210"]
    assert assessments(tmp_path).show(released_surges(database)) == 2
    write_released(database, [], None)
    assert released_surges(database) == []


def test_a_role_that_may_not_see_surges_may_not_assess_them() -> None:
    framework = parse_framework(example_bytes())
    check_may_assess(framework, Rol.ANALIST)
    with pytest.raises(PrivacyError, match=r"rol\.recht"):
        check_may_assess(framework, Rol.OPERATOR)
