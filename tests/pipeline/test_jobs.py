from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline import jobs
from pipeline.condition import read
from pipeline.counts import Kind
from pipeline.settings import Settings
from privacy.cells import Status
from privacy.errors import Permanent, PrivacyError
from privacy.framework.document import parse_framework
from privacy.log.journal import read_log
from privacy.log.record import Activation, Deletion, Run
from privacy.posts import SourceId
from tests.e2e.posts import canary_posts
from tests.e2e.test_canary import everything_below, found_in
from tests.fakes import NOW, example_bytes, signed_example, text_granting_bytes

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
DEV = Path(__file__).parent.parent / "fixtures" / "corpus" / "dev.jsonl"


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", keys=tmp_path / "keys")


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    file = tmp_path / "posts.jsonl"
    file.write_text("\n".join(canary_posts(120, until=NOW)[0]))
    return file


def test_each_job_attests_what_it_did_under_which_decision(
    settings: Settings, posts: Path, clock: Clock
) -> None:
    counts = jobs.ingest(settings, file=posts, clock=clock)
    jobs.aggregate(settings, clock)
    released = jobs.release(settings, clock)
    assert counts.total(Kind.READ) == 120
    assert sum(released.values()) > 0
    activation, *rest = read_log(settings.journal.read_bytes())
    assert isinstance(activation, Activation)
    runs = [record for record in rest if isinstance(record, Run)]
    assert [run.taak for run in runs] == ["innemen", "tellen", "vrijgeven"]
    assert [record.soort for record in rest] == ["begin", "taak"] * 3
    for run in runs:
        assert (run.kader_sha256, run.uitkomst) == (activation.kader_sha256, "voltooid")
    first = runs[0]
    assert (first.gelezen, first.bewaard) == (120, counts.total(Kind.STORED))
    assert sum(first.gevonden_per_soort.values()) == counts.total(Kind.FOUND) > 0
    assert first.model_sha256


def test_a_job_that_fails_says_so_in_the_log(settings: Settings, clock: Clock) -> None:
    with pytest.raises(PrivacyError):
        jobs.ingest(settings, source=SourceId("onbekend"), clock=clock)
    with pytest.raises(Permanent):
        jobs.ingest(settings, clock=clock)
    runs = [r for r in read_log(settings.journal.read_bytes()) if isinstance(r, Run)]
    assert [run.uitkomst for run in runs] == ["afgebroken", "mislukt"]


def test_what_has_passed_its_retention_goes_with_its_key(
    settings: Settings, posts: Path, clock: Clock
) -> None:
    jobs.ingest(settings, file=posts, clock=clock)
    assert jobs.purge(settings, clock) == jobs.Purged(0, 0, 0)
    keys = list(settings.keys.glob("*.key"))
    assert keys
    clock.now = NOW + timedelta(days=50)
    purged = jobs.purge(settings, clock)
    assert purged.posts > 0
    assert purged.epochs == len(keys)
    assert not list(settings.keys.glob("*.key"))
    assert jobs.health(settings, clock).posts == 0
    deletions = [r for r in read_log(settings.journal.read_bytes()) if isinstance(r, Deletion)]
    assert {d.wat: d.aantal for d in deletions} == {
        "berichten": purged.posts,
        "sleutels": purged.epochs,
    }


def test_deletion_goes_on_when_the_framework_has_lapsed_or_was_stopped(
    tmp_path: Path, posts: Path, clock: Clock
) -> None:
    config = signed_example(tmp_path / "config")
    packaged = Settings().config_folder
    for name in ("gebieden", "bronnen.yaml"):
        (config / name).symlink_to(packaged / name)
    settings = Settings(config=config, data=tmp_path / "data", keys=tmp_path / "keys")
    jobs.ingest(settings, file=posts, clock=clock)
    clock.now = NOW + timedelta(days=500)
    (config / "stop.json").write_bytes(b"{}")
    with pytest.raises(PrivacyError):
        jobs.aggregate(settings, clock)
    assert jobs.purge(settings, clock).posts > 0


def test_the_sources_that_can_be_read_alone_are_listed(settings: Settings, clock: Clock) -> None:
    assert jobs.open_sources(settings, clock) == ["voorbeeld"]


def test_health_before_and_after_the_first_run(
    settings: Settings, posts: Path, clock: Clock
) -> None:
    before = jobs.health(settings, clock)
    assert (before.posts, before.sources, before.release) == (0, {}, None)
    jobs.ingest(settings, file=posts, clock=clock)
    jobs.aggregate(settings, clock)
    assert Status.RELEASED in jobs.release(settings, clock)
    after = jobs.health(settings, clock)
    assert after.posts > 0
    assert set(after.sources) == {"bestand"}
    assert set(after.runs) == {"innemen", "tellen", "vrijgeven"}
    assert after.of_kind("persoonsgegeven")
    assert after.release is not None


