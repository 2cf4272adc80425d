from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from privacy.framework.approval import digest
from privacy.framework.document import parse_framework
from privacy.log.audit import audit
from privacy.log.journal import append, read_log
from tests.privacy.framework.council import FRAMEWORK, edited, next_version
from tests.privacy.log.conftest import ANKER, BESLUIT, CODE, FIELDS, MODEL, START, log_of

SECOND = next_version(FRAMEWORK)
THRIFTY = edited(FRAMEWORK, ("rho_per_jaar: 2.6", "rho_per_jaar: 0.06"))
FRAMEWORKS = {digest(data): parse_framework(data) for data in (FRAMEWORK, SECOND, THRIFTY)}
ONE, TWO, FRUGAL = FRAMEWORKS
LISTED = FRAMEWORKS[ONE].algoritmen[0].sha256
STOP = FIELDS[5]
READING = FIELDS[3]


def activation(
    sha256: str = ONE,
    version: int = 1,
    **changes: Any,  # noqa: ANN401 - fields of every type
) -> dict[str, Any]:
    fields = {
        "soort": "kader", "kader_versie": version, "verruimd_bij": version,
        "kader_sha256": sha256, "besluit_sha256": BESLUIT, "anker_sha256": ANKER,
        "raadsbesluit_id": "VOORBEELD-2026-001",
    }  # fmt: skip
    return fields | changes


def run(**changes: object) -> dict[str, Any]:
    return FIELDS[2] | {"kader_sha256": ONE, "model_sha256": (LISTED,)} | changes


def found(*fields: dict[str, Any]) -> list[tuple[int, str]]:
    findings = audit(read_log(log_of(list(fields))), FRAMEWORKS)
    return [(finding.number, finding.rule) for finding in findings]


def test_a_run_under_an_active_framework_is_no_finding() -> None:
    reading = READING | {"kader_sha256": ONE}
    assert found(FIELDS[0], activation(), run(), reading, activation(TWO, 2)) == []


def test_a_run_under_a_framework_that_was_never_activated_is_found() -> None:
    assert found(run()) == [(0, "logboek.kader_niet_actief")]
    assert found(READING) == [(0, "logboek.kader_niet_actief")]


def test_a_framework_that_is_not_in_the_bundle_is_found() -> None:
    assert found(activation("f" * 64), run(kader_sha256="f" * 64)) == [
        (0, "logboek.kader_ontbreekt")
    ]


@pytest.mark.parametrize("changes", [{"raadsbesluit_id": "RB-1"}, {"kader_versie": 3}])
def test_a_log_that_names_another_decision_than_the_framework_is_found(
    changes: dict[str, Any],
) -> None:
    assert found(activation(**changes)) == [(0, "logboek.besluit")]


def test_an_older_version_that_becomes_active_again_is_found() -> None:
    assert found(activation(TWO, 2), activation()) == [(1, "logboek.versie_terug")]


@pytest.mark.parametrize(
    ("rule", "days"), [("kader.nog_niet_geldig", -30), ("kader.verlopen", -30 + 400)]
)
def test_a_run_outside_the_validity_is_found(rule: str, days: int) -> None:
    begin = START + timedelta(days=days)
    outside = run(begin=begin, einde=min(begin, START))
    rules = {rule for _, rule in found(activation(), outside)}
    assert rule in rules


def test_times_that_cannot_be_are_found() -> None:
    late = run(begin=START, einde=START + timedelta(hours=1))
    early = run(begin=START, einde=START - timedelta(seconds=1))
    assert found(activation(), late) == [(1, "logboek.tijden")]
    assert found(activation(), early) == [(1, "logboek.tijden")]


def test_a_model_that_is_not_listed_is_found() -> None:
    assert found(activation(), run(model_sha256=(LISTED, MODEL))) == [(1, "logboek.model")]


def test_a_run_after_a_stop_is_found_until_three_persons_sign_a_new_version() -> None:
    narrowed = activation(TWO, 2, verruimd_bij=1)
    resumed = activation(TWO, 2)
    later = run(kader_sha256=TWO)
    assert found(activation(), STOP, run()) == [(2, "logboek.na_stop")]
    assert found(activation(), STOP, narrowed, later) == [(3, "logboek.na_stop")]
    assert found(activation(), STOP, resumed, later) == []


def test_a_weekly_budget_that_is_overspent_is_found() -> None:
    assert found(activation(), run(), run(rho_besteed=0.0)) == []
    assert found(activation(), run(), run(rho_besteed=0.001)) == [(2, "logboek.budget")]


def test_a_yearly_budget_that_is_overspent_is_found() -> None:
    weeks = [run(kader_sha256=FRUGAL, begin=START - timedelta(weeks=w)) for w in (2, 1)]
    assert found(activation(FRUGAL), weeks[0]) == []
    assert found(activation(FRUGAL), *weeks) == [(2, "logboek.budget")]


def begin(**changes: object) -> dict[str, Any]:
    fields = {"soort": "begin", "taak": "inlezen", "kader_sha256": ONE, "code_sha256": CODE}
    return fields | changes


def test_a_task_that_began_and_never_ended_is_found_once_it_cannot_be_running() -> None:
    log = log_of([activation(), begin()])
    ended = log_of([activation(), begin(), run(begin=START + timedelta(minutes=1))])
    other = log_of([activation(), begin(), run(taak="tellen", begin=START + timedelta(minutes=1))])
    for before, rules in (
        (log, ["logboek.geen_einde"]),
        (ended, []),
        (other, ["logboek.geen_einde"]),
    ):
        late = before + append(read_log(before), START + timedelta(days=3), activation(TWO, 2))
        findings = audit(read_log(late), FRAMEWORKS)
        assert [f.rule for f in findings if f.rule != "logboek.tijden"] == rules
        soon = before + append(read_log(before), START + timedelta(days=2), activation(TWO, 2))
        assert "logboek.geen_einde" not in [f.rule for f in audit(read_log(soon), FRAMEWORKS)]


def test_a_start_under_a_framework_that_was_not_active_is_found() -> None:
    assert found(begin()) == [(0, "logboek.kader_niet_actief")]


def test_a_role_that_read_texts_without_that_right_is_found() -> None:
    reading = READING | {"kader_sha256": ONE, "wat": "tekst"}
    assert found(activation(), reading) == [(1, "logboek.inzage")]
