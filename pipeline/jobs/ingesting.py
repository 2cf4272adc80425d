"""A source -> the store: fetch, pseudonymise, classify, store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.remembering import RememberingClassifier, RememberingDetector
from pipeline.framework_files import load_framework
from pipeline.ingest import Ingest
from pipeline.jobs.attested import attested, open_store, utc_now
from pipeline.jobs.report import StoreSeen
from pipeline.language import Py3LangidIdentifier
from pipeline.sources.config import ExampleSpec, FileSpec, load_sources
from pipeline.sources.opening import Opening
from privacy.detect.engine import build_detector
from privacy.errors import Permanent, PrivacyError, Transient
from privacy.posts import AreaCode, SourceId
from privacy.pseudonymise import Pseudonymiser

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.counts import Counts
    from pipeline.jobs.attested import Job
    from pipeline.settings import Settings
    from pipeline.sources.config import SourceSpec
    from pipeline.sources.protocol import Source
    from privacy.framework.schema import Bron

FILE_SOURCE = SourceId("bestand")
STANDARD_INPUT = "-"
STDIN_FILENO = 0


def open_sources(settings: Settings, clock: Callable[[], datetime] = utc_now) -> list[SourceId]:
    """Return the sources that may be read now without being handed a file."""
    framework = load_framework(settings, clock()).framework
    specs = _specs(settings)
    return [
        SourceId(source.id)
        for source in framework.bronnen
        if source.id in specs and _readable_alone(specs[source.id])
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
        Transient: the store stayed busy, or a source was down.
    """
    source = source or FILE_SOURCE
    with attested("innemen", settings, clock, source=source) as job:
        spec = _permitted(settings, job.gate.approved.source(source, clock()))
        job.seen.silent_after_hours = spec.stil_na_uren if _readable_alone(spec) else None
        gazetteer = job.gazetteer()
        opening = Opening(
            settings.config_folder,
            gazetteer,
            job.example_clock if isinstance(spec, ExampleSpec) else clock,
            settings.contact,
        )
        shards = _shards(opening, source, spec, file)
        classifier, name_finder = job.permitted_models()
        detector = RememberingDetector(build_detector(name_finder))
        pseudonymiser = Pseudonymiser(job.keyring(), detector, gazetteer, job.objections)
        with open_store(settings) as store:
            ingest_run = Ingest(
                gate=job.gate,
                pseudonymiser=pseudonymiser,
                classifier=RememberingClassifier(classifier),
                language=Py3LangidIdentifier(),
                gazetteer=gazetteer,
                store=store,
                texts=job.texts(),
                clock=clock,
                batch_posts=settings.batch_posts,
            )
            default_area = AreaCode(spec.standaardgebied) if spec.standaardgebied else None
            return _run_all(ingest_run, shards, default_area, job, progress)


def _run_all(
    ingest_run: Ingest,
    shards: Sequence[Source],
    default_area: AreaCode | None,
    job: Job,
    progress: Callable[[int, int | None], None],
) -> Counts:
    """Read every shard; one that is down does not keep the others from being read.

    Raises:
        Transient: a shard was down, after the others were read.
        PrivacyError, Permanent: at once.
    """

    def told(done: int, total: int | None) -> None:
        job.tell()
        progress(done, total)

    down: Transient | None = None
    for shard in shards:
        try:
            ingest_run.run(shard, default_area, job.counts, told)
        except Transient as error:
            down = error
    job.seen.store = StoreSeen.of(ingest_run.store)
    if down is not None:
        raise down
    return job.counts


def _specs(settings: Settings) -> Mapping[str, SourceSpec]:
    return load_sources(settings.config_folder / "bronnen.yaml").bronnen


def _readable_alone(spec: SourceSpec) -> bool:
    return not isinstance(spec, FileSpec) or spec.map is not None


def _permitted(settings: Settings, permission: Bron) -> SourceSpec:
    """Return the spec of a source, which is of the kind that the council permitted.

    Raises:
        PrivacyError: `bron.soort`, it is of another kind.
        Permanent: `bron.onbekend`, there is no spec.
    """
    spec = _specs(settings).get(permission.id)
    if spec is None:
        raise Permanent("bron.onbekend", "deze bron staat niet in bronnen.yaml")
    if spec.soort != permission.soort:
        raise PrivacyError("bron.soort", "de bron is van een andere soort dan het kader toestaat")
    return spec


def _shards(
    opening: Opening, source: SourceId, spec: SourceSpec, file: Path | None
) -> Sequence[Source]:
    if file is None and not _readable_alone(spec):
        raise Permanent("bron.bestand", "deze bron leest een bestand: geef --file")
    if file is not None and str(file) == STANDARD_INPUT:
        return list(opening.shards(source, spec, stream=open(STDIN_FILENO, "rb", closefd=False)))
    return list(opening.shards(source, spec, path=file))
