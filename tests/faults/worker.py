"""Steps of an installation in a process of their own, with light models, to be broken by tests.

The process is forked from one that has imported everything, so that nearly all of its time is
work, and a fault at a moment of chance hits that.
"""

from __future__ import annotations

import ctypes
import os
import resource
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import duckdb
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pipeline import durable, jobs
from pipeline.accountability.facts import facts_of
from pipeline.accountability.kept import artefacts
from pipeline.bundle_files import read_bundle, write_bundle
from pipeline.bundling import bundle_of
from pipeline.cli.app import guarded
from pipeline.clock import utc_now
from pipeline.condition import ModelCondition
from pipeline.drift import drift
from pipeline.framework_files import activate, framework_folder, read_papers
from pipeline.hardening import harden
from pipeline.ingest import Ingest
from pipeline.jobs.attested import attested, open_store
from pipeline.jobs.shards import permitted
from pipeline.journal import Journal
from pipeline.lake.day_counts import counts_per_day
from pipeline.root_files import replace_root
from pipeline.settings import Settings, load_settings
from pipeline.sources.again import Again
from pipeline.sources.files import FileSource
from pipeline.sources.opening import Opening
from privacy.framework.document import parse_framework
from privacy.framework.roles import Rol
from privacy.framework.trust import read_trust_root
from privacy.posts import AreaCode, SourceId
from privacy.pseudonymise import Pseudonymiser
from tests.light import NameDetector, TwoLanguages, WordClassifier, almere

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from pipeline.sources.config import SourceSpec
    from pipeline.sources.protocol import Source

    Clock = Callable[[], datetime]

CITY = AreaCode("GM0034")
LOG_KEY: Final = Ed25519PrivateKey.from_private_bytes(b"36" * 16)
_READ_ANYTHING = (1, 2)
"""The capabilities of root to read and write whatever the modes say (linux/capability.h)."""


@dataclass(frozen=True)
class Order:
    """Which steps to take, on which installation, and what is wrong with the machine."""

    steps: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    """Where the process works: a dump of its memory would land here."""
    said: Path
    file: Path
    objector: str
    papers: Path
    """What the council signed for the next version and the next trust root."""
    hours: float = 0.0
    """How far the clock of the machine is ahead."""
    synced: Path | None = None
    """Where every flush is told, for who cuts the power."""
    dumps: bool = False
    """Whether the machine writes the memory of a crashed process to a file, if it is let."""
    as_root: bool = True


def work(order: Order) -> None:
    """Take the steps; what is said goes to a file, as does a failure."""
    with order.said.open("wb") as said:
        for descriptor in (1, 2):
            os.dup2(said.fileno(), descriptor)
    os.environ.clear()
    os.environ.update(order.environment)
    tempfile.tempdir = None
    os.chdir(order.folder)
    if not order.as_root:
        _obey_modes()
    if order.synced is not None:
        _tell_flushes(order.synced)
    if order.dumps:
        resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    _trust_extensions()
    harden()
    guarded(lambda: _take(order))


def _take(order: Order) -> None:
    settings = load_settings()

    def clock() -> datetime:
        return utc_now() + timedelta(hours=order.hours)

    today = utc_now().date()
    days = (today - timedelta(days=8), today)
    known: dict[str, Callable[[], object]] = {
        "rotate": lambda: rotate(settings, clock, order.papers),
        "activate": lambda: put_in_force(settings, clock, order.papers),
        "ingest": lambda: take_in(settings, clock, "bestand", lambda s: [_file(s, order, clock)]),
        "feed": lambda: take_in(settings, clock, "krant", lambda s: _feeds(s, settings, clock)),
        "reprocess": lambda: take_in(
            settings, clock, "bestand", lambda s: [Again(_file(s, order, clock), *days)]
        ),
        "aggregate": lambda: jobs.aggregate(settings, clock),
        "release": lambda: jobs.release(settings, clock),
        "purge": lambda: jobs.purge(settings, clock),
        "erase": lambda: jobs.erase(settings, Rol.FG, order.objector, objects=True, clock=clock),
        "models": lambda: look_at_models(settings, clock),
        "look": lambda: jobs.check_framework(settings, clock),
        "bundle": lambda: bundle(settings, clock),
        "account": lambda: account(settings, clock),
        "count": lambda: count(settings),
    }
    for step in order.steps:
        started = time.monotonic()
        known[step]()
        print(f"{step} {time.monotonic() - started:.3f}")  # noqa: T201 - the test reads it


