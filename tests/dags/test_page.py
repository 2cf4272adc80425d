from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.clock import utc_now
from pipeline.condition import BudgetCondition, RunCondition, SourceCondition, update

if TYPE_CHECKING:
    from tests.dags.conftest import Installation

pytestmark = pytest.mark.airflow

ASK = Path(__file__).parent / "ask_page.py"
VISITORS: dict[str, dict[str, Any]] = {
    "nobody": {"address": "/"},
    "nobody with a question": {"address": "/?x=1"},
    "forged": {"address": "/", "headers": {"Authorization": "Bearer x.y.z"}},
    "reader of the documentation": {"address": "/docs"},
    "reader of the schema": {"address": "/openapi.json"},
    "viewer": {"address": "/", "role": "viewer"},
}


@pytest.fixture(scope="module")
def answers(approved: Installation) -> dict[str, dict[str, Any]]:
    """What each visitor gets, after one run of ingest."""
    run = RunCondition(outcome="mislukt", rule="bron.web", ended=utc_now(), seconds=2, read=90)
    update(
        approved.folder / "data" / "toestand.json",
        lambda present: present.with_(
            sources={"forum": SourceCondition(run=run, gaps=3, silent_after_hours=24)},
            runs={"innemen": run},
            posts=12345,
            counts={"persoonsgegeven:PERSON": 7},
            budget=BudgetCondition(year=2026, spent_rho=0.55, granted_rho=2.6),
        ),
    )
    process = approved.run(str(ASK), *map(json.dumps, VISITORS.values()))
    assert process.returncode == 0, process.stderr
    return dict(zip(VISITORS, json.loads(process.stdout.splitlines()[-1]), strict=True))


def test_without_airflows_login_nothing_is_shown(answers: dict[str, dict[str, Any]]) -> None:
    for visitor in ("nobody", "nobody with a question"):
        assert answers[visitor]["status"] == 401
        assert "Stadspols" not in answers[visitor]["text"]
    assert answers["forged"]["status"] in {401, 403}
    for visitor in ("reader of the documentation", "reader of the schema"):
        assert answers[visitor]["status"] == 404


def test_who_is_logged_in_sees_the_condition(answers: dict[str, dict[str, Any]]) -> None:
    answer = answers["viewer"]
    assert answer["status"] == 200
    for part in (
        "12.345",
        "forum",
        "bron.web",
        "PERSON",
        "VOORBEELD, niet door een raad",
        "45",
        "0.55 van 2.60 rho",
    ):
        assert part in answer["text"]
    assert "default-src 'none'" in answer["headers"]["content-security-policy"]
