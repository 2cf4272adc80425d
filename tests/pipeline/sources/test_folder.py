from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.sources.folder import finished_files
from privacy.errors import Permanent

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_a_file_that_its_supplier_takes_away_meanwhile_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "a.csv"
    there.write_text("id")
    os.utime(there, (0, 0))
    monkeypatch.setattr(Path, "iterdir", lambda _: iter((there, tmp_path / "b.csv")))
    assert finished_files(tmp_path, NOW) == [there]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Permanent, match=r"bron\.map"):
        finished_files(tmp_path / "nothing", NOW)
