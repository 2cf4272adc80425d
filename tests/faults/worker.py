"""One step of the main job in a process of its own, with light models, to be broken by the tests.

`python -m tests.faults.worker STEP [--input FILE] [--hours N] [--synced FILE]`. `--hours` moves
the clock; `--synced` names every file that was flushed, for who cuts the power.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import jobs
from pipeline.cli.app import guarded
from pipeline.ingest import Ingest
from pipeline.jobs.attested import attested, open_store, utc_now
from pipeline.settings import Settings, load_settings
from pipeline.sources.config import FileSpec
from pipeline.sources.files import FileSource
from privacy.posts import SourceId
from privacy.pseudonymise import Pseudonymiser
from tests.light import NameDetector, TwoLanguages, WordClassifier

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


def ingest(settings: Settings, clock: Callable[[], datetime], file: Path) -> None:
    """Do what `jobs.ingest` does, with light models."""
    with attested("innemen", settings, clock) as job, open_store(settings) as store:
        gazetteer = job.gazetteer()
        Ingest(
            gate=job.gate,
            pseudonymiser=Pseudonymiser(job.keyring(), NameDetector(), gazetteer, job.objections),
            classifier=WordClassifier(),
            language=TwoLanguages(),
            gazetteer=gazetteer,
            store=store,
            texts=job.texts(),
            clock=clock,
            batch_posts=settings.batch_posts,
        ).run(
            FileSource(SourceId("bestand"), FileSpec(soort="bestand"), clock=clock, path=file),
            None,
            job.counts,
            lambda _done, _total: None,
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("steps", nargs="+")
    parser.add_argument("--input", type=Path)
    parser.add_argument("--hours", type=float, default=0.0)
    parser.add_argument("--synced", type=Path)
    options = parser.parse_args()
    if options.synced:
        _tell_flushes(options.synced)
    settings = load_settings()
    clock = lambda: utc_now() + timedelta(hours=options.hours)  # noqa: E731 - reads best here
    known: dict[str, Callable[[], object]] = {
        "ingest": lambda: ingest(settings, clock, options.input),
        "aggregate": lambda: jobs.aggregate(settings, clock),
        "release": lambda: jobs.release(settings, clock),
        "purge": lambda: jobs.purge(settings, clock),
    }
    for step in options.steps:
        known[step]()


def _tell_flushes(file: Path) -> None:
    """Write the path of every file that Python opens for reading: among them what is flushed."""
    target = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and str(arguments[0]).endswith(".parquet"):
            os.write(target, f"{arguments[0]}\n".encode())

    sys.addaudithook(watch)


if __name__ == "__main__":
    guarded(main)
