from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.dags.conftest import Installation, Run

pytestmark = [
    pytest.mark.airflow,
    pytest.mark.slow,
    pytest.mark.timeout(900),  # a run takes some 17 s of one core, more on a busy machine
]

REFUSERS = ("innemen.py", "airflow_local_settings.py")
"""Where a run is refused: by the job that a task calls, or by the gate at parse."""

CHAIN = ("innemen", "vrijgeven", "bewaartermijnen", "kadercontrole")


def ask(installation: Installation, question: str) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(installation.database)) as database:
        return database.execute(question).fetchall()


@pytest.fixture(scope="module")
def chain(approved: Installation) -> dict[str, Run]:
    """The DAGs, run one after another."""
    return dict(zip(CHAIN, approved.test_dags(*CHAIN), strict=True))


@pytest.mark.parametrize("dag", CHAIN)
def test_the_dag_ends_in_success(chain: dict[str, Run], approved: Installation, dag: str) -> None:
    assert chain[dag].ended == "0", chain[dag].said
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
    chain: dict[str, Run], approved: Installation
) -> None:
    pool = (approved.config / "voorbeeld" / "posts.jsonl").read_text().splitlines()
    texts = [json.loads(line)["text"] for line in pool]
    secrets = {form for text in texts if len(text) > 40 for form in _forms(text[:40])}
    places = [path.read_bytes() for path in approved.home.rglob("*") if path.is_file()]
    places.extend(run.said.encode() for run in chain.values())
    assert len(places) > len(chain)
    assert not [secret for secret in secrets if any(secret in place for place in places)]


def _forms(text: str) -> set[bytes]:
    return {text.encode(), json.dumps(text)[1:-1].encode(), repr(text)[1:-1].encode()}


@pytest.fixture(scope="module")
def refused(lapsed: Installation) -> list[Run]:
    """A run that the job refuses, and one that the gate has locked at parse."""
    return lapsed.test_dags("innemen", "--gate", "innemen")


@pytest.mark.parametrize(
    ("number", "place"),
    list(enumerate(REFUSERS)),
    ids=["refused by the job", "locked at parse"],
)
def test_a_lapsed_framework_fails_the_run_at_once_and_says_what_to_do(
    lapsed: Installation, refused: list[Run], number: int, place: str
) -> None:
    ended, said = refused[number]
    assert ended == "DagRun failed"
    assert "[kader.verlopen] geldig_tot is voorbij. Vraag de raad om een nieuw kader." in said
    assert "Opnieuw proberen helpt niet." in said
    assert [each for each in REFUSERS if f'/{each}", line' in said] == [place]
    runs = [run for run, _ in ask(lapsed, "SELECT run_id, state FROM dag_run ORDER BY id")]
    assert len(runs) == len(refused)
    states = ask(
        lapsed, f"SELECT task_id, state FROM task_instance WHERE run_id = '{runs[number]}'"
    )
    assert dict(states) == {"open_parts": "failed", "ingest": "upstream_failed"}
    assert not (lapsed.folder / "data").exists()
