"""Posts -> cells -> released figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.aggregate import aggregate as aggregate_cells
from pipeline.assessments import Assessments, released_surges
from pipeline.jobs.attested import attested, open_store, utc_now
from pipeline.release import release as release_cells
from pipeline.release import summary

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pipeline.settings import Settings
    from privacy.cells import Status


def aggregate(settings: Settings, clock: Callable[[], datetime] = utc_now) -> int:
    """Count distinct authors per cell of the grid; return the number of cells."""
    with attested("tellen", settings, clock) as job, open_store(settings) as store:
        framework = job.gate.approved.framework
        return aggregate_cells(store, framework, job.gazetteer(), clock())


def release(settings: Settings, clock: Callable[[], datetime] = utc_now) -> dict[Status, int]:
    """Publish the cells under the disclosure rules; return how many per status."""
    with attested("vrijgeven", settings, clock) as job:
        with open_store(settings) as store:
            cells = store.cells()
        framework = job.gate.approved.framework
        errors = job.measured_errors().per_signal
        released = release_cells(
            cells, framework, job.gazetteer(), errors, database=settings.released, now=clock()
        )
        Assessments(settings.assessments, clock).show(released_surges(settings.released))
        job.seen.cells = summary(released)
        return job.seen.cells
