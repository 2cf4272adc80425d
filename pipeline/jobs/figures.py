"""Posts -> cells -> released figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.aggregate import aggregate as aggregate_cells
from pipeline.assessments import Assessments, released_surges
from pipeline.clock import utc_now
from pipeline.condition import BudgetCondition
from pipeline.jobs.attested import attested, open_store
from pipeline.lake.cells import read_cells
from pipeline.public import due_cells, publish, week_of
from pipeline.release import release as release_cells
from pipeline.release import summary
from privacy.epoch import Epoch

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pipeline.budget import Budget
    from pipeline.settings import Settings
    from privacy.cells import Status
    from privacy.framework.schema import Framework


def aggregate(settings: Settings, clock: Callable[[], datetime] = utc_now) -> int:
    """Count distinct authors per cell of the grid; return the number of cells."""
    with attested("tellen", settings, clock) as job, open_store(settings) as store:
        framework = job.gate.approved.framework
        return aggregate_cells(store, framework, job.gazetteer(), clock())


def release(settings: Settings, clock: Callable[[], datetime] = utc_now) -> dict[Status, int]:
    """Publish the cells under the disclosure rules; return how many per status.

    Once a week the newest whole week goes to everybody too, with noise that the budget pays for.
    """
    with attested("vrijgeven", settings, clock) as job:
        framework, now = job.gate.approved.framework, clock()
        budget = job.budget()
        with open_store(settings) as store:
            cells = read_cells(store)
            due = due_cells(store, framework, job.gazetteer(), budget.ledger(), now)
        errors = job.measured_errors().per_signal
        released = release_cells(
            cells, framework, job.gazetteer(), errors, database=settings.released, now=now
        )
        Assessments(settings.assessments, clock).show(released_surges(settings.released))
        job.seen.cells = summary(released)
        if due:
            job.rho_spent = budget.spend(week_of(due[0].bucket), framework.vrijgave.openbaar)
            job.tell()
            publish(due, framework, job.gazetteer(), errors, database=settings.public, now=now)
        job.seen.budget = _condition(budget, framework, now)
        return job.seen.cells


def _condition(budget: Budget, framework: Framework, now: datetime) -> BudgetCondition:
    year = Epoch.of(now).year
    granted = framework.vrijgave.openbaar.rho_per_jaar
    return BudgetCondition(year=year, spent_rho=budget.ledger().spent(year), granted_rho=granted)
