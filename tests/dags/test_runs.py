from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.dags.conftest import Installation

pytestmark = [
    pytest.mark.airflow,
    pytest.mark.slow,
    pytest.mark.timeout(900),  # a run takes some 17 s of one core, more on a busy machine
]

CHAIN = ("innemen", "vrijgeven", "bewaartermijnen", "kadercontrole")


def ask(installation: Installation, question: str) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(installation.database)) as database:
        return database.execute(question).fetchall()


@pytest.fixture(scope="module")
def chain(approved: Installation, migrated_database: Path) -> subprocess.CompletedProcess[str]:
    """The DAGs, run one after another."""
    approved.home.mkdir(exist_ok=True)
    shutil.copy(migrated_database, approved.database)
    return approved.test_dags(*CHAIN)


def outcomes(run: subprocess.CompletedProcess[str]) -> dict[str, str]:
    assert run.returncode == 0, run.stdout + run.stderr
    ended: dict[str, str] = json.loads(run.stdout.splitlines()[-1])
    return ended


@pytest.mark.parametrize("dag", CHAIN)
def test_the_dag_ends_in_success(
    chain: subprocess.CompletedProcess[str], approved: Installation, dag: str
) -> None:
    assert outcomes(chain)[dag] == "0", chain.stdout + chain.stderr
    states = ask(approved, f"SELECT task_id, state FROM task_instance WHERE dag_id = '{dag}'")
    assert states
    assert {state for _, state in states} == {"success"}


@pytest.mark.usefixtures("chain")
def test_the_chain_leaves_released_cells(approved: Installation) -> None:
    assert (approved.folder / "data" / "vrijgave.duckdb").is_file()


@pytest.mark.usefixtures("chain")
def test_airflow_keeps_source_ids_and_counts_only(approved: Installation) -> None:
    kept = dict(ask(approved, "SELECT task_id, CAST(value AS TEXT) FROM xcom"))
    assert set(kept) == {
        "open_parts",
        "ingest",
        "aggregate",
        "release",
        "purge",
        "check_framework",
    }
    values = {task: json.loads(value) for task, value in kept.items()}
    assert values.pop("open_parts") == [{"source": "voorbeeld", "part": "1/1"}]
    assert values["ingest"]["gelezen"] == 400
    for value in values.values():
        numbers = value.values() if isinstance(value, dict) else [value]
        assert {type(number) for number in numbers} == {int}


def test_airflow_keeps_and_prints_no_text_of_a_post(
    chain: subprocess.CompletedProcess[str], approved: Installation
) -> None:
    pool = (approved.config / "voorbeeld" / "posts.jsonl").read_text().splitlines()
    texts = [json.loads(line)["text"] for line in pool]
    secrets = {form for text in texts if len(text) > 40 for form in _forms(text[:40])}
    places = [path.read_bytes() for path in approved.home.rglob("*") if path.is_file()]
    places.append((chain.stdout + chain.stderr).encode())
    assert len(places) > 1
    assert not [secret for secret in secrets if any(secret in place for place in places)]


def _forms(text: str) -> set[bytes]:
    return {text.encode(), json.dumps(text)[1:-1].encode(), repr(text)[1:-1].encode()}


@pytest.mark.parametrize("gate", [True, False], ids=["locked at parse", "refused by the job"])
def test_a_lapsed_framework_fails_the_run_at_once_and_says_what_to_do(
    lapsed: Installation, migrated_database: Path, gate: bool
) -> None:
    lapsed.home.mkdir()
    shutil.copy(migrated_database, lapsed.database)
    run = lapsed.test_dags("innemen", gate=gate)
    said = run.stdout + run.stderr
    assert outcomes(run) == {"innemen": "DagRun failed"}
    assert "[kader.verlopen] geldig_tot is voorbij. Vraag de raad om een nieuw kader." in said
    assert "Opnieuw proberen helpt niet." in said
    states = ask(lapsed, "SELECT task_id, state FROM task_instance")
    assert dict(states) == {"open_parts": "failed", "ingest": "upstream_failed"}
    assert not (lapsed.folder / "data").exists()
