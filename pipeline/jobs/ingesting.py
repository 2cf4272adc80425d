"""A source -> the store: fetch, pseudonymise, classify, store."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

from models.remembering import RememberingClassifier, RememberingDetector
from pipeline.amount import amount
from pipeline.clock import utc_now
from pipeline.ingest import Ingest
from pipeline.jobs.attested import attested, open_store
from pipeline.jobs.report import StoreSeen
from pipeline.jobs.shards import WHOLE, Part, part_of, permitted, readable_alone
from pipeline.language import Py3LangidIdentifier
from pipeline.sources.again import Again
from pipeline.sources.config import ExampleSpec
from pipeline.sources.opening import Opening
from privacy.detect.engine import build_detector
from privacy.errors import Permanent, Transient
from privacy.posts import AreaCode, SourceId
from privacy.pseudonymise import Pseudonymiser

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from pipeline.counts import Counts
    from pipeline.jobs.attested import Job
    from pipeline.lake.store import Store
    from pipeline.settings import Settings
    from pipeline.sources.config import SourceSpec
    from privacy.errors import StadspolsError

    Progress = Callable[[int, int | None], None]

FILE_SOURCE = SourceId("bestand")


def ingest(  # noqa: PLR0913 - what to read, and two circumstances, all by name
    settings: Settings,
    *,
    source: SourceId | None = None,
    file: Path | None = None,
    part: str = WHOLE,
    clock: Callable[[], datetime] = utc_now,
    progress: Progress = lambda _done, _total: None,
    counts: Counts | None = None,
) -> Counts:
    """Store what is new in a source, or in a file (`-` is standard input); return the counts.

    `counts` is empty, and holds what was done also when the job fails.

    Raises:
        PrivacyError: the framework does not allow it.
        Permanent: the source or file is unknown or unreadable.
        Transient: the store stayed busy, or a source was down.
    """
    source = source or FILE_SOURCE
    with attested("innemen", settings, clock, source=source) as job:
        spec = permitted(settings, job.gate.approved.source(source, clock()))
        job.seen.silent_after_hours = spec.stil_na_uren if readable_alone(spec) else None
        job.counts = job.counts if counts is None else counts
        return _run_all(job, spec, part_of(_opening(job, spec), source, spec, file, part), progress)


def reprocess(
    settings: Settings,
    *,
    source: str,
    first: str,
    last: str,
    clock: Callable[[], datetime] = utc_now,
) -> Counts:
    """Read the posts of the days `first` to `last` (ISO, local) again; return the counts.

    Posts take the place of what was stored of them, missed ones are added; the position of the
    source stays where it was. Only what the source still has can come back.

    Raises:
        PrivacyError: the framework does not allow it.
        Permanent: `herverwerken.dagen`, no such days; the source is unknown.
        Transient: the store stayed busy, or a source was down.
    """
    try:
        days = (date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        raise Permanent("herverwerken.dagen", "geef dagen als jjjj-mm-dd") from None
    if days[0] > days[1]:
        raise Permanent("herverwerken.dagen", "de eerste dag ligt na de laatste")
    with attested("herverwerken", settings, clock) as job:
        spec = permitted(settings, job.gate.approved.source(source, clock()))
        whole = part_of(_opening(job, spec), SourceId(source), spec, None, WHOLE)
        again = Part.whole([Again(shard, *days) for shard in whole.shards.values()])
        return _run_all(job, spec, again, lambda _done, _total: None)


def _opening(job: Job, spec: SourceSpec) -> Opening:
    return Opening(
        job.settings.config_folder,
        job.gazetteer(),
        job.example_clock if isinstance(spec, ExampleSpec) else job.clock,
        job.settings.contact,
    )


def _run_all(job: Job, spec: SourceSpec, part: Part, progress: Progress) -> Counts:
    """Read every shard of a part; one that cannot be read does not keep the others from being read.

    Raises:
        PrivacyError: at once.
        Permanent, Transient: a shard cannot be read or was down, after the others were read.
    """

    def told(done: int, total: int | None) -> None:
        job.tell()
        progress(done, total)

    failed: dict[int, StadspolsError] = {}
    area = AreaCode(spec.standaardgebied) if spec.standaardgebied else None
    with open_store(job.settings) as store:
        ingest_run = _ingest(job, store)
        for number, shard in part.shards.items():
            try:
                ingest_run.run(shard, area, job.counts, told)
            except (Permanent, Transient) as error:
                failed[number] = error
        store.compact()
        job.seen.store = StoreSeen.of(store)
    if failed:
        raise _most_telling(failed, part.of)
    return job.counts


def _most_telling(failed: Mapping[int, StadspolsError], shards: int) -> StadspolsError:
    """Return one failure: what a person must mend goes before what passes by itself.

    It says which of the `shards` of the source it is about.
    """
    number, error = min(failed.items(), key=lambda each: isinstance(each[1], Transient))
    if shards == 1:
        return error
    unread = amount(len(failed), "deel", "delen")
    place = f"deel {number} van {shards}; {unread} niet gelezen"
    return type(error)(error.rule, f"{error.message} ({place})")


def _ingest(job: Job, store: Store) -> Ingest:
    classifier, name_finder = job.permitted_models()  # compiled while the rest is made ready
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")  # Presidio imports it; torch is absent
    from privacy.detect.presidio import through_presidio  # noqa: PLC0415 - seconds to import

    gazetteer = job.gazetteer()
    detector = RememberingDetector(build_detector(name_finder, through_presidio))
    return Ingest(
        gate=job.gate,
        pseudonymiser=Pseudonymiser(job.keyring(), detector, gazetteer, job.objections),
        classifier=RememberingClassifier(classifier),
        language=Py3LangidIdentifier(),
        gazetteer=gazetteer,
        store=store,
        texts=job.texts(),
        clock=job.clock,
        batch_posts=job.settings.batch_posts,
    )
