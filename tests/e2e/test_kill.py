"""Kill the run anywhere, run it again: the same released figures as one clean run."""

from __future__ import annotations

import json
import random
import time
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Installation
from tests.e2e.posts import canary_posts, now

if TYPE_CHECKING:
    from pathlib import Path

FIGURES = ("query", "FROM cellen ORDER BY ALL", "--format", "csv")


POSTS, KILLS = 160, 3  # with the real models; make test-faults kills two hundred times


def installation(folder: Path) -> Installation:
    folder.mkdir()
    return Installation(folder)


@pytest.mark.slow
def test_a_killed_run_continues_to_the_same_figures(tmp_path: Path) -> None:
    lines, _ = canary_posts(POSTS, until=now())
    source = tmp_path / "input.jsonl"
    source.write_text("\n".join(lines))
    arguments = ("run", "--file", str(source))
    small = {"STADSPOLS_BATCH_POSTS": "16"}

    clean = installation(tmp_path / "clean")
    started = time.monotonic()
    clean.run(*arguments, environment=small)
    seconds = time.monotonic() - started
    expected, _ = clean.run(*FIGURES)
    assert expected.count(b"vrijgegeven") > 0

    killed = installation(tmp_path / "killed")
    rng = random.Random(7)
    for _ in range(KILLS):
        process = killed.start(*arguments, environment=small)
        time.sleep(rng.uniform(0.3, 1.0) * seconds)
        process.kill()
        process.communicate()
    killed.run(*arguments, environment=small)
    assert killed.run(*FIGURES)[0] == expected
    assert stored(killed) == stored(clean) == POSTS

    killed.run(*arguments, environment=small)
    assert killed.run(*FIGURES)[0] == expected
    assert stored(killed) == POSTS


def stored(at: Installation) -> int:
    output, _ = at.run("status", "--json")
    count: int = json.loads(output)["berichten"]
    return count
