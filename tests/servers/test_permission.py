"""Permission comes before the first byte: a server tells whether anyone so much as connected."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline import jobs
from pipeline.journal import Journal
from pipeline.settings import Settings
from privacy.errors import Permanent, PrivacyError, StadspolsError
from privacy.log.record import Run
from privacy.posts import SourceId
from tests.servers.council import council_config
from tests.servers.exchange import running
from tests.servers.worlds import CONTACT, FeedWorld

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime.now(UTC)
KRANT = SourceId("krant")


@pytest.fixture
def newsroom() -> Iterator[FeedWorld]:
    world = FeedWorld()
    assert world.exchange is not None
    world.post(1, "rellen in de Filmwijk", NOW - timedelta(hours=3))
    with running(world.exchange):
        yield world


def settings(
    folder: Path, world: FeedWorld, *, kind: str = "rss", contact: str | None = CONTACT
) -> Settings:
    assert world.exchange is not None
    spec = f"{{soort: rss, feeds: ['{world.exchange.url}/nieuws.xml']}}"
    config = council_config(folder / "config", KRANT, kind, spec, now=NOW)
    return Settings(config=config, data=folder / "data", keys=folder / "keys", contact=contact)


def connections(world: FeedWorld) -> int:
    assert world.exchange is not None
    return world.exchange.connections


def refused(given: Settings, source: SourceId, now: datetime) -> StadspolsError:
    with pytest.raises(StadspolsError) as error:
        jobs.ingest(given, source=source, clock=lambda: now)
    return error.value


def test_a_source_outside_the_framework_is_not_asked(newsroom: FeedWorld, tmp_path: Path) -> None:
    given = settings(tmp_path, newsroom)
    (tmp_path / "config" / "bronnen.yaml").write_text(
        (tmp_path / "config" / "bronnen.yaml").read_text().replace("krant:", "andere:")
    )
    error = refused(given, SourceId("andere"), NOW)
    assert (type(error), error.rule) == (PrivacyError, "kader.bron_onbekend")
    assert connections(newsroom) == 0


@pytest.mark.parametrize("days", [-30, 205, 900])
def test_a_source_whose_permission_lapsed_or_did_not_begin_is_not_asked(
    days: int, newsroom: FeedWorld, tmp_path: Path
) -> None:
    error = refused(settings(tmp_path, newsroom), KRANT, NOW + timedelta(days=days))
    assert isinstance(error, PrivacyError)
    assert connections(newsroom) == 0


def test_a_stopped_source_is_not_asked(newsroom: FeedWorld, tmp_path: Path) -> None:
    given = settings(tmp_path, newsroom)
    (tmp_path / "config" / "stop.json").write_bytes(b"{}")
    assert isinstance(refused(given, KRANT, NOW), PrivacyError)
    assert connections(newsroom) == 0


def test_a_source_of_another_kind_than_permitted_is_not_asked(
    newsroom: FeedWorld, tmp_path: Path
) -> None:
    error = refused(settings(tmp_path, newsroom, kind="mastodon"), KRANT, NOW)
    assert (type(error), error.rule) == (PrivacyError, "bron.soort")
    assert connections(newsroom) == 0


def test_without_an_address_for_questions_nothing_is_asked(
    newsroom: FeedWorld, tmp_path: Path
) -> None:
    error = refused(settings(tmp_path, newsroom, contact=None), KRANT, NOW)
    assert (type(error), error.rule) == (Permanent, "instelling.contact")
    assert connections(newsroom) == 0


def test_an_area_outside_the_framework_is_refused_before_models_and_network(
    newsroom: FeedWorld, tmp_path: Path
) -> None:
    assert newsroom.exchange is not None
    given = settings(tmp_path, newsroom, kind="mastodon")
    spec = f"{{soort: mastodon, servers: ['{newsroom.exchange.url}'], gebieden: [GM0363]}}"
    (tmp_path / "config" / "bronnen.yaml").write_text(f"bronnen:\n  {KRANT}: {spec}\n")
    error = refused(given, KRANT, NOW)
    assert (type(error), error.rule) == (Permanent, "bron.gebied")
    assert connections(newsroom) == 0
    ended = list(Journal(given.journal, lambda: NOW).records())[-1]
    assert isinstance(ended, Run)
    assert (ended.uitkomst, ended.model_sha256) == ("mislukt", ())


def test_a_permitted_source_is_asked(newsroom: FeedWorld, tmp_path: Path) -> None:
    given = settings(tmp_path, newsroom)
    assert jobs.open_sources(given, lambda: NOW) == [KRANT]
    counts = jobs.ingest(given, source=KRANT, clock=lambda: NOW)
    assert counts.as_dict()["opgeslagen"] == 1
    assert connections(newsroom) > 0
    assert newsroom.exchange is not None
    assert newsroom.exchange.asked == ["/robots.txt", "/nieuws.xml"]
