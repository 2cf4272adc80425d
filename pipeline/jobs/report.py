"""What a job tells operators at its end: the file with the condition of the installation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.condition import (
    ReleaseCondition,
    RunCondition,
    SourceCondition,
    framework_condition,
    refused,
    update,
)
from pipeline.counts import Counts, Kind
from pipeline.lake.day_counts import counts_per_source
from pipeline.sources.protocol import GAP
from privacy.posts import SourceId

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from pipeline.condition import BudgetCondition, Condition, ModelCondition
    from pipeline.lake.store import Store
    from privacy.cells import Status
    from privacy.framework.approved import ApprovedFramework


@dataclass(slots=True)
class StoreSeen:
    """What the lake held at the end of a job."""

    posts: int
    counts: Mapping[SourceId, Counts]
    delivered: Mapping[SourceId, datetime]

    @classmethod
    def of(cls, store: Store) -> StoreSeen:
        """Measure the lake."""
        return cls(store.posts(), counts_per_source(store), store.freshness())


@dataclass(slots=True)
class Seen:
    """What a job saw; None where it did not look."""

    source: SourceId | None = None
    silent_after_hours: int | None = None
    store: StoreSeen | None = None
    cells: Mapping[Status, int] | None = None
    model: ModelCondition | None = None
    budget: BudgetCondition | None = None


def report_end(
    file: Path, job: str, run: RunCondition, approved: ApprovedFramework, seen: Seen
) -> None:
    """Put the end of a job, and what it saw, into the condition.

    Sources that the framework no longer names are left out.
    """
    named = {source.id for source in approved.framework.bronnen}

    def change(present: Condition) -> Condition:
        sources = {id_: source for id_, source in present.sources.items() if id_ in named}
        if seen.source in named:
            sources[seen.source] = _source(sources.get(seen.source), run, seen)
        changed = present.with_(
            written=run.ended,
            framework=framework_condition(approved, run.ended),
            sources=sources,
            runs={**present.runs, job: run},
        )
        if seen.store is not None:
            changed = _with_store(changed, seen.store)
        if seen.budget is not None:
            changed = changed.with_(budget=seen.budget)
        if seen.cells is not None:
            changed = changed.with_(
                release=ReleaseCondition(moment=run.ended, cells=dict(seen.cells))
            )
        if seen.model is not None:
            changed = changed.with_(model=seen.model)
        return changed

    update(file, change)


def report_refusal(file: Path, job: str, rule: str, now: datetime) -> None:
    """Put into the condition that the framework does not hold, and which job found out."""
    run = RunCondition(outcome="afgebroken", rule=rule, ended=now, seconds=0)

    def change(present: Condition) -> Condition:
        return present.with_(
            written=now,
            framework=refused(present.framework, rule, now),
            runs={**present.runs, job: run},
        )

    update(file, change)


def _source(last: SourceCondition | None, run: RunCondition, seen: Seen) -> SourceCondition:
    last = last or SourceCondition(run=run)
    failed = run.outcome != "voltooid"
    return last.model_copy(
        update={
            "run": run,
            "succeeded": last.succeeded if failed else run.ended,
            "silent_after_hours": last.silent_after_hours if failed else seen.silent_after_hours,
        }
    )


def _with_store(condition: Condition, store: StoreSeen) -> Condition:
    total = Counts()
    for counts in store.counts.values():
        total.update(counts)
    sources = {
        id_: source.model_copy(
            update={
                "delivered": store.delivered.get(SourceId(id_)),
                "gaps": store.counts.get(SourceId(id_), Counts()).of(Kind.NOTED).get(GAP, 0),
            }
        )
        for id_, source in condition.sources.items()
    }
    return condition.with_(sources=sources, posts=store.posts, counts=total.as_dict())
