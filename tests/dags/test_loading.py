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
DAG_IDS = {"bewaartermijnen", "innemen", "vrijgeven"}
TASK_IDS = {
    "bewaartermijnen": {"purge"},
    "innemen": {"open_sources", "ingest"},
    "vrijgeven": {"aggregate", "release"},
}


def describe(installation: Installation) -> dict[str, dict[str, Any]]:
    """Return what Airflow loads, with the gate at parse in place."""
    process = installation.run(str(DESCRIBE), str(DAGS), gate=True)
    assert process.returncode == 0, process.stderr
    description: dict[str, dict[str, Any]] = json.loads(process.stdout.splitlines()[-1])
    return description


@pytest.fixture(scope="module")
def loaded(approved: Installation) -> dict[str, dict[str, Any]]:
    return describe(approved)


def test_the_dags_load_without_errors(loaded: dict[str, dict[str, Any]]) -> None:
    assert loaded["errors"] == {}
    assert {name: set(dag["tasks"]) for name, dag in loaded["dags"].items()} == TASK_IDS


def test_runs_neither_overlap_nor_catch_up(loaded: dict[str, dict[str, Any]]) -> None:
    for dag in loaded["dags"].values():
        assert (dag["catchup"], dag["max_active_runs"], dag["tags"]) == (False, 1, ["stadspols"])
        assert "docs/airflow.md" in dag["doc"]


def test_each_task_has_owner_time_limit_and_retries_by_type(
    loaded: dict[str, dict[str, Any]],
) -> None:
    for dag in loaded["dags"].values():
        for task in dag["tasks"].values():
            assert task["owner"] == "stadspols-beheer"
            assert (task["retries"], task["policy"]) == (4, "ExceptionRetryPolicy")
            assert 0 < task["timeout_s"] <= 3600


def test_a_release_follows_each_ingest(loaded: dict[str, dict[str, Any]]) -> None:
    dags = loaded["dags"]
    assert dags["innemen"]["schedule"] == "*/15 * * * *"
    assert dags["innemen"]["tasks"]["ingest"]["outlets"] == ["stadspols://meer/berichten"]
    assert dags["innemen"]["tasks"]["ingest"]["after"] == ["open_sources"]
    assert dags["vrijgeven"]["schedule"] == "AssetTriggeredTimetable"
    assert dags["vrijgeven"]["tasks"]["release"]["after"] == ["aggregate"]
    assert dags["bewaartermijnen"]["schedule"] == "30 3 * * *"


def test_with_a_lapsed_framework_only_deletion_loads(lapsed: Installation) -> None:
    description = describe(lapsed)
    assert set(description["dags"]) == {"bewaartermijnen"}
    assert {Path(file).stem for file in description["errors"]} == DAG_IDS - {"bewaartermijnen"}
    for message in description["errors"].values():
        assert "[kader.verlopen]" in message
        assert "Vraag de raad om een nieuw kader" in message
