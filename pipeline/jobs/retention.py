"""What is deleted because its retention has ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.aggregate import first_kept_day
from pipeline.clock import utc_now
from pipeline.framework_files import load_framework, open_for_deletion
from pipeline.jobs.attested import attested, open_store
from pipeline.jobs.report import StoreSeen
from pipeline.lake.deletion import expire
from pipeline.texts import Texts
from privacy.errors import PrivacyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Purged:
    """What was removed because its retention ended."""

    posts: int
    epochs: int
    texts: int


def purge(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Purged:
    """Delete posts, texts, counts before release and epoch keys whose retention has ended.

    Goes on when the framework has lapsed or was stopped; then no text may stay any longer.
    """
    gate = open_for_deletion(settings, clock)
    with attested("opruimen", settings, clock, gate) as job, open_store(settings) as store:
        now, expired = clock(), job.removed  # texts whose hours were over, which went first
        retention_days = job.gate.approved.framework.bewaartermijnen.berichten_dagen
        posts = expire(store, first_kept_day(now, retention_days))
        epochs = len(job.keyring().destroy_expired(now))
        job.deleted(berichten=posts, sleutels=epochs)
        forbidden = _forbidden_texts(settings, now)
        job.deleted("stop", tekst=forbidden)
        job.seen.store = StoreSeen.of(store)
        return Purged(posts, epochs, expired + forbidden)


def _forbidden_texts(settings: Settings, now: datetime) -> int:
    """Remove every text when no framework holds that lets it stay; return how many."""
    try:
        load_framework(settings, now)
    except PrivacyError:
        return Texts(settings.texts, settings.text_keys, kept_hours=0).expire(now)
    return 0
