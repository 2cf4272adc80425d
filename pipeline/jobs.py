"""The composition root: each job wires the real parts, runs once, and returns numbers only.

CLI commands and Airflow tasks call these and nothing below them. Every job can be killed at any
moment and run again.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from models.load import load_classifier
from pipeline.aggregate import TIMEZONE, first_kept_day
from pipeline.aggregate import aggregate as aggregate_cells
from pipeline.areas import Gazetteer
from pipeline.framework_files import load_framework
from pipeline.ingest import Ingest
from pipeline.key_files import KeyFiles
from pipeline.language import Py3LangidIdentifier
from pipeline.release import release as release_cells
from pipeline.release import summary
from pipeline.sources.config import ExampleSpec, FileSpec, load_sources
from pipeline.sources.opening import open_source
from pipeline.store import Store
from privacy.detect.engine import build_detector
from privacy.errors import Permanent
from privacy.framework.schema import BronSoort
from privacy.keyring import KeyRing
from privacy.posts import AreaCode, SourceId
from privacy.pseudonymise import Pseudonymiser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pipeline.counts import Counts
    from pipeline.settings import Settings
    from pipeline.sources.config import SourceSpec
    from pipeline.sources.protocol import Source
    from privacy.cells import Status
    from privacy.framework.approved import ApprovedFramework

FILE_SOURCE = SourceId("bestand")
STANDARD_INPUT = "-"
STDIN_FILENO = 0


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Purged:
    """What was removed because its retention ended."""

    posts: int
    epochs: int


@dataclass(frozen=True, slots=True)
class Health:
    """What an operator sees at a glance."""

    framework: ApprovedFramework
    posts: int
    counts: Counts
    freshness: dict[SourceId, datetime]
    released: datetime | None


def open_sources(settings: Settings, clock: Callable[[], datetime] = utc_now) -> list[SourceId]:
    """Return the sources that may be read now without being handed a file."""
    framework = load_framework(settings, clock()).framework
    return [
        SourceId(source.id) for source in framework.bronnen if source.soort is not BronSoort.BESTAND
    ]


def ingest(
    settings: Settings,
    *,
    source: SourceId | None = None,
    file: Path | None = None,
    clock: Callable[[], datetime] = utc_now,
    progress: Callable[[int, int | None], None] = lambda _done, _total: None,
) -> Counts:
    """Store what is new in a source, or in a file (`-` is standard input); return the counts.

    Raises:
        PrivacyError: the framework does not allow it.
        Permanent: the source or file is unknown or unreadable.
        Transient: the store stayed busy.
    """
    source = source or FILE_SOURCE
    approved = load_framework(settings, clock())
    approved.source(source, clock())
    spec = _spec(settings, source)
    classifier = load_classifier()
    approved.algorithm(classifier.id, classifier.sha256)
    gazetteer = _gazetteer(settings, approved)
    keyring = KeyRing(approved, KeyFiles(settings.keys))
    read_at = (lambda: _example_clock(approved)) if isinstance(spec, ExampleSpec) else clock
    with _job("innemen", approved, source), _store(settings) as store:
        return Ingest(
            approved=approved,
            pseudonymiser=Pseudonymiser(keyring, build_detector(), gazetteer),
            classifier=classifier,
            language=Py3LangidIdentifier(),
            gazetteer=gazetteer,
            store=store,
            clock=clock,
            batch_posts=settings.batch_posts,
        ).run(
            _source(source, settings, spec, file, read_at),
            AreaCode(spec.standaardgebied) if spec.standaardgebied else None,
            progress,
        )


def aggregate(settings: Settings, clock: Callable[[], datetime] = utc_now) -> int:
    """Count distinct authors per cell of the grid; return the number of cells."""
    approved = load_framework(settings, clock())
    with _job("tellen", approved), _store(settings) as store:
        gazetteer = _gazetteer(settings, approved)
        return aggregate_cells(store, approved.framework, gazetteer, clock())


def release(settings: Settings, clock: Callable[[], datetime] = utc_now) -> dict[Status, int]:
    """Publish the cells under the disclosure rules; return how many per status."""
    approved = load_framework(settings, clock())
    with _job("vrijgeven", approved), _store(settings) as store:
        cells = store.cells()
    gazetteer = _gazetteer(settings, approved)
    return summary(release_cells(cells, approved.framework, gazetteer, settings.released, clock()))


def purge(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Purged:
    """Delete posts, counts before release and epoch keys whose retention has ended."""
    now = clock()
    approved = load_framework(settings, now)
    retention_days = approved.framework.bewaartermijnen.berichten_dagen
    keyring = KeyRing(approved, KeyFiles(settings.keys))
    with _job("opruimen", approved), _store(settings) as store:
        posts = store.expire(first_kept_day(now, retention_days))
        return Purged(posts, len(keyring.destroy_expired(now)))


def health(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Health:
    """Return the state of framework, sources, store and released figures."""
    approved = load_framework(settings, clock())
    with _store(settings) as store:
        released = settings.released
        return Health(
            approved,
            store.posts(),
            store.counts(),
            dict(store.freshness()),
            datetime.fromtimestamp(released.stat().st_mtime, UTC) if released.exists() else None,
        )


@contextmanager
def _job(name: str, approved: ApprovedFramework, source: SourceId | None = None) -> Iterator[None]:
    """Log start and end of a job: names and numbers only."""
    log = structlog.get_logger().bind(job=name, framework=approved.sha256[:12])
    if source:
        log = log.bind(source=source)
    started = time.monotonic()
    log.info("begonnen")
    yield
    log.info("klaar", seconds=round(time.monotonic() - started, 2))


def _store(settings: Settings) -> Store:
    return Store(settings.catalogue, settings.lake, settings.threads)


def _gazetteer(settings: Settings, approved: ApprovedFramework) -> Gazetteer:
    return Gazetteer.load(settings.config_folder / "gebieden" / approved.framework.gebieden.set)


def _spec(settings: Settings, source: SourceId) -> SourceSpec:
    specs = load_sources(settings.config_folder / "bronnen.yaml").bronnen
    if source not in specs:
        raise Permanent("bron.onbekend", "deze bron staat niet in bronnen.yaml")
    return specs[source]


def _source(
    source: SourceId,
    settings: Settings,
    spec: SourceSpec,
    file: Path | None,
    clock: Callable[[], datetime],
) -> Source:
    if isinstance(spec, FileSpec) and file is None:
        raise Permanent("bron.bestand", "deze bron leest een bestand: geef --file")
    piped = file is not None and str(file) == STANDARD_INPUT
    return open_source(
        source,
        spec,
        folder=settings.config_folder,
        clock=clock,
        path=None if piped else file,
        stream=open(STDIN_FILENO, "rb", closefd=False) if piped else None,
    )


def _example_clock(approved: ApprovedFramework) -> datetime:
    """Return the moment at which the simulated fortnight ends: where the framework begins.

    So the example is the same on every later day, and running it again adds nothing.
    """
    first = approved.framework.geldig_van
    return datetime(first.year, first.month, first.day, tzinfo=TIMEZONE)
