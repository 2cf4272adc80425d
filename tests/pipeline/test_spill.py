from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.jobs.attested import open_store
from pipeline.settings import Settings
from pipeline.spill import spill_folder

ROOT = Path(__file__).parent.parent.parent

KILLED = """
import os, signal, sys
from pathlib import Path
from pipeline.jobs.attested import open_store
from pipeline.settings import Settings
folder = Path(sys.argv[1])
store = open_store(Settings(data=folder / "data", keys=folder / "keys"))
store.connection.execute("SET memory_limit = '40MB'")
store.connection.execute(
    "CREATE TEMP TABLE much AS SELECT 'zorp' || 'elaar' || md5(n::VARCHAR) || sha256(n::VARCHAR) "
    "AS author FROM range(700000) t(n)"
)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", keys=tmp_path / "keys")


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_spill_of_a_killed_process_is_unreadable_and_goes_when_the_lake_is_next_opened(
    tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "elsewhere").mkdir()
    subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        cwd=tmp_path / "elsewhere",
        env={"PYTHONPATH": str(ROOT)},
        check=False,
    )
    spilled = [path for path in files_below(settings.spills) if path.suffix != ".slot"]
    assert sum(path.stat().st_size for path in spilled) > 1_000_000
    assert {path.parent.stat().st_mode & 0o777 for path in spilled} == {0o700}
    assert not any(b"zorpelaar" in path.read_bytes() for path in files_below(tmp_path))
    assert files_below(tmp_path / "elsewhere") == []
    with open_store(settings):
        assert not any(path.exists() for path in spilled)
    assert list(settings.spills.iterdir()) == []


def test_the_folder_of_a_process_that_lives_stays(tmp_path: Path) -> None:
    with spill_folder(tmp_path) as first:
        (first / "file").touch()
        with spill_folder(tmp_path) as second:
            assert second != first
        assert [path.name for path in first.iterdir()] == ["file"]
        assert not second.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_lake_that_does_not_open_leaves_no_folder(settings: Settings) -> None:
    settings.keys.mkdir()
    settings.catalogue.write_bytes(b"no database" * 1000)
    with pytest.raises(Exception, match="meer"), open_store(settings):
        pass
    assert list(settings.spills.iterdir()) == []
