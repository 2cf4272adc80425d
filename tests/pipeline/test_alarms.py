from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline.alarms import Level, alarms, worst
from pipeline.condition import (
    BudgetCondition,
    Condition,
    Deadline,
    FrameworkCondition,
    ReleaseCondition,
    RunCondition,
    SourceCondition,
)
from privacy.cells import Status
from tests.fakes import NOW

ROOT = Path(__file__).parent.parent.parent


def run(outcome: str = "voltooid", ended: datetime = NOW, rule: str | None = None) -> RunCondition:
    return RunCondition.model_validate(
        {"outcome": outcome, "ended": ended, "seconds": 1, "rule": rule}
    )


GOOD = Condition(
    framework=FrameworkCondition(seen=NOW),
    runs={"innemen": run(), "vrijgeven": run()},
    sources={"forum": SourceCondition(run=run(), delivered=NOW, silent_after_hours=24)},
    release=ReleaseCondition(moment=NOW, cells={Status.RELEASED: 1}),
)


def rules(condition: Condition, now: datetime = NOW) -> list[tuple[Level, str, str]]:
    return [(alarm.level, alarm.rule, alarm.subject) for alarm in alarms(condition, now)]


def test_all_well_is_silent() -> None:
    assert rules(GOOD) == []
    assert worst([]) is Level.GOOD


def test_no_data_is_an_alarm() -> None:
    found = alarms(Condition(), NOW)
    assert {alarm.subject for alarm in found} == {"innemen", "vrijgeven"}
    assert worst(found) is Level.ALARM


@pytest.mark.parametrize(
    ("days", "level"),
    [(61, None), (60, Level.WARNING), (8, Level.WARNING), (7, Level.ALARM), (-3, Level.ALARM)],
)
def test_the_end_of_the_framework_is_told_in_time(days: int, level: Level | None) -> None:
    deadline = Deadline(what="kader", from_day=NOW.date() + timedelta(days=days))
    framework = FrameworkCondition(seen=NOW, deadlines=(deadline,))
    expected = [(level, "kader_termijn", "kader")] if level else []
    assert rules(GOOD.with_(framework=framework)) == expected


def test_a_framework_that_does_not_hold_is_an_alarm() -> None:
    framework = FrameworkCondition(seen=NOW, refusal="kader.gestopt")
    assert rules(GOOD.with_(framework=framework)) == [
        (Level.ALARM, "kader_geweigerd", "kader.gestopt")
    ]
    assert rules(GOOD.with_(framework=None)) == []


@pytest.mark.parametrize(
    ("refusal", "runbook"), [("kader.gestopt", "stopbevel"), ("kader.verlopen", "kader-verloopt")]
)
def test_a_refusal_names_the_runbook_that_is_about_it(refusal: str, runbook: str) -> None:
    framework = FrameworkCondition(seen=NOW, refusal=refusal)
    [alarm] = alarms(GOOD.with_(framework=framework), NOW)
    named = f"docs/runbooks/{runbook}.md"
    assert named in alarm.message
    assert (ROOT / named).is_file()


def test_swap_in_clear_where_jobs_run_is_a_warning() -> None:
    swapping = run().model_copy(update={"swap_in_clear": True})
    assert rules(GOOD.with_(runs={**GOOD.runs, "innemen": swapping})) == [
        (Level.WARNING, "wisselgeheugen_open", "geheugen")
    ]


def test_a_source_that_falls_silent_is_an_alarm() -> None:
    assert rules(GOOD, NOW + timedelta(minutes=59)) == []
    late = NOW + timedelta(hours=25)
    assert (Level.ALARM, "bron_stil", "forum") in rules(GOOD, late)
    never = SourceCondition(run=run(), silent_after_hours=24)
    assert rules(GOOD.with_(sources={"forum": never})) == [(Level.ALARM, "bron_stil", "forum")]
    by_hand = SourceCondition(run=run(), delivered=NOW - timedelta(days=99))
    assert rules(GOOD.with_(sources={"bestand": by_hand})) == []


def test_a_job_that_stays_away_is_an_alarm() -> None:
    late = NOW + timedelta(hours=1, seconds=1)
    assert rules(GOOD, late) == [(Level.ALARM, "taak_uitgebleven", "innemen")]
    [alarm] = alarms(GOOD.with_(runs={"innemen": run(ended=NOW - timedelta(days=3))}), NOW)
    assert "3 dagen geleden" in alarm.message


def test_a_failure_is_a_warning_and_a_refusal_an_alarm() -> None:
    runs = {
        "innemen": run("mislukt", rule="bron.web"),
        "vrijgeven": run("afgebroken", rule="kader.gestopt"),
    }
    source = SourceCondition(run=run("mislukt", rule="bron.web"), delivered=NOW)
    assert rules(GOOD.with_(runs=runs, sources={"forum": source})) == [
        (Level.ALARM, "taak_mislukt", "vrijgeven"),
        (Level.WARNING, "bron_mislukt", "forum"),
        (Level.WARNING, "taak_mislukt", "innemen"),
    ]


def test_a_budget_that_runs_out_is_a_warning() -> None:
    low = BudgetCondition(year=2026, spent_rho=2.4, granted_rho=2.6)
    assert rules(GOOD.with_(budget=low)) == [(Level.WARNING, "budget_bijna_op", "2026")]
    assert rules(GOOD.with_(budget=low.model_copy(update={"spent_rho": 1.0}))) == []
