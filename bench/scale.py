"""Cost per post as the lake grows, and release over a year of small batches.

`make bench-scale`. Stores invented classified posts straight into a lake (no model: its cost per
post does not depend on what is stored) and times what does: looking for doubles, committing,
counting, releasing. The nights of the year are all lived; its days have fewer batches than the 96
of production (`--batches`), because each night makes one file of a day, and one row per kind of
count, however many batches there were. What is left is printed, so that this can be checked.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from models.card import CARD_NAME
from models.error_rates import MeasuredErrors
from models.load import PACKAGED_DIR
from pipeline.aggregate import aggregate, first_kept_day
from pipeline.areas.gazetteer import Gazetteer
from pipeline.counts import Counts, Kind
from pipeline.lake.cells import read_cells
from pipeline.lake.deletion import expire
from pipeline.lake.store import Batch, Store
from pipeline.release import release
from pipeline.settings import PACKAGED_CONFIG
from privacy.epoch import Epoch
from privacy.framework.document import parse_framework
from privacy.level import Level
from privacy.posts import (
    AreaCode,
    AuthorPseudonym,
    ClassifiedPost,
    Fingerprint,
    PostKey,
    Signal,
    SourceId,
)

if TYPE_CHECKING:
    from multiprocessing.queues import Queue
    from multiprocessing.synchronize import Barrier

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SOURCE = SourceId("bestand")
SIGNAL_SHARE = 0.07
BATCH_POSTS = 2048
PROBE_BATCHES = 8
POSTS_A_DAY = 1920
KEPT_DAYS = 35
ROUNDS = 5
LEFT = (
    "SELECT (SELECT count(*) FROM ducklake_data_file), (SELECT count(*) FROM ducklake_snapshot), "
    "(SELECT sum(pgsize) / 1024 FROM dbstat)"
)


def main() -> None:
    """Print the two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--days", type=int, default=365, help="days of the old lake")
    parser.add_argument("--batches", type=int, default=4, help="batches a day in the old lake")
    options = parser.parse_args()
    areas = Gazetteer.load(PACKAGED_CONFIG / "gebieden" / "almere")
    codes = [area.code for area in areas.areas(Level.WIJK)]
    with tempfile.TemporaryDirectory() as folder:
        stores = {size: Path(folder) / str(size) for size in options.sizes}
        for size, store in stores.items():
            fill(store, size, codes)
        print_speeds(stores, codes)
    with tempfile.TemporaryDirectory() as folder:
        new, old = Path(folder) / "new", Path(folder) / "old"
        live(new, KEPT_DAYS, 1, codes, nights=False)
        live(old, options.days, options.batches, codes, nights=True)
        compare({"a day old": new, f"{options.days} days": old}, areas)


def place(folder: Path) -> tuple[Path, Path]:
    """Return where catalogue and files of the bench lie."""
    return folder / "keys" / "c.sqlite", folder / "lake"


def posts(
    rng: random.Random, number: int, day: date, codes: list[AreaCode]
) -> list[ClassifiedPost]:
    """Return invented posts of one day: some with a signal, from many authors."""
    return [_post(rng, day, codes) for _ in range(number)]


def _post(rng: random.Random, day: date, codes: list[AreaCode]) -> ClassifiedPost:
    hour = datetime(day.year, day.month, day.day, rng.randrange(24), tzinfo=UTC)
    signals = (rng.choice(list(Signal)),) if rng.random() < SIGNAL_SHARE else ()
    return ClassifiedPost(
        key=PostKey(f"{rng.getrandbits(128):032x}"),
        author=AuthorPseudonym(f"{rng.randrange(50_000):032x}") if signals else None,
        fingerprint=Fingerprint(f"{rng.getrandbits(16):04x}") if signals else None,
        epoch=Epoch.of(hour),
        source=SOURCE,
        hour=hour,
        areas=(rng.choice(codes),),
        signals=signals,
    )


def batch(found: list[ClassifiedPost], shard: str, position: int) -> Batch:
    """Return a batch that counts its posts as read."""
    counts = Counts()
    counts.add(Kind.READ, number=len(found))
    return Batch(found, counts, SOURCE, shard, str(position))


