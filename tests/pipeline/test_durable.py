from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pipeline import durable

ROOT = Path(__file__).parent.parent.parent

ORDER = """
import os, sqlite3, sys
from pathlib import Path

folder = Path(sys.argv[1])
catalogue = folder / "keys" / "catalogus.sqlite"
early, late = set(), set()

def listed():
    with sqlite3.connect(f"file:{catalogue}?mode=ro", uri=True) as connection:
        tables = ("ducklake_data_file", "ducklake_delete_file")
        return {name for t in tables for (name,) in connection.execute(f"SELECT path FROM {t}")}

def watch(event, arguments):
    if event == "open" and str(arguments[0]).endswith(".parquet"):
        name = Path(arguments[0]).name
        (late if any(path.endswith(name) for path in listed()) else early).add(name)

from pipeline.lake.cells import replace_cells
from pipeline.lake.deletion import forget
from pipeline.lake.store import Store
from tests.fakes import batch, classified

with Store(catalogue, folder / "data", 1) as store:
    sys.addaudithook(watch)
    for number in range(3):
        posts = (classified(number), classified(9 + number, author=f"b{number}"))
        store.append(batch(*posts, position=number))
    replace_cells(store, ())
names = {Path(path).name for path in listed()}
print(len(names), names <= early, sorted(late))
with Store(catalogue, folder / "data", 1) as store:
    forget(store, ["b0"])
deletions = [{name for name in seen if "-delete" in name} for seen in (early, late)]
print(*map(len, deletions))
"""


def test_files_of_the_lake_are_flushed_before_the_catalogue_names_them(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ORDER, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split(maxsplit=1) == ["3", "True []\n1 0\n"]


def test_a_file_that_is_gone_again_is_passed_over(tmp_path: Path) -> None:
    with durable.flushed(tmp_path):
        (tmp_path / "new").mkdir()
        (tmp_path / "new" / "file").touch()
        (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    assert (tmp_path / "new" / "file").exists()


def test_a_folder_that_goes_while_it_is_looked_through_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    scandir = os.scandir

    def gone(place: Path | str) -> object:
        if Path(place).name in {"a", "b"}:
            Path(place).rmdir()
        return scandir(place)

    monkeypatch.setattr(os, "scandir", gone)
    with durable.flushed(tmp_path):
        pass
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_cleared_while_others_clear_and_fill_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, unlink = tmp_path / "folder", os.unlink
    folder.mkdir()
    for name in "abc":
        (folder / name).touch()

    def late(name: str, **place: int) -> None:
        unlink(name, **place)
        (folder / "new").touch()
        unlink(name, **place)

    monkeypatch.setattr(os, "unlink", late)
    durable.clear(folder)
    assert [path.name for path in folder.iterdir()] == ["new"]
    monkeypatch.undo()
    durable.clear(folder)
    durable.clear(folder)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_cleared_is_no_cleared_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):
        durable.clear(tmp_path / "file")


def test_two_processes_with_one_number_write_one_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers of processes are the same in two containers that share a folder."""
    new, link = tmp_path / "sleutel", os.link

    def second(draft: Path, target: Path) -> None:
        monkeypatch.undo()
        durable.write_new(new, b"van de ander")
        link(draft, target)

    monkeypatch.setattr(os, "link", second)
    with pytest.raises(FileExistsError):
        durable.write_new(new, b"van mij")
    assert new.read_bytes() == b"van de ander"
    assert list(tmp_path.iterdir()) == [new]


class Metered(io.BytesIO):
    """Counts what is read of it."""

    met = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.met += len(data)
        return data


@pytest.mark.parametrize(
    ("content", "last"),
    [
        (b"", b""),
        (b"a\n", b"a\n"),
        (b"a\nbc\n", b"bc\n"),
        (b"\n" + b"x" * 9000 + b"\n", b"x" * 9000 + b"\n"),
    ],
)
def test_the_last_line_is_whole(content: bytes, last: bytes) -> None:
    assert durable.last_line(io.BytesIO(content)) == last


def test_the_last_line_costs_the_same_however_much_comes_before_it() -> None:
    short, long = Metered(b"regel\n" * 10_000), Metered(b"regel\n" * 1_000_000)
    assert durable.last_line(short) == durable.last_line(long) == b"regel\n"
    assert short.met == long.met < 10_000


@pytest.mark.parametrize("half", [b"", b"half", b"h" * 9000])
def test_a_half_line_is_cut_from_the_end(tmp_path: Path, half: bytes) -> None:
    file = tmp_path / "regels"
    file.write_bytes(b"een\ntwee\n" + half)
    with durable.lines_alone(file) as stream:
        assert stream.read() == b"een\ntwee\n"
    assert file.read_bytes() == b"een\ntwee\n"


def test_a_new_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    new = tmp_path / "bundel.zip"
    with pytest.raises(TypeError):
        durable.write_new(new, None)  # type: ignore[arg-type] # breaks halfway
    assert not new.exists()
    durable.write_new(new, b"een", mode=0o600)
    with pytest.raises(FileExistsError):
        durable.write_new(new, b"twee")
    assert new.read_bytes() == b"een"
    assert new.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [new]


def test_what_cannot_be_written_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "kader.yaml"
    durable.write(file, b"een")
    with pytest.raises(TypeError):
        durable.write(file, None)  # type: ignore[arg-type] # breaks halfway
    assert file.read_bytes() == b"een"
    durable.write(file, b"twee")
    assert file.read_bytes() == b"twee"
    assert list(tmp_path.iterdir()) == [file]


def test_what_a_killed_writer_left_goes_when_the_file_is_written_again(tmp_path: Path) -> None:
    file = tmp_path / "kader.yaml"
    killed, writing = durable.draft_of(file), durable.draft_of(file)
    other = durable.draft_of(tmp_path / "besluit.json")
    spilled = killed.with_name(f"{killed.name}.tmp")  # of a database: a folder
    spilled.mkdir()
    for draft in (killed, writing, other, spilled / "rows"):
        draft.write_bytes(b"half")
    for draft in (killed, other, spilled):
        os.utime(draft, (0, 0))
    durable.write(file, b"heel")
    assert set(tmp_path.iterdir()) == {file, writing, other}


def test_one_waits_until_it_is_alone(tmp_path: Path) -> None:
    file, done = tmp_path / "slot", threading.Event()

    def enter() -> None:
        with durable.alone(file):
            done.set()

    with durable.alone(file):
        other = threading.Thread(target=enter)
        other.start()
        assert not done.wait(timeout=0.2)
    other.join()
    assert done.is_set()


def test_one_waits_for_its_turn_but_not_for_ever(tmp_path: Path) -> None:
    file = tmp_path / "beurt"
    with durable.in_turn(file):
        began = time.monotonic()
        with durable.in_turn(file, patience_s=0.2):
            assert time.monotonic() - began >= 0.2
    with durable.in_turn(file), durable.in_turn(None):
        assert time.monotonic() - began < 5


@pytest.mark.parametrize("links", [True, False])
def test_of_two_who_write_a_new_file_the_first_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    if not links:
        monkeypatch.setattr(os, "link", refuse)
    new = tmp_path / "sleutel"
    durable.write_new(new, b"een")
    with pytest.raises(FileExistsError):
        durable.write_new(new, b"twee")
    assert new.read_bytes() == b"een"
    assert list(tmp_path.iterdir()) == [new]


def test_what_keeps_a_new_file_from_its_name_is_not_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "link", full)
    with pytest.raises(OSError, match="full"):
        durable.write_new(tmp_path / "sleutel", b"een")
    assert list(tmp_path.iterdir()) == []
