from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.dags.conftest import DAGS

if TYPE_CHECKING:
    from tests.dags.conftest import Installation

pytestmark = pytest.mark.airflow

DESCRIBE = Path(__file__).parent / "describe.py"
TASK_IDS = {
    "bewaartermijnen": {"purge"},
    "herverwerken": {"reprocess"},
    "innemen": {"open_parts", "ingest"},
    "kadercontrole": {"check_framework"},
    "modelkeuring": {"check_models"},
    "vrijgeven": {"aggregate", "release"},
}
GOES_ON = {"bewaartermijnen", "kadercontrole"}
HALF_A_DAY_S = 12 * 3600


@pytest.fixture(scope="module")
def described(approved: Installation, lapsed: Installation) -> list[dict[str, dict[str, Any]]]:
    """What Airflow loads with the gate at parse in place: approved, then lapsed."""
    configs = [str(installation.config) for installation in (approved, lapsed)]
    process = approved.run(str(DESCRIBE), str(DAGS), *configs, gate=True)
    assert process.returncode == 0, process.stderr
    descriptions: list[dict[str, dict[str, Any]]] = json.loads(process.stdout.splitlines()[-1])
    return descriptions


@pytest.fixture(scope="module")
def loaded(described: list[dict[str, dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    return described[0]


def test_the_dags_load_without_errors(loaded: dict[str, dict[str, Any]]) -> None:
    assert loaded["errors"] == {}
    assert {name: set(dag["tasks"]) for name, dag in loaded["dags"].items()} == TASK_IDS


def test_runs_neither_overlap_nor_catch_up(loaded: dict[str, dict[str, Any]]) -> None:
    for dag in loaded["dags"].values():
        assert (dag["catchup"], dag["max_active_runs"], dag["tags"]) == (False, 1, ["stadspols"])
        assert "docs/airflow.md" in dag["doc"]


def test_who_waits_for_a_run_hears_when_it_is_late(loaded: dict[str, dict[str, Any]]) -> None:
    late = {name: dag["late_after_s"] for name, dag in loaded["dags"].items()}
    assert late == {
        "bewaartermijnen": [7200],
        "herverwerken": [HALF_A_DAY_S],
        "innemen": [3600],
        "kadercontrole": [],
        "modelkeuring": [],
        "vrijgeven": [3600],
    }


def test_what_reads_a_source_shares_one_pool(loaded: dict[str, dict[str, Any]]) -> None:
    pools = {
        task: facts["pool"]
        for dag in loaded["dags"].values()
        for task, facts in dag["tasks"].items()
    }
    assert {task for task, pool in pools.items() if pool == "stadspols_innemen"} == {
        "ingest",
        "reprocess",
    }
    assert set(json.loads((DAGS.parent / "deploy" / "pools.json").read_text())) == {
        "stadspols_innemen"
    }


def test_a_form_asks_which_days_to_read_again(loaded: dict[str, dict[str, Any]]) -> None:
    assert loaded["dags"]["herverwerken"]["params"] == ["bron", "tot_en_met", "van"]


def test_each_task_has_owner_time_limit_and_retries_by_type(
    loaded: dict[str, dict[str, Any]],
) -> None:
    for dag in loaded["dags"].values():
        for task in dag["tasks"].values():
            assert task["owner"] == "stadspols-beheer"
            assert (task["retries"], task["policy"]) == (4, "ExceptionRetryPolicy")
            assert task["told"]
            assert 0 < task["timeout_s"] <= HALF_A_DAY_S


def test_a_release_follows_each_ingest(loaded: dict[str, dict[str, Any]]) -> None:
    dags = loaded["dags"]
    assert dags["innemen"]["schedule"] == "*/15 * * * *"
    assert dags["innemen"]["tasks"]["ingest"]["outlets"] == ["stadspols://meer/berichten"]
    assert dags["innemen"]["tasks"]["ingest"]["after"] == ["open_parts"]
    assert dags["vrijgeven"]["schedule"] == "AssetTriggeredTimetable"
    assert dags["vrijgeven"]["tasks"]["release"]["after"] == ["aggregate"]
    assert dags["bewaartermijnen"]["schedule"] == "30 3 * * *"


def test_with_a_lapsed_framework_the_dags_stay_in_sight_and_are_locked(
    described: list[dict[str, dict[str, Any]]],
) -> None:
    description = described[1]
    assert description["errors"] == {}
    assert set(description["dags"]) == set(TASK_IDS)
    for name, dag in description["dags"].items():
        locked = name not in GOES_ON
        assert ("geweigerd" in dag["tags"]) == locked
        assert ("[kader.verlopen]" in dag["doc"]) == locked
        assert ("Vraag de raad om een nieuw kader" in dag["doc"]) == locked