def fill(folder: Path, size: int, codes: list[AreaCode]) -> None:
    """Store `size` posts over the days that are kept."""
    rng = random.Random(1)
    with Store(*place(folder), threads=1) as store:
        for number in range(0, size, 20_000):
            day = NOW.date() - timedelta(days=number // 20_000 % KEPT_DAYS)
            store.append(batch(posts(rng, min(20_000, size), day, codes), "fill", number))
        store.compact()


def print_speeds(stores: dict[int, Path], codes: list[AreaCode]) -> None:
    """Print how fast posts are stored in each store, by one worker and by two, in turns."""
    for store in stores.values():
        shutil.copytree(store, aside(store))
    measured: dict[tuple[int, int], list[float]] = {}
    for _ in range(ROUNDS):
        for size, store in stores.items():
            for workers in (1, 2):
                shutil.rmtree(store)
                shutil.copytree(aside(store), store)
                measured.setdefault((size, workers), []).append(speed(store, workers, codes))
    print(f"{'posts in store':>15} {'1 worker':>10} {'2 workers':>10}   posts/s, best of {ROUNDS}")
    for size in stores:
        one, two = (max(measured[size, workers]) for workers in (1, 2))
        print(f"{size:>15,} {one:>10,.0f} {two:>10,.0f}", flush=True)


def aside(folder: Path) -> Path:
    """Return where the store is kept as it was filled; it works in one place."""
    return folder.with_name(f"{folder.name}-aside")


def speed(folder: Path, workers: int, codes: list[AreaCode]) -> float:
    """Return how many posts `workers` processes together store a second, once they are ready."""
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(workers)
    took = context.Queue()
    processes = [
        context.Process(target=probe, args=(folder, n, codes, ready, took)) for n in range(workers)
    ]
    for process in processes:
        process.start()
    slowest: float = max(took.get() for _ in processes)
    for process in processes:
        process.join()
    return workers * PROBE_BATCHES * BATCH_POSTS / slowest


def probe(
    folder: Path, worker: int, codes: list[AreaCode], ready: Barrier, took: Queue[float]
) -> None:
    """Store batches of today and tell how long that took."""
    rng = random.Random(time.time_ns() + worker)
    made = [posts(rng, BATCH_POSTS, NOW.date(), codes) for _ in range(PROBE_BATCHES)]
    with Store(*place(folder), threads=1) as store:
        ready.wait()
        started = time.monotonic()
        for number, found in enumerate(made):
            store.append(batch(found, f"shard{worker}", number))
        store.compact()
        took.put(time.monotonic() - started)


def live(folder: Path, days: int, batches: int, codes: list[AreaCode], *, nights: bool) -> None:
    """Store the posts of so many days, in so many batches each; with nights, retention runs."""
    rng = random.Random(2)
    with Store(*place(folder), threads=1) as store:
        for ago in range(days - 1, -1, -1):
            day = NOW.date() - timedelta(days=ago)
            for number in range(batches):
                found = posts(rng, POSTS_A_DAY // batches, day, codes)
                store.append(batch(found, "s", ago * batches + number))
            if nights:
                night = datetime(day.year, day.month, day.day, tzinfo=UTC)
                expire(store, first_kept_day(night, KEPT_DAYS))


def compare(lakes: dict[str, Path], areas: Gazetteer) -> None:
    """Print what each lake holds and how long counting and releasing take in it, in turns."""
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in lakes}
    for _ in range(ROUNDS):
        for name, folder in lakes.items():
            took[name].append(release_from(folder, areas))
    print(
        f"{'lake':>10} {'posts':>8} {'files':>6} {'snapshots':>9} {'catalogue kB':>12} "
        f"{'count':>6} {'release':>8}   seconds, best of {ROUNDS}"
    )
    for name, folder in lakes.items():
        with Store(*place(folder), threads=1) as store:
            stored = store.posts()
        with closing(sqlite3.connect(place(folder)[0])) as catalogue:
            files, snapshots, kilobytes = catalogue.execute(LEFT).fetchone()
        counted, released = map(min, zip(*took[name], strict=True))
        print(
            f"{name:>10} {stored:>8,} {files:>6,} {snapshots:>9,} {kilobytes:>12,.0f} "
            f"{counted:>6.2f} {released:>8.2f}"
        )


def release_from(folder: Path, areas: Gazetteer) -> tuple[float, float]:
    """Return how many seconds counting and releasing take."""
    framework = parse_framework((PACKAGED_CONFIG / "privacykader.yaml").read_bytes())
    errors = MeasuredErrors.read(PACKAGED_DIR / CARD_NAME).per_signal
    with Store(*place(folder), threads=1) as store:
        started = time.monotonic()
        aggregate(store, framework, areas, NOW)
        counted = time.monotonic()
        database = folder / "vrijgave.duckdb"
        release(read_cells(store), framework, areas, errors, database=database, now=NOW)
        return counted - started, time.monotonic() - counted


if __name__ == "__main__":
    main()
