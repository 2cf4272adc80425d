"""The composition root: each job wires the real parts, runs once, and returns numbers only.

CLI commands and Airflow tasks call these and nothing below them. Every job can be killed at any
moment and run again.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from models.load import load_classifier, load_name_finder
from models.measured import require
from models.remembering import RememberingClassifier, RememberingDetector
from pipeline.aggregate import aggregate as aggregate_cells
from pipeline.aggregate import first_kept_day
from pipeline.areas.gazetteer import Gazetteer
from pipeline.city_clock import TIMEZONE
from pipeline.counts import Counts, Kind
from pipeline.framework_files import load_framework, open_for_deletion, open_gate
from pipeline.ingest import Ingest
from pipeline.journal import Journal, code_sha256
from pipeline.key_files import KeyFiles
from pipeline.language import Py3LangidIdentifier
from pipeline.release import release as release_cells
from pipeline.release import summary
from pipeline.sources.config import ExampleSpec, FileSpec, load_sources
from pipeline.sources.opening import open_source
from pipeline.store import Store
from privacy.detect.engine import build_detector
from privacy.detect.span import PIIType
from privacy.errors import Permanent, PrivacyError
from privacy.framework.schema import BronSoort
from privacy.keyring import KeyRing
from privacy.posts import AreaCode, SourceId
from privacy.pseudonymise import Pseudonymiser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from models.name_finder import EncoderNameFinder
    from models.signal_classifier import SignalClassifier
    from pipeline.framework_files import Gate
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
    with _job("innemen", settings, clock) as job:
        job.gate.approved.source(source, clock())
        spec = _spec(settings, source)
        example = isinstance(spec, ExampleSpec)
        reading = _source(source, settings, spec, file, job.example_clock if example else clock)
        classifier, name_finder = job.permitted_models()
        gazetteer = job.gazetteer()
        detector = RememberingDetector(build_detector(name_finder))
        pseudonymiser = Pseudonymiser(job.keyring(), detector, gazetteer)
        with _store(settings) as store:
            ingest_run = Ingest(
                gate=job.gate,
                pseudonymiser=pseudonymiser,
                classifier=RememberingClassifier(classifier),
                language=Py3LangidIdentifier(),
                gazetteer=gazetteer,
                store=store,
                clock=clock,
                batch_posts=settings.batch_posts,
            )
            default_area = AreaCode(spec.standaardgebied) if spec.standaardgebied else None
            return ingest_run.run(reading, default_area, job.counts, progress)


def aggregate(settings: Settings, clock: Callable[[], datetime] = utc_now) -> int:
    """Count distinct authors per cell of the grid; return the number of cells."""
    with _job("tellen", settings, clock) as job, _store(settings) as store:
        framework = job.gate.approved.framework
        return aggregate_cells(store, framework, job.gazetteer(), clock())


def release(settings: Settings, clock: Callable[[], datetime] = utc_now) -> dict[Status, int]:
    """Publish the cells under the disclosure rules; return how many per status."""
    with _job("vrijgeven", settings, clock) as job:
        with _store(settings) as store:
            cells = store.cells()
        framework = job.gate.approved.framework
        return summary(release_cells(cells, framework, job.gazetteer(), settings.released, clock()))


def purge(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Purged:
    """Delete posts, counts before release and epoch keys whose retention has ended.

    Goes on when the framework has lapsed or was stopped.
    """
    gate = open_for_deletion(settings, clock)
    with _job("opruimen", settings, clock, gate) as job, _store(settings) as store:
        now = clock()
        retention_days = job.gate.approved.framework.bewaartermijnen.berichten_dagen
        posts = store.expire(first_kept_day(now, retention_days))
        epochs = len(job.keyring().destroy_expired(now))
        job.deleted(berichten=posts, sleutels=epochs)
        return Purged(posts, epochs)


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


@dataclass(slots=True)
class _Job:
    """A run of one job: the gate it works behind, and what its attestation will say."""

    settings: Settings
    gate: Gate
    journal: Journal
    clock: Callable[[], datetime]
    counts: Counts = field(default_factory=Counts)
    models: tuple[str, ...] = ()
    removed: int = 0

    def gazetteer(self) -> Gazetteer:
        """Return the areas that the framework names."""
        areas = self.gate.approved.framework.gebieden.set
        return Gazetteer.load(self.settings.config_folder / "gebieden" / areas)

    def permitted_models(self) -> tuple[SignalClassifier, EncoderNameFinder]:
        """Return the models, which the framework lists and which reach its minimum.

        Raises:
            PrivacyError: a model is not listed, was changed, or falls short.
        """
        classifier = load_classifier(threads=self.settings.threads)
        name_finder = load_name_finder(threads=self.settings.threads)
        approved = self.gate.approved
        require(classifier.measured, approved.algorithm(classifier.id, classifier.sha256).minimum)
        approved.algorithm(name_finder.id, name_finder.sha256)
        self.models = (classifier.sha256, name_finder.sha256)
        return classifier, name_finder

    def keyring(self) -> KeyRing:
        """Return the key ring, open for this framework."""
        return KeyRing(self.gate.approved, KeyFiles(self.settings.keys))

    def example_clock(self) -> datetime:
        """Return the moment at which the simulated fortnight ends: where the framework begins.

        So the example is the same on every later day, and running it again adds nothing.
        """
        first = self.gate.approved.framework.geldig_van
        return datetime(first.year, first.month, first.day, tzinfo=TIMEZONE)

    def deleted(self, **numbers: int) -> None:
        """Record what was deleted because its retention ended."""
        for what, number in numbers.items():
            self.removed += number
            if number:
                self.journal.record(
                    soort="verwijdering",
                    kader_sha256=self.gate.approved.sha256,
                    wat=what,
                    reden="termijn",
                    aantal=number,
                )

    def attest(self, name: str, started: datetime, outcome: str) -> None:
        """Record that the job ran, under which framework, with what result."""
        found = self.counts.of(Kind.FOUND)
        self.journal.record(
            soort="taak",
            taak=name,
            kader_sha256=self.gate.approved.sha256,
            code_sha256=code_sha256(),
            model_sha256=self.models,
            begin=started,
            einde=self.clock(),
            gelezen=self.counts.total(Kind.READ),
            vervallen=self.counts.total(Kind.DROPPED),
            bewaard=self.counts.total(Kind.STORED),
            gevonden_per_soort={PIIType(kind): number for kind, number in found.items()},
            rho_besteed=0.0,
            verwijderd=self.removed,
            uitkomst=outcome,
        )


@contextmanager
def _job(
    name: str, settings: Settings, clock: Callable[[], datetime], gate: Gate | None = None
) -> Iterator[_Job]:
    """Open the gate, hand out a job, and attest its end in the log, however it ends.

    A job that is killed attests nothing; what it had committed is attested by no run, and the
    next one continues from there.
    """
    started, journal = clock(), Journal(settings.journal, clock)
    gate = gate or open_gate(settings, clock, journal)
    job = _Job(settings, gate, journal, clock)
    log = structlog.get_logger().bind(job=name, framework=gate.approved.sha256[:12])
    log.info("begonnen")
    try:
        yield job
    except BaseException as error:
        outcome = "afgebroken" if isinstance(error, PrivacyError) else "mislukt"
        job.attest(name, started, outcome)
        log.warning(outcome)
        raise
    job.attest(name, started, "voltooid")
    log.info("klaar", seconds=round((clock() - started).total_seconds(), 2))


def _store(settings: Settings) -> Store:
    return Store(settings.catalogue, settings.lake, settings.threads)


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
