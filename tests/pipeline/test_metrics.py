from __future__ import annotations

from datetime import timedelta

from prometheus_client.parser import text_string_to_metric_families

from pipeline.condition import (
    BudgetCondition,
    Condition,
    Deadline,
    FrameworkCondition,
    ModelCondition,
    ReleaseCondition,
    RunCondition,
    SourceCondition,
)
from pipeline.metrics import as_text
from privacy.cells import Status
from tests.fakes import NOW

RUN = RunCondition(outcome="voltooid", ended=NOW, seconds=2, read=100, stored=90)
FULL = Condition(
    posts=90,
    counts={"gelezen": 100, "opgeslagen": 90, "weggelaten:dubbel": 10, "persoonsgegeven:PERSON": 3},
    runs={"innemen": RUN, "vrijgeven": RUN.model_copy(update={"read": 0, "outcome": "mislukt"})},
    sources={"forum": SourceCondition(run=RUN, delivered=NOW, silent_after_hours=24, gaps=2)},
    framework=FrameworkCondition(
        seen=NOW, version=3, deadlines=(Deadline(what="dpia", from_day=NOW.date()),)
    ),
    release=ReleaseCondition(moment=NOW, cells={Status.RELEASED: 3, Status.SUPPRESSED: 1}),
    budget=BudgetCondition(year=2026, spent_rho=0.5, granted_rho=2.6),
    model=ModelCondition(
        moment=NOW, macro_f1=0.75, fpr_protected=0.1, group_gap=0.1, drift={"taal": 0.02}
    ),
)


def samples(condition: Condition) -> dict[tuple[str, str], float]:
    return {
        (sample.name.removeprefix("stadspols_"), ",".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(
            as_text(condition, NOW + timedelta(minutes=10))
        )
        for sample in family.samples
    }


def test_each_number_of_the_condition_is_a_metric() -> None:
    told = samples(FULL)
    assert told["posts_kept", ""] == 90
    assert told["posts_dropped", "dubbel"] == 10
    assert told["personal_data_found", "PERSON"] == 3
    assert told["job_succeeded", "innemen"] == 1
    assert told["job_succeeded", "vrijgeven"] == 0
    assert told["job_posts_per_second", "innemen"] == 50
    assert told["source_silent_seconds", "forum"] == 600
    assert told["source_silent_limit_seconds", "forum"] == 86400
    assert told["source_gaps", "forum"] == 2
    assert told["framework_holds", ""] == 1
    assert told["deadline_days", "dpia"] == 0
    assert told["suppressed_ratio", ""] == 0.25
    assert told["budget_granted_rho", ""] == 2.6
    assert told["model_drift_psi", "taal"] == 0.02
    assert told["alarms", "alarm"] == 1  # the deadline
    assert told["alarms", "warning"] == 1  # the job that failed


def test_without_data_the_alarms_still_count() -> None:
    told = samples(Condition())
    assert told["alarms", "alarm"] == 2
    assert ("framework_holds", "") not in told
