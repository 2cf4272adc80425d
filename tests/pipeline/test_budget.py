from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.budget import Budget
from privacy.budget import Ledger
from privacy.epoch import Epoch
from privacy.errors import PrivacyError
from privacy.framework.document import parse_framework
from tests.fakes import example_bytes

if TYPE_CHECKING:
    from pathlib import Path

RULES = parse_framework(example_bytes()).vrijgave.openbaar
NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
WEEK = Epoch.of(NOW - timedelta(weeks=1))


def test_a_spend_is_on_the_disk_before_it_is_told(tmp_path: Path) -> None:
    file = tmp_path / "budget.jsonl"
    assert Budget(file, lambda: NOW).ledger() == Ledger()
    assert Budget(file, lambda: NOW).spend(WEEK, RULES) == RULES.rho_per_week
    assert Budget(file, lambda: NOW).ledger().published(WEEK)
    with pytest.raises(PrivacyError, match=r"budget\.week"):
        Budget(file, lambda: NOW).spend(WEEK, RULES)


def test_a_line_that_a_killed_process_left_half_was_not_spent(tmp_path: Path) -> None:
    file = tmp_path / "budget.jsonl"
    Budget(file, lambda: NOW).spend(WEEK, RULES)
    whole = file.read_bytes()
    file.write_bytes(whole + whole[: len(whole) // 2])
    assert len(Budget(file, lambda: NOW).ledger().spends) == 1
    later = NOW + timedelta(weeks=1)
    Budget(file, lambda: later).spend(Epoch.of(NOW), RULES)
    assert len(Budget(file, lambda: later).ledger().spends) == 2


def try_to_spend(file: Path, start: multiprocessing.synchronize.Barrier) -> None:
    start.wait()
    try:
        Budget(file, lambda: NOW).spend(WEEK, RULES)
    except PrivacyError:
        raise SystemExit(3) from None


def test_of_processes_that_spend_at_once_one_succeeds(tmp_path: Path) -> None:
    file = tmp_path / "budget.jsonl"
    context = multiprocessing.get_context("fork")
    start = context.Barrier(6)
    processes = [context.Process(target=try_to_spend, args=(file, start)) for _ in range(6)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert sorted(process.exitcode or 0 for process in processes) == [0, 3, 3, 3, 3, 3]
    assert len(Budget(file, lambda: NOW).ledger().spends) == 1
