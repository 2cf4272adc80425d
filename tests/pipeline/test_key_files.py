from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from pipeline.key_files import KeyFiles
from privacy.epoch import Epoch
from privacy.errors import PrivacyError

if TYPE_CHECKING:
    from pathlib import Path

WEEK = Epoch(2026, 47)
KEY = b"k" * 32


def test_a_key_is_kept_readable_by_its_owner_only(tmp_path: Path) -> None:
    keys = KeyFiles(tmp_path / "keys", Epoch.parse)
    assert keys.load(WEEK) is None
    assert keys.create(WEEK, KEY) == KEY
    assert KeyFiles(tmp_path / "keys", Epoch.parse).load(WEEK) == KEY
    (file,) = (tmp_path / "keys").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_the_first_key_of_an_epoch_wins(tmp_path: Path) -> None:
    left, right = KeyFiles(tmp_path, Epoch.parse), KeyFiles(tmp_path, Epoch.parse)
    tmp_path.chmod(0o700)
    left.create(WEEK, KEY)
    assert right.create(WEEK, b"x" * 32) == KEY
    assert [path.name for path in tmp_path.iterdir()] == ["2026-W47.key"]


def test_a_draft_of_a_killed_process_is_no_key(tmp_path: Path) -> None:
    keys = KeyFiles(tmp_path, Epoch.parse)
    (tmp_path / ".2026-W47.key.123.concept").write_bytes(b"half")
    assert keys.load(WEEK) is None
    assert keys.epochs() == []


def test_destroyed_bytes_are_gone(tmp_path: Path) -> None:
    keys = KeyFiles(tmp_path / "keys", Epoch.parse)
    keys.create(WEEK, KEY)
    witness = (tmp_path / "keys" / "2026-W47.key").open("rb")
    keys.destroy(WEEK)
    keys.destroy(WEEK)
    assert keys.load(WEEK) is None
    assert witness.read() != KEY  # overwritten before it was removed
    witness.close()


def test_epochs_are_listed_oldest_first(tmp_path: Path) -> None:
    keys = KeyFiles(tmp_path / "keys", Epoch.parse)
    for week in (Epoch(2027, 1), Epoch(2026, 9), Epoch(2026, 47)):
        keys.create(week, KEY)
    assert keys.epochs() == [Epoch(2026, 9), Epoch(2026, 47), Epoch(2027, 1)]


def test_a_folder_that_others_can_open_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    with pytest.raises(PrivacyError, match="chmod 700"):
        KeyFiles(folder, Epoch.parse)


def test_what_a_killed_process_left_goes_with_the_key(tmp_path: Path) -> None:
    keys = KeyFiles(tmp_path, Epoch.parse)
    keys.create(WEEK, KEY)
    (tmp_path / f".{WEEK}.key.4711.concept").write_bytes(KEY)
    others = {".2999-W01.key.4711.concept", ".portaal.sleutel.4711.concept"}
    for name in others:
        (tmp_path / name).write_bytes(KEY)
    keys.destroy(WEEK)
    assert {path.name for path in tmp_path.iterdir()} == others


def test_two_processes_may_destroy_one_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = KeyFiles(tmp_path / "keys", Epoch.parse)
    keys.create(WEEK, KEY)
    [path] = (tmp_path / "keys").iterdir()
    monkeypatch.setattr(os, "fsync", lambda _: path.unlink(missing_ok=True))
    keys.destroy(WEEK)
    keys.destroy(WEEK)
    assert keys.epochs() == []


def test_a_key_that_is_destroyed_while_it_is_asked_for_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*_: object) -> None:
        monkeypatch.undo()
        raise FileExistsError(errno.EEXIST, "another was first, and destroyed it")

    monkeypatch.setattr(os, "link", late)
    keys = KeyFiles(tmp_path / "keys", Epoch.parse)
    assert keys.create(WEEK, KEY) == KEY
    assert keys.load(WEEK) == KEY


def test_a_key_is_made_while_another_process_clears_its_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, link = KeyFiles(tmp_path / "keys", Epoch.parse), os.link

    def linked(draft: Path, target: Path) -> None:
        link(draft, target)
        draft.unlink()

    monkeypatch.setattr(os, "link", linked)
    assert keys.create(WEEK, KEY) == KEY
