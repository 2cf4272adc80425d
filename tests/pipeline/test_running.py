from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.condition import read as read_condition
from pipeline.counts import Kind
from pipeline.jobs.attested import attested
from pipeline.jobs.running import attest_interrupted, running
from pipeline.journal import Journal
from pipeline.settings import Settings
from privacy.errors import PrivacyError
from privacy.log.journal import read_log
from privacy.log.record import Run
from tests.fakes import NOW, signed_example

if TYPE_CHECKING:
    from datetime import datetime


def clock() -> datetime:
    return NOW


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    config = signed_example(tmp_path / "config")
    return Settings(config=config, data=tmp_path / "data", keys=tmp_path / "keys")


def ends(settings: Settings) -> list[tuple[str, str, int]]:
    records = read_log(settings.journal.read_bytes())
    return [(r.taak, r.uitkomst, r.bewaard) for r in records if isinstance(r, Run)]


def leftovers(settings: Settings) -> list[Path]:
    return list(settings.running.iterdir())


KILLED = """
import os, signal, sys
from pathlib import Path
from pipeline.condition import read as read_condition
from pipeline.counts import Kind
from pipeline.jobs.attested import attested
from pipeline.settings import Settings
from tests.fakes import NOW
folder = Path(sys.argv[1])
settings = Settings(config=folder / "config", data=folder / "data", keys=folder / "keys")
with attested("innemen", settings, lambda: NOW) as job:
    for batch in range(3):
        job.counts.add(Kind.STORED, number=10)
        job.tell()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_run_that_was_killed_is_attested_by_the_next_with_what_it_had_stored(
    settings: Settings,
) -> None:
    root = Path(__file__).parent.parent.parent
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(settings.data.parent)],
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert killed.returncode == -9
    assert ends(settings) == []
    with attested("tellen", settings, clock):
        pass
    assert ends(settings) == [("innemen", "onderbroken", 30), ("tellen", "voltooid", 0)]
    assert leftovers(settings) == []


@pytest.mark.parametrize("device", ["/dev/sda2", ""])
def test_a_job_tells_of_swap_that_its_memory_could_get_into(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, device: str
) -> None:
    read_text = Path.read_text

    def swaps(path: Path, encoding: str | None = None) -> str:
        if path == Path("/proc/swaps"):
            return f"Filename\n{device} partition 8388604 0 -2\n" if device else "Filename\n"
        return read_text(path, encoding)

    monkeypatch.setattr(Path, "read_text", swaps)
    with attested("tellen", settings, clock):
        pass
    assert read_condition(settings.condition).runs["tellen"].swap_in_clear is bool(device)


def test_a_run_that_still_lives_is_left_alone(settings: Settings) -> None:
    with attested("innemen", settings, clock) as job:
        job.counts.add(Kind.STORED, number=5)
        with attested("tellen", settings, clock):
            assert ends(settings) == []
    assert ends(settings) == [("tellen", "voltooid", 0), ("innemen", "voltooid", 5)]
    assert leftovers(settings) == []


def test_a_run_is_attested_once_when_who_attests_is_killed_too(settings: Settings) -> None:
    with attested("innemen", settings, clock) as job:
        told = job.run.path.read_bytes()
    journal = Journal(settings.journal, clock)
    for content in (told, told + b'{"half', b"", b"half"):
        (settings.running / "left.jsonl").write_bytes(content)
        assert attest_interrupted(settings.running, journal) == 0
    assert ends(settings) == [("innemen", "voltooid", 0)]
    assert leftovers(settings) == []


def test_a_file_that_does_not_tell_of_a_run_is_no_attestation(settings: Settings) -> None:
    with attested("innemen", settings, clock):
        pass
    first_line = settings.journal.read_bytes().splitlines(keepends=True)[0]
    (settings.running / "left.jsonl").write_bytes(first_line)
    assert attest_interrupted(settings.running, Journal(settings.journal, clock)) == 0


def test_the_file_of_a_run_is_for_its_owner_only(tmp_path: Path) -> None:
    with running(tmp_path / "lopend") as run:
        assert run.path.stat().st_mode & 0o777 == 0o600


def test_budget_that_a_job_spent_is_in_its_attestation(settings: Settings) -> None:
    with attested("vrijgeven", settings, clock) as job:
        job.rho_spent = 0.05
    (record,) = [r for r in read_log(settings.journal.read_bytes()) if isinstance(r, Run)]
    assert record.rho_besteed == 0.05


def test_a_job_that_was_refused_is_attested_as_broken_off(settings: Settings) -> None:
    with pytest.raises(PrivacyError), attested("innemen", settings, clock):
        raise PrivacyError("test", "refused")
    assert ends(settings) == [("innemen", "afgebroken", 0)]
    assert leftovers(settings) == []


def test_a_run_that_cannot_be_followed_does_not_begin(settings: Settings) -> None:
    settings.running.parent.mkdir(parents=True)
    settings.running.write_bytes(b"no folder")
    with pytest.raises(OSError, match="lopend"), attested("tellen", settings, clock):
        raise AssertionError("it began")
    soorten = [record.soort for record in read_log(settings.journal.read_bytes())]
    assert soorten == ["kader"]


def test_a_begin_is_in_the_log_after_it_can_be_attested(settings: Settings) -> None:
    journal = Journal(settings.journal, clock)
    lines: list[int] = []

    def killed(_: object) -> None:
        lines.append(settings.journal.read_bytes().count(b"\n"))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        journal.record(killed, soort="anker", anker_versie=1, anker_sha256="0" * 64)
    assert lines == [0]
    assert journal.records() == ()
