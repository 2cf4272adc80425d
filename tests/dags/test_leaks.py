"""What a task that ended with posts in its hands leaves: in Airflow, on disk, in what it said."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from pipeline.lake.store import Store
from tests.dags.conftest import Installation
from tests.e2e.posts import canary_posts, now
from tests.e2e.test_canary import everything_below, found_in

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.airflow, pytest.mark.slow, pytest.mark.timeout(900)]

SUPPLIER = """
bronnen:
  bestand: {soort: bestand, standaardgebied: GM0034, map: "%s"}
"""


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    made = Installation(tmp_path / "it")
    made.folder.mkdir()
    made.approve(valid_from=datetime.now(UTC))
    return made


@pytest.fixture
def secrets(installation: Installation, tmp_path: Path) -> set[str]:
    """What must be nowhere but in the folder of canary posts that the installation reads."""
    posts = tmp_path / "posts"
    posts.mkdir()
    lines, planted = canary_posts(1200, until=now())
    (posts / "a.jsonl").write_text("\n".join(lines))
    os.utime(posts / "a.jsonl", (0, 0))  # a supplier who has finished
    (installation.config / "bronnen.yaml").write_text(SUPPLIER % posts)
    return {each for each in planted if "zorpelaar" in each or "Zelmarik" in each}


def left_by(installation: Installation, said: bytes) -> dict[str, bytes]:
    return {**everything_below(installation.folder, besides=installation.config), "said": said}


def test_a_task_that_fails_with_posts_in_its_hands_leaves_none(
    installation: Installation, secrets: set[str]
) -> None:
    catalogue = installation.folder / "keys" / "catalogus.sqlite"
    with Store(catalogue, installation.folder / "data" / "meer", 1):
        pass
    with closing(sqlite3.connect(catalogue)) as made:
        made.execute(
            "CREATE TRIGGER kapot BEFORE INSERT ON ducklake_data_file "
            "BEGIN SELECT RAISE(ABORT, 'kapot'); END"
        )
        made.commit()
    [run] = installation.test_dags("innemen")
    assert run.ended == "DagRun failed"
    left = left_by(installation, run.said.encode())
    assert "airflow/airflow.db" in left
    assert found_in(left, secrets) == set()


def test_a_task_that_is_killed_with_posts_in_its_hands_leaves_none(
    installation: Installation, secrets: set[str]
) -> None:
    running = installation.start_dags("innemen")
    lake = installation.folder / "data" / "meer"
    while running.poll() is None and not any(lake.rglob("*.parquet")):
        time.sleep(0.05)
    assert running.poll() is None, running.communicate()[0].decode()
    os.killpg(running.pid, signal.SIGKILL)
    said, _ = running.communicate()
    left = left_by(installation, said)
    assert any(place.startswith("data/lopend/") for place in left)
    assert found_in(left, secrets) == set()
