"""Kinds of faults: each breaks one run of a step at a moment of chance, and mends the cause."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.faults.site import WITHOUT_OVERRIDE, ended, kill

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.faults.site import Site

    Fault = Callable[[Site, str, random.Random], str]

SECONDS = 4.0
"""A step takes about this long, most of it to start."""


def killed(site: Site, step: str, rng: random.Random) -> str:
    """The process is gone between two instructions."""
    process = site.start(step)
    time.sleep(rng.uniform(0, SECONDS))
    return kill(process)


def stopped(site: Site, step: str, rng: random.Random) -> str:
    """The process freezes, another does its work, then it wakes up and goes on."""
    process = site.start(step)
    time.sleep(rng.uniform(0, SECONDS))
    process.send_signal(signal.SIGSTOP)
    other = site.start(step)
    try:
        said, _ = other.communicate(timeout=30)
    except subprocess.TimeoutExpired:  # the frozen one holds the catalogue: that may last
        said = kill(other)
    process.send_signal(signal.SIGCONT)
    return said + ended(process)


def power_cut(site: Site, step: str, rng: random.Random) -> str:
    """The process is gone, and so is the second half of every file that nobody flushed."""
    before = set(site.lake.rglob("*.parquet"))
    synced = site.folder / "tmp" / "synced"
    process = site.start(step, options=["--synced", str(synced)])
    time.sleep(rng.uniform(0, SECONDS))
    said = kill(process)
    kept = set(synced.read_text().splitlines()) if synced.exists() else set()
    for file in set(site.lake.rglob("*.parquet")) - before:
        if str(file) not in kept:
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    return said


def disk_full(site: Site, step: str, rng: random.Random) -> str:
    """The disk has room for a little more only."""
    room = rng.randrange(0, 400_000)
    with _mounted(site, _size(site.folder) + room):
        return ended(site.start(step))


def no_rights(site: Site, step: str, rng: random.Random) -> str:
    """A folder or file lost its rights."""
    places = [site.data, site.keys, site.lake, *site.data.glob("*"), *site.keys.glob("*")]
    place = rng.choice(places)
    mode = place.stat().st_mode
    place.chmod(rng.choice((0, 0o500 if place.is_dir() else 0o400)))
    try:
        return ended(site.start(step, before=WITHOUT_OVERRIDE))
    finally:
        place.chmod(mode)


def damaged_file(site: Site, step: str, rng: random.Random) -> str:
    """Some bytes of a Parquet file changed; afterwards the backup is put back."""
    return _damaged(site, step, rng, sorted(site.lake.rglob("*.parquet")))


def damaged_catalogue(site: Site, step: str, rng: random.Random) -> str:
    """Some bytes of the catalogue changed; afterwards the backup is put back."""
    return _damaged(site, step, rng, [site.keys / "catalogus.sqlite"])


def clock_back(site: Site, step: str, rng: random.Random) -> str:
    """The clock of the machine is set back, by an hour to ten days."""
    return ended(site.start(step, options=["--hours", str(-rng.uniform(1, 240))]))


FAULTS: tuple[Fault, ...] = (
    killed,
    power_cut,
    disk_full,
    stopped,
    no_rights,
    damaged_file,
    damaged_catalogue,
    clock_back,
)


def _damaged(site: Site, step: str, rng: random.Random, files: list[Path]) -> str:
    backup = site.folder.with_name("backup")
    shutil.copytree(site.folder, backup)
    file = rng.choice(files)
    content = bytearray(file.read_bytes())
    for _ in range(rng.randrange(1, 40)):
        content[rng.randrange(len(content))] ^= rng.randrange(1, 256)
    file.write_bytes(content)
    said = ended(site.start(step))
    shutil.rmtree(site.folder)
    backup.rename(site.folder)
    return said


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
        shutil.copytree(own, site.folder, dirs_exist_ok=True)
        yield
        shutil.rmtree(own)
        shutil.copytree(site.folder, own)
    finally:
        subprocess.run(["umount", str(site.folder)], check=True)
        site.folder.rmdir()
        own.rename(site.folder)
