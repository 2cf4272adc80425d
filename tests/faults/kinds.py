"""Kinds of faults: each breaks one run of a step at a moment of chance, and mends the cause."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.faults.newsroom import WAYS, Cut

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.faults.site import Site, Step

    Fault = Callable[[Site, str, random.Random], str]


def killed(site: Site, step: str, rng: random.Random) -> str:
    """The process is gone between two instructions."""
    return _at_a_moment(site, step, rng).killed()


def crashed(site: Site, step: str, rng: random.Random) -> str:
    """The process breaks, on a machine that keeps the memory of what broke."""
    process = _at_a_moment(site, step, rng, dumps=True)
    process.signal(rng.choice((signal.SIGSEGV, signal.SIGABRT)))
    return process.said()


def stopped(site: Site, step: str, rng: random.Random) -> str:
    """The process freezes, another does its work, then it wakes up and goes on."""
    process = _at_a_moment(site, step, rng)
    process.signal(signal.SIGSTOP)
    other = site.start(step)
    said = other.ended(seconds=10)
    if said is None:  # the frozen one holds a file or the catalogue: that may last
        said = other.killed()
    process.signal(signal.SIGCONT)
    return said + process.said()


def power_cut(site: Site, step: str, rng: random.Random) -> str:
    """The process is gone, and so is a part of what was written and that nobody flushed.

    The catalogue is flushed by SQLite itself, which is not watched.
    """
    synced = site.outside / "synced"
    synced.unlink(missing_ok=True)
    safe = {file.stat().st_ino: file.stat().st_size for file in _files(site)}
    said = _at_a_moment(site, step, rng, synced=synced).killed()
    for line in synced.read_text().splitlines() if synced.exists() else ():
        inode, size = map(int, line.split())
        safe[inode] = size
    for file in _files(site):
        length, kept = file.stat().st_size, safe.get(file.stat().st_ino, 0)
        if length > kept:
            os.truncate(file, rng.randrange(kept, length))
    return said


def disk_full(site: Site, step: str, rng: random.Random) -> str:
    """The disk has room for a little more only."""
    room = rng.randrange(0, 400_000)
    with _mounted(site, _size(site.folder) + room):
        return site.start(step).said()


def no_rights(site: Site, step: str, rng: random.Random) -> str:
    """A folder or file lost its rights."""
    folders = (site.data, site.keys, site.config)
    places = [site.lake, *folders, *(place for folder in folders for place in folder.glob("*"))]
    place = rng.choice([place for place in places if not place.is_symlink()])
    mode = place.stat().st_mode
    place.chmod(rng.choice((0, 0o500 if place.is_dir() else 0o400)))
    try:
        return site.start(step, as_root=False).said()
    finally:
        place.chmod(mode)


def damaged_file(site: Site, step: str, rng: random.Random) -> str:
    """Some bytes of a Parquet file changed; afterwards the backup is put back."""
    return _damaged(site, step, rng, sorted(site.lake.rglob("*.parquet")))


def damaged_catalogue(site: Site, step: str, rng: random.Random) -> str:
    """Some bytes of the catalogue changed; afterwards the backup is put back."""
    return _damaged(site, step, rng, [site.catalogue])


def total_loss(site: Site, step: str, rng: random.Random) -> str:
    """A backup is made while the step works; then all is lost, and the backup put back."""
    backup = site.outside / "backup"
    process = _at_a_moment(site, step, rng)
    site.backup(backup)
    said = process.said()
    site.restore(backup)
    shutil.rmtree(backup)
    return said


def line_cut(site: Site, step: str, rng: random.Random) -> str:
    """The line to a server goes dead after some bytes, and comes back in time or too late."""
    after_bytes = rng.randrange(SENT_BYTES[step])
    cut = Cut(rng.choice(WAYS), after_bytes, rng.choice((rng.uniform(0, 0.6), 3600)))
    site.newsroom.cut = cut
    try:
        said = site.start(step).said()
    finally:
        site.newsroom.cut = None
    if cut.seconds == 3600 and cut.hit:
        assert f"[{UNHEARD[step]}]" in said, said
    return said


def clock_back(site: Site, step: str, rng: random.Random) -> str:
    """The clock of the machine is set back, by an hour to ten days."""
    return site.start(step, hours=-rng.uniform(1, 240)).said()


def clock_ahead(site: Site, step: str, rng: random.Random) -> str:
    """The clock of the machine is hours ahead, and then set right."""
    return site.start(step, hours=rng.uniform(1, AHEAD_HOURS)).said()


AHEAD_HOURS = 20
FAULTS: tuple[Fault, ...] = (
    killed,
    power_cut,
    disk_full,
    line_cut,
    stopped,
    no_rights,
    damaged_file,
    damaged_catalogue,
    total_loss,
    crashed,
    clock_back,
    clock_ahead,
)
AS_ROOT = {disk_full, no_rights}
"""Faults that take root to make: a disk of its own, a process with fewer rights than its owner."""
SENT_BYTES = {"feed": 10_000, "look": 40}
"""So many bytes and more a server answers to a step that asks one."""
UNHEARD = {"feed": "bron.bereik", "look": "melding.verzenden"}
"""What such a step says when no answer comes."""


def _at_a_moment(site: Site, step: str, rng: random.Random, **circumstances: object) -> Step:
    """Start the step, and wait for a moment of chance in the time that it takes."""
    process = site.start(step, **circumstances)
    time.sleep(rng.uniform(0, 1.3 * site.seconds[step] + 0.05))
    return process


def _damaged(site: Site, step: str, rng: random.Random, files: list[Path]) -> str:
    backup = site.outside / "backup"
    shutil.copytree(site.folder, backup, symlinks=True)
    file = rng.choice(files)
    content = bytearray(file.read_bytes())
    for _ in range(rng.randrange(1, 40)):
        content[rng.randrange(len(content))] ^= rng.randrange(1, 256)
    file.write_bytes(content)
    said = site.start(step).said()
    site.restore(backup)
    shutil.rmtree(backup)
    return said


def _files(site: Site) -> Iterator[Path]:
    for file in site.folder.rglob("*"):
        if file.is_file() and not file.name.startswith(site.catalogue.name):
            yield file


def _size(folder: Path) -> int:
    return sum(-(-file.stat().st_size // 4096) * 4096 + 4096 for file in folder.rglob("*"))


@contextmanager
def _mounted(site: Site, size: int) -> Iterator[None]:
    """Put the site on a disk of `size` bytes, and back on its own afterwards."""
    own = site.folder.with_name("own-disk")
    site.folder.rename(own)
    site.folder.mkdir()
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(site.folder)], check=True
    )
    try:
        shutil.copytree(own, site.folder, symlinks=True, dirs_exist_ok=True)
        yield
        shutil.rmtree(own)
        shutil.copytree(site.folder, own, symlinks=True)
    finally:
        subprocess.run(["umount", str(site.folder)], check=True)
        site.folder.rmdir()
        own.rename(site.folder)
