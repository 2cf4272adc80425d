from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from pipeline import jobs
from pipeline.cli.app import app
from pipeline.counts import Kind
from pipeline.jobs.attested import open_store
from pipeline.key_files import KeyFiles
from pipeline.objections import object_to, read_objections
from pipeline.settings import Settings
from privacy.epoch import Epoch
from privacy.errors import PrivacyError
from privacy.framework.roles import Rol
from privacy.log.journal import read_log
from privacy.log.record import Deletion, Run
from privacy.objection import ObjectionList
from tests.fakes import NOW, example_gate
from tests.light import Start
from tests.pipeline.test_ingest import ListSource

if TYPE_CHECKING:
    from pathlib import Path

RIOT = "rellen in de Filmwijk"


def clock():  # type: ignore[no-untyped-def] # a clock that stands still
    return NOW


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    gate = example_gate(tmp_path)
    return Settings(config=gate.folder, data=tmp_path / "data", keys=tmp_path / "keys")


def fill(settings: Settings, start: Start | None = None) -> None:
    """Store five riots of five authors, `author1` to `author5`, under real keys."""
    with open_store(settings) as store:
        start = start or Start(example_gate(settings.data.parent), store)
        start.store = store
        start.keys = KeyFiles(settings.keys, Epoch.parse)  # type: ignore[assignment]
        start(ListSource([RIOT] * 5))


def posts(settings: Settings) -> int:
    with open_store(settings) as store:
        return store.posts()


def bytes_of(settings: Settings) -> bytes:
    return b"".join(path.read_bytes() for path in settings.lake.rglob("*") if path.is_file())


def test_an_account_is_erased_and_the_others_stay(settings: Settings) -> None:
    fill(settings)
    before = bytes_of(settings)
    erased = jobs.erase(settings, Rol.FG, "author3", objects=False, clock=clock)
    assert erased == jobs.Erased(posts=1, texts=0, listed=False)
    assert posts(settings) == 4
    assert bytes_of(settings) != before
    assert len(list(settings.lake.rglob("*.parquet"))) == len(
        [path for path in settings.lake.rglob("*.parquet") if "delete" not in path.name]
    )
    again = jobs.erase(settings, Rol.FG, "author3", objects=False, clock=clock)
    assert again.posts == 0


def test_the_log_tells_numbers_and_the_reason_and_nobody(settings: Settings) -> None:
    fill(settings)
    jobs.erase(settings, Rol.FG, "author2", objects=True, clock=clock)
    jobs.erase(settings, Rol.FG, "author4", objects=False, clock=clock)
    content = settings.journal.read_bytes()
    assert b"author2" not in content
    records = read_log(content)
    deletions = [r for r in records if isinstance(r, Deletion)]
    assert [(d.wat, d.reden, d.aantal) for d in deletions] == [
        ("berichten", "bezwaar", 1),
        ("berichten", "verzoek", 1),
    ]
    assert [r.taak for r in records if isinstance(r, Run)][-2:] == ["avg", "avg"]


def test_after_an_objection_the_account_is_dropped_unread_and_counted(
    settings: Settings, tmp_path: Path
) -> None:
    assert jobs.erase(settings, Rol.FG, " AUTHOR1", objects=True, clock=clock).listed
    assert not jobs.erase(settings, Rol.FG, "author1", objects=True, clock=clock).listed
    with open_store(settings) as store:
        start = Start(example_gate(tmp_path / "other"), store)
        start.objections = read_objections(settings.objections)
        counts = start(ListSource([RIOT, RIOT]))
    assert counts.of(Kind.DROPPED) == {"bezwaar": 1}
    assert counts.total(Kind.STORED) == 1
    assert b"author1" not in settings.objections.read_bytes().lower()


@pytest.mark.parametrize("role", [role for role in Rol if role is not Rol.FG])
def test_another_role_changes_nothing(settings: Settings, role: Rol) -> None:
    fill(settings)
    with pytest.raises(PrivacyError, match=r"kader\.recht"):
        jobs.erase(settings, role, "author1", objects=True, clock=clock)
    assert posts(settings) == 5
    assert not settings.objections.exists()


def test_a_stop_order_stops_no_right(settings: Settings) -> None:
    fill(settings)
    assert settings.config is not None
    (settings.config / "stop-1.json").write_bytes(b"{}")
    assert jobs.erase(settings, Rol.FG, "author1", objects=False, clock=clock).posts == 1


@pytest.mark.parametrize("content", [b"short\n", b"00\n", b"\xff\n"])
def test_a_damaged_list_stops_reading(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bezwaren"
    file.write_bytes(content)
    with pytest.raises(PrivacyError, match=r"bezwaar\.lijst"):
        read_objections(file)


def test_the_list_is_for_its_owner_only_and_survives(tmp_path: Path) -> None:
    file = tmp_path / "bezwaren"
    assert read_objections(file) == ObjectionList(b"", frozenset())
    for account in ("a", "b", "a"):
        object_to(file, account)
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(read_objections(file).marks) == 2
    assert read_objections(file).holds("b")


def test_the_account_is_typed_and_is_in_no_argument_and_no_output(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(settings)
    monkeypatch.setenv("STADSPOLS_CONFIG", str(settings.config))
    monkeypatch.setenv("STADSPOLS_DATA", str(settings.data))
    monkeypatch.setenv("STADSPOLS_KEYS", str(settings.keys))
    for command in ("bezwaar", "verwijder"):
        result = CliRunner().invoke(app, ["avg", command, "--rol", "fg"], input="geheim_account\n")
        assert result.exit_code == 0, result.output
        assert "0 berichten" in result.stdout
        assert "geheim_account" not in result.stdout
    assert CliRunner().invoke(app, ["avg", "bezwaar", "--rol", "fg"], input=" \n").exit_code == 1
    refused = CliRunner().invoke(app, ["avg", "bezwaar", "geheim_account", "--rol", "fg"])
    assert refused.exit_code == 2
