from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.journal import Journal, code_sha256
from privacy.errors import PrivacyError
from privacy.log.journal import read_log
from privacy.log.record import Activation, Deletion, Stop
from tests.fakes import NOW, approve, example_bytes

if TYPE_CHECKING:
    from pathlib import Path

FACT: dict[str, Any] = {
    "soort": "verwijdering",
    "kader_sha256": "0" * 64,
    "wat": "berichten",
    "reden": "termijn",
    "aantal": 3,
}


def journal(tmp_path: Path, now: datetime = NOW) -> Journal:
    return Journal(tmp_path / "data" / "logboek.jsonl", lambda: now)


def records(tmp_path: Path) -> tuple[object, ...]:
    return read_log((tmp_path / "data" / "logboek.jsonl").read_bytes())


def test_a_record_is_added_at_the_end_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    journal(tmp_path).record(**FACT)
    journal(tmp_path).record(**{**FACT, "aantal": 4})
    assert [r.aantal for r in records(tmp_path) if isinstance(r, Deletion)] == [3, 4]
    assert (tmp_path / "data" / "logboek.jsonl").stat().st_mode & 0o077 == 0


def test_a_line_that_was_left_half_is_cut_and_the_rest_is_kept(tmp_path: Path) -> None:
    journal(tmp_path).record(**FACT)
    with (tmp_path / "data" / "logboek.jsonl").open("ab") as stream:
        stream.write(b'{"aantal":')
    journal(tmp_path).record(**FACT)
    assert len(records(tmp_path)) == 2


@pytest.mark.parametrize("long", [False, True])
def test_a_changed_last_line_stops_everything(tmp_path: Path, *, long: bool) -> None:
    for _ in range(40 if long else 1):  # more than one block
        journal(tmp_path).record(**FACT)
    file = tmp_path / "data" / "logboek.jsonl"
    before, _, last = file.read_bytes().rpartition(b"berichten")
    file.write_bytes(before + b"berichtem" + last)
    for use in (lambda: journal(tmp_path).record(**FACT), journal(tmp_path).records):
        with pytest.raises(PrivacyError, match=r"logboek\.regel"):
            use()


def test_a_changed_line_further_back_stops_whoever_reads_and_the_gate_reads(tmp_path: Path) -> None:
    for _ in range(2):
        journal(tmp_path).record(**FACT)
    file = tmp_path / "data" / "logboek.jsonl"
    file.write_bytes(file.read_bytes().replace(b"termijn", b"termijm", 1))
    journal(tmp_path).record(**FACT)
    with pytest.raises(PrivacyError, match=r"logboek\.regel"):
        journal(tmp_path).records()
    with pytest.raises(PrivacyError, match=r"logboek\.regel"):
        journal(tmp_path).activated(approve(example_bytes()))


def test_a_field_that_is_no_field_of_a_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PrivacyError, match=r"logboek\.record"):
        journal(tmp_path).record(**FACT, tekst="geheim")
    assert records(tmp_path) == ()


def test_a_framework_is_recorded_once(tmp_path: Path) -> None:
    approved = approve(example_bytes())
    journal(tmp_path).activated(approved)
    journal(tmp_path).activated(approved)
    (activation,) = records(tmp_path)
    assert isinstance(activation, Activation)
    assert activation.kader_sha256 == approved.sha256


def test_another_framework_is_recorded_again(tmp_path: Path) -> None:
    journal(tmp_path).activated(approve(example_bytes()))
    journal(tmp_path).activated(approve(example_bytes() + b"# anders\n"))
    assert len(journal(tmp_path).records()) == 2


def test_a_stop_order_is_recorded_once(tmp_path: Path) -> None:
    class Order:
        tot_en_met_versie = 1

    for _ in range(2):
        journal(tmp_path).stopped(b"order", Order())  # type: ignore[arg-type]
    (stop,) = records(tmp_path)
    assert isinstance(stop, Stop)


def add(file: Path, number: int) -> None:
    log = Journal(file, lambda: datetime.now(UTC))
    for _ in range(number):
        log.record(**FACT)


def test_several_processes_add_without_loss(tmp_path: Path) -> None:
    file = tmp_path / "data" / "logboek.jsonl"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=add, args=(file, 20)) for _ in range(3)]
    for process in writers:
        process.start()
    for process in writers:
        process.join()
    assert len(records(tmp_path)) == 60


def test_the_digest_of_the_code_is_the_same_until_the_code_changes() -> None:
    assert code_sha256() == code_sha256()
    assert len(bytes.fromhex(code_sha256())) == 32
