"""A source -> the store: fetch, pseudonymise, classify, store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.remembering import RememberingClassifier, RememberingDetector
from pipeline.framework_files import load_framework
from pipeline.ingest import Ingest
from pipeline.jobs.attested import attested, open_store, utc_now
from pipeline.language import Py3LangidIdentifier
from pipeline.sources.config import ExampleSpec, FileSpec, load_sources
from pipeline.sources.opening import open_source
from privacy.detect.engine import build_detector
from privacy.errors import Permanent
from privacy.framework.schema import BronSoort
from privacy.posts import AreaCode, SourceId
from privacy.pseudonymise import Pseudonymiser

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from pipeline.counts import Counts
    from pipeline.settings import Settings
    from pipeline.sources.config import SourceSpec
    from pipeline.sources.protocol import Source

FILE_SOURCE = SourceId("bestand")
STANDARD_INPUT = "-"
STDIN_FILENO = 0


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
    with attested("innemen", settings, clock) as job:
        job.gate.approved.source(source, clock())
        spec = _spec(settings, source)
        example = isinstance(spec, ExampleSpec)
        reading = _source(source, settings, spec, file, job.example_clock if example else clock)
        classifier, name_finder = job.permitted_models()
        gazetteer = job.gazetteer()
        detector = RememberingDetector(build_detector(name_finder))
        pseudonymiser = Pseudonymiser(job.keyring(), detector, gazetteer)
        with open_store(settings) as store:
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
