"""What is deleted because its retention has ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.aggregate import first_kept_day
from pipeline.framework_files import open_for_deletion
from pipeline.jobs.attested import attested, open_store, utc_now
from pipeline.jobs.report import StoreSeen

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Purged:
    """What was removed because its retention ended."""

    posts: int
    epochs: int


def purge(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Purged:
    """Delete posts, counts before release and epoch keys whose retention has ended.

    Goes on when the framework has lapsed or was stopped.
    """
    gate = open_for_deletion(settings, clock)
    with attested("opruimen", settings, clock, gate) as job, open_store(settings) as store:
        now = clock()
        retention_days = job.gate.approved.framework.bewaartermijnen.berichten_dagen
        posts = store.expire(first_kept_day(now, retention_days))
        epochs = len(job.keyring().destroy_expired(now))
        job.deleted(berichten=posts, sleutels=epochs)
        job.seen.store = StoreSeen.of(store)
        return Purged(posts, epochs)