def test_the_condition_tells_of_a_failure_too(
    settings: Settings, posts: Path, clock: Clock
) -> None:
    jobs.ingest(settings, file=posts, clock=clock)
    with pytest.raises(Permanent):
        jobs.ingest(settings, file=posts.with_name("weg"), clock=clock)
    failed = jobs.health(settings, clock)
    source = failed.sources["bestand"]
    assert (source.run.outcome, source.run.rule) == ("mislukt", "bron.bestand")
    assert source.succeeded == NOW
    assert source.delivered is not None
    assert failed.posts > 0


def test_the_condition_tells_that_the_framework_lapsed(
    tmp_path: Path, posts: Path, clock: Clock
) -> None:
    settings = Settings(
        config=signed_example(tmp_path / "config"), data=tmp_path / "data", keys=tmp_path / "keys"
    )
    clock.now = NOW + timedelta(days=500)
    with pytest.raises(PrivacyError):
        jobs.ingest(settings, file=posts, clock=clock)
    told = read(settings.condition).framework
    assert told is not None
    assert told.refusal == "kader.verlopen"
    assert jobs.health(settings, clock).framework == told


def test_days_are_read_again_without_a_double(tmp_path: Path, posts: Path, clock: Clock) -> None:
    config = signed_example(tmp_path / "config")
    (config / "gebieden").symlink_to(Settings().config_folder / "gebieden")
    folder = tmp_path / "in"
    folder.mkdir()
    moved = posts.rename(folder / posts.name)
    os.utime(moved, (NOW.timestamp() - 3600,) * 2)
    (config / "bronnen.yaml").write_text(
        f"bronnen: {{bestand: {{soort: bestand, map: {folder}, standaardgebied: GM0034}}}}"
    )
    settings = Settings(config=config, data=tmp_path / "data", keys=tmp_path / "keys")
    source = SourceId("bestand")
    jobs.ingest(settings, source=source, clock=clock)
    stored = jobs.health(settings, clock).posts
    again = jobs.reprocess(
        settings, source=source, first="2026-11-01", last="2026-11-30", clock=clock
    )
    assert again.of(Kind.NOTED)["herverwerkt"] > 0
    assert jobs.health(settings, clock).posts == stored
    for first, last in (("2026-11-02", "2026-11-01"), ("gisteren", "2026-11-01")):
        with pytest.raises(Permanent, match=r"herverwerken\.dagen"):
            jobs.reprocess(settings, source=source, first=first, last=last, clock=clock)


def test_the_models_are_measured_again(settings: Settings, clock: Clock) -> None:
    with pytest.raises(Permanent, match=r"modelkeuring\.berichten"):
        jobs.check_models(settings, clock)
    measured = jobs.check_models(settings.model_copy(update={"evaluation": DEV}), clock)
    assert 0 < measured["beschermd_gemarkeerd"] < measured["macro_f1"] < 1000
    told = jobs.health(settings, clock).model
    assert told is not None
    assert round(told.macro_f1 * 1000) == measured["macro_f1"]


def test_each_week_the_public_figures_come_out_once_and_are_paid_for(
    settings: Settings, posts: Path, clock: Clock
) -> None:
    jobs.ingest(settings, file=posts, clock=clock)
    jobs.aggregate(settings, clock)
    jobs.release(settings, clock)
    first = settings.public.read_bytes()
    clock.now += timedelta(hours=1)
    jobs.release(settings, clock)
    assert settings.public.read_bytes() == first
    runs = [r for r in read_log(settings.journal.read_bytes()) if isinstance(r, Run)]
    rho = parse_framework(example_bytes()).vrijgave.openbaar.rho_per_week
    assert [run.rho_besteed for run in runs if run.taak == "vrijgeven"] == [rho, 0.0]
    budget = read(settings.condition).budget
    assert budget is not None
    assert (budget.spent_rho, budget.year) == (rho, 2026)
    settings.budget.unlink()
    clock.now += timedelta(weeks=1)
    with pytest.raises(PrivacyError, match=r"budget\.teruggezet"):
        jobs.release(settings, clock)


def test_texts_that_may_stay_are_readable_in_no_byte_and_gone_after_their_hours(
    tmp_path: Path, clock: Clock
) -> None:
    config = signed_example(tmp_path / "config", text_granting_bytes(hours=2))
    for name in ("gebieden", "bronnen.yaml"):
        (config / name).symlink_to(Settings().config_folder / name)
    settings = Settings(config=config, data=tmp_path / "data", keys=tmp_path / "keys")
    lines, secrets = canary_posts(60, until=NOW)
    source = tmp_path / "posts.jsonl"
    source.write_text("\n".join(lines))
    jobs.ingest(settings, file=source, clock=clock)
    left = everything_below(tmp_path, besides=source)
    sealed = [name for name in left if name.startswith("data/tekst/")]
    assert sealed
    assert found_in(left, secrets) == set()
    clock.now = NOW + timedelta(hours=2)
    assert jobs.purge(settings, clock).texts == len(sealed)
    assert not [name for name in everything_below(tmp_path, source) if "tekst" in name]
