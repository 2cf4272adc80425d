"""Files that survive a power cut, and files that do not come back: flushed to the disk."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import time
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Iterator

DRAFT = ".concept"
"""Ends the name of a file that is not whole yet."""

_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS)
_BLOCK_BYTES = 4096
_LOOK_AGAIN_S = 0.01
_STRAY_SECONDS = 3600


def sync(path: Path) -> None:
    """Flush a file, or the entries of a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def content(path: Path) -> bytes | None:
    """Return what `path` holds; None when it is not there, or went meanwhile."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def replace(draft: Path, target: Path) -> None:
    """Put `draft` in the place of `target` in one step; readers see the old or the new file."""
    sync(draft)
    draft.replace(target)
    sync(target.parent)


def write(target: Path, content: bytes) -> None:
    """`target` holds `content`, in one step: who is killed leaves the old one."""
    with _drafted(target, content, 0o644) as draft:
        draft.replace(target)


def write_new(target: Path, content: bytes, mode: int = 0o644) -> None:
    """`target` holds `content`, in one step: who is killed leaves nothing of that name.

    Of two who write the same one the first wins, save where files cannot be linked (a stick).

    Raises:
        FileExistsError: there is something already.
    """
    with _drafted(target, content, mode) as draft:
        _name(draft, target)


def draft_of(target: Path) -> Path:
    """Return a name for what will take the place of `target`.

    What killed processes left under such a name goes, with what DuckDB puts beside it; who still
    writes is younger than an hour.
    """
    for stray in target.parent.glob(f".{escape(target.name)}.*{DRAFT}*"):
        with suppress(FileNotFoundError):  # it got its name, or another process was first
            if time.time() - stray.stat().st_mtime > _STRAY_SECONDS:
                (clear if stray.is_dir() else Path.unlink)(stray)
    return target.with_name(f".{target.name}.{uuid4().hex}{DRAFT}")


@contextmanager
def _drafted(target: Path, content: bytes, mode: int) -> Iterator[Path]:
    """Hand out a draft with `content`, to be named inside; the name is on the disk afterwards."""
    draft = draft_of(target)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)
    sync(target.parent)


def _name(draft: Path, target: Path) -> None:
    try:
        os.link(draft, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        draft.replace(target)


@contextmanager
def lines_alone(file: Path) -> Iterator[BinaryIO]:
    """Open a file of lines that no other process writes meanwhile; it is made when absent.

    A line that a killed process left half is cut off. Only its owner can read the file.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.touch(mode=0o600)
    with file.open("r+b") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        stream.truncate(_line_start(stream, stream.seek(0, os.SEEK_END)))
        stream.seek(0)
        yield stream


def last_line(stream: BinaryIO) -> bytes:
    """Return the last line of what `lines_alone` opened, with its break; empty without lines.

    Costs the same however much comes before it.
    """
    end = stream.seek(0, os.SEEK_END)
    stream.seek(_line_start(stream, end - 1))
    return stream.read()


def _line_start(stream: BinaryIO, end: int) -> int:
    """Return the place after the last line break before `end`; 0 without one."""
    while end > 0:
        begin = max(0, end - _BLOCK_BYTES)
        stream.seek(begin)
        found = stream.read(end - begin).rfind(b"\n")
        if found >= 0:
            return begin + found + 1
        end = begin
    return 0


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Wait until no other process is inside with the same file, which is made when absent."""
    file.touch(mode=0o600)
    with file.open("ab") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


@contextmanager
def in_turn(file: Path | None, patience_s: float = 10.0) -> Iterator[None]:
    """Wait until no other process is inside with the same file; with None nobody waits.

    Who waited `patience_s` goes on: a turn spares work, it guards nothing, and the one inside may
    have been frozen.
    """
    if file is None:
        yield
        return
    file.touch(mode=0o600)
    until = time.monotonic() + patience_s
    with file.open("ab") as stream:
        while not _locked(stream) and time.monotonic() < until:
            time.sleep(_LOOK_AGAIN_S)
        yield


def _locked(stream: BinaryIO) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def append(stream: BinaryIO, line: bytes) -> None:
    """Add a line at the end of what `lines_alone` opened; on the disk when this returns."""
    stream.seek(0, os.SEEK_END)
    stream.write(line)
    stream.flush()
    os.fsync(stream.fileno())


@contextmanager
def flushed(folder: Path | None) -> Iterator[None]:
    """Every file that appears below `folder` inside is on the disk when this ends.

    With None there is nothing to flush: object storage answers when it has the object.

    DuckDB closes a Parquet file without flushing it, and a catalogue that survives a power cut
    must not name a file that did not. New files of other processes are flushed too; one that is
    gone again is passed over.

    Source: DuckDB pull request 12371; docs/adr/0006-flush-before-commit.md.
    """
    if folder is None:
        yield
        return
    before = _below(folder)
    yield
    new = _below(folder) - before
    for path in sorted(new | {path.parent for path in new}):
        with suppress(FileNotFoundError):
            sync(path)


def _below(folder: Path) -> set[Path]:
    """Return all that is in `folder`; a folder in it that goes meanwhile is passed over."""
    return {
        Path(place) / name
        for place, folders, files in os.walk(folder)
        for name in (*folders, *files)
    }


def clear(folder: Path) -> None:
    """Remove `folder` and what is in it; other processes may be removing it too.

    What one of them puts there meanwhile stays, and the folder with it.
    """
    shutil.rmtree(folder, onerror=_passed_over)


def _passed_over(_: object, __: str, failure: tuple[type, BaseException, object]) -> None:
    error = failure[1]
    if not isinstance(error, OSError) or error.errno not in (errno.ENOENT, errno.ENOTEMPTY):
        raise error


def shred(path: Path) -> None:
    """Overwrite the bytes of `path`, then remove it.

    Raises:
        FileNotFoundError: there is no such file.
    """
    with path.open("r+b") as file:
        file.write(os.urandom(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
