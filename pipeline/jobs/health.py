"""The state of an installation, for operators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline.framework_files import load_framework
from pipeline.jobs.attested import open_store, utc_now

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.counts import Counts
    from pipeline.settings import Settings
    from privacy.framework.approved import ApprovedFramework
    from privacy.posts import SourceId


@dataclass(frozen=True, slots=True)
class Health:
    """What an operator sees at a glance."""

    framework: ApprovedFramework
    posts: int
    counts: Counts
    freshness: dict[SourceId, datetime]
    released: datetime | None


def health(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Health:
    """Return the state of framework, sources, store and released figures."""
    approved = load_framework(settings, clock())
    with open_store(settings) as store:
        released = settings.released
        return Health(
            approved,
            store.posts(),
            store.counts(),
            dict(store.freshness()),
            datetime.fromtimestamp(released.stat().st_mtime, UTC) if released.exists() else None,
        )