def take_in(
    settings: Settings,
    clock: Clock,
    name: str,
    shards: Callable[[SourceSpec], list[Source]],
) -> None:
    """Do what `jobs.ingest` does, with light models."""
    with attested("innemen", settings, clock) as job, open_store(settings) as store:
        spec = permitted(settings, job.gate.approved.source(name, clock()))
        gazetteer = job.gazetteer()
        run = Ingest(
            gate=job.gate,
            pseudonymiser=Pseudonymiser(job.keyring(), NameDetector(), gazetteer, job.objections),
            classifier=WordClassifier(),
            language=TwoLanguages(),
            gazetteer=gazetteer,
            store=store,
            texts=job.texts(),
            clock=clock,
            batch_posts=settings.batch_posts,
        )
        for shard in shards(spec):
            run.run(shard, CITY, job.counts, lambda _done, _total: job.tell())


def look_at_models(settings: Settings, clock: Clock) -> None:
    """Do what `jobs.check_models` does, without the minutes of measuring."""
    with attested("modelkeuring", settings, clock) as job, open_store(settings) as store:
        today = clock().date()
        job.seen.model = ModelCondition(
            moment=clock(),
            macro_f1=1.0,
            fpr_protected=0.0,
            group_gap=0.0,
            drift=drift(counts_per_day(store, today), today),
        )


def rotate(settings: Settings, clock: Clock, papers: Path) -> None:
    """Put the second trust root in force, unless it is: the command is given once."""
    folder = framework_folder(settings, clock())
    present, root = read_papers(folder), (papers / "anker-2.json").read_bytes()
    if present.trust_root == root:
        return
    version = parse_framework(present.framework).kader_versie
    replace_root(
        folder,
        root,
        (papers / "wissel.json").read_bytes(),
        (papers / f"besluit-{version}-2.json").read_bytes(),
        journal=Journal(settings.journal, clock),
        now=clock(),
    )


def put_in_force(settings: Settings, clock: Clock, papers: Path) -> None:
    """Put the second version of the framework in force, or put it there again."""
    folder = framework_folder(settings, clock())
    root = read_trust_root(read_papers(folder).trust_root).anker_versie
    approval = (papers / f"besluit-2-{root}.json").read_bytes()
    activate(
        folder,
        (papers / "kader-2.yaml").read_bytes(),
        approval,
        clock=clock,
        journal=Journal(settings.journal, clock),
    )


def account(settings: Settings, clock: Clock) -> None:
    """Write each artefact that gives account and is not there: one that is there is whole."""
    folder = settings.data / "verantwoording"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in artefacts(facts_of(settings, clock), clock().date()).items():
        with suppress(FileExistsError):
            durable.write_new(folder / name, content)
        assert (folder / name).read_bytes()


def count(settings: Settings) -> None:
    """Say how many posts are stored."""
    with open_store(settings) as store:
        print(f"posts: {store.posts()}")  # noqa: T201 - idem


def _file(spec: SourceSpec, order: Order, clock: Clock) -> FileSource:
    return FileSource(SourceId("bestand"), spec, clock=clock, path=order.file)  # type: ignore[arg-type] # FileSpec


def _feeds(spec: SourceSpec, settings: Settings, clock: Clock) -> list[Source]:
    """Return the feeds; waiting for a server takes a tenth of the time."""
    opening = Opening(
        settings.config_folder,
        almere(),
        clock,
        settings.contact,
        sleep=lambda seconds: time.sleep(seconds / 10),
    )
    return list(opening.shards(SourceId("krant"), spec))


def bundle(settings: Settings, clock: Clock) -> None:
    """Pack a bundle where there is none; one that is there is whole."""
    path = settings.data / "bundel.zip"
    with suppress(FileExistsError):
        write_bundle(path, bundle_of(settings, LOG_KEY, clock()))
    read_bundle(path)


def _obey_modes() -> None:
    """As root, file modes mean nothing; without these capabilities they do."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    assert libc.capget(header, data) == 0
    kept = ~sum(1 << each for each in _READ_ANYTHING) & 0xFFFFFFFF
    data[0] &= kept
    data[1] &= kept
    assert libc.capset(header, data) == 0


def _tell_flushes(file: Path) -> None:
    """Write inode and length of every file that Python flushes, when it is on the disk."""
    target, flush = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND), os.fsync

    def fsync(descriptor: int) -> None:
        flush(descriptor)
        status = os.fstat(descriptor)
        os.write(target, f"{status.st_ino} {status.st_size}\n".encode())

    os.fsync = fsync  # type: ignore[assignment]


def _trust_extensions() -> None:
    """Leave out what DuckDB does for a second each time: check the signatures of its extensions."""
    connect = duckdb.connect

    def trusting(
        database: Path | str = ":memory:",
        read_only: bool = False,
        config: Mapping[str, object] | None = None,
    ) -> duckdb.DuckDBPyConnection:
        trusted = {**(config or {}), "allow_unsigned_extensions": True}
        return connect(database, read_only, trusted)  # type: ignore[arg-type] # any value

    duckdb.connect = trusting
