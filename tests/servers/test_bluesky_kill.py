"""`stadspols ingest --source bluesky` against a real server, killed at any moment."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING

import pytest

from pipeline.lake.store import Store
from pipeline.settings import Settings
from tests.e2e.conftest import Installation
from tests.servers.council import council_config
from tests.servers.node import DEMANDED
from tests.servers.pds import running_pds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers.pds import Pds

KILLS = 10 if DEMANDED in os.environ else 3
PLACES = ("Filmwijk", "Danswijk", "Muziekwijk", "Parkwijk", "Stedenwijk")


@pytest.fixture
def pds() -> Iterator[Pds]:
    with running_pds() as server:
        yield server


def make_posts(pds: Pds, number: int) -> int:
    """Make posts in scope by three people, some of them deleted; return how many are left."""
    people = [pds.account(f"waarnemer{n}-{number}") for n in range(3)]
    left = 0
    for n in range(number):
        key = pds.post(people[n % 3], f"het is onrustig in de {PLACES[n % 5]} ({n})", langs=["nl"])
        if n % 10 == 9:
            pds.delete(people[n % 3], key)
        else:
            left += 1
    return left


def stored(at: Installation) -> int:
    settings = Settings(data=at.folder / "data", keys=at.folder / "keys")
    with Store(settings.catalogue, settings.lake, threads=1) as store:
        return store.posts()


@pytest.mark.slow
@pytest.mark.timeout(1800)  # ten runs that load the models, on any machine
def test_killed_at_any_moment_it_ends_with_exactly_the_posts_that_were_made(
    pds: Pds, tmp_path: Path
) -> None:
    spec = f"{{soort: bluesky, dienst: '{pds.url}', stroom: '{pds.socket}', vorm: relay"
    config = council_config(tmp_path / "config", "bluesky", "bluesky", spec + ", stil_seconden: 1}")
    environment = {
        "STADSPOLS_CONFIG": str(config),
        "STADSPOLS_CONTACT": "https://stadspols.example/vragen",
        "STADSPOLS_BATCH_POSTS": "10",
    }
    at = Installation(tmp_path)
    command = ("ingest", "--source", "bluesky")
    expected = make_posts(pds, 60)
    started = time.monotonic()
    at.run(*command, environment=environment)
    seconds = time.monotonic() - started
    assert stored(at) == expected

    rng = random.Random(36)
    for kill in range(KILLS):
        expected += make_posts(pds, 20 + kill)
        process = at.start(*command, environment=environment)
        time.sleep(rng.uniform(0.4, 1.0) * seconds)
        process.kill()
        process.communicate()
    at.run(*command, environment=environment)
    assert stored(at) == expected
    at.run(*command, environment=environment)
    assert stored(at) == expected
