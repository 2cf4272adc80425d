"""A timeline that is offered newest first -> its new records, oldest first.

Nothing is kept of which posts were seen: the position is a moment, cut to the minute. From there
an overlap is read again, so that posts that arrive late and edits are seen; their ids absorb the
rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.sources.protocol import GAP, START, Passed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.sources.protocol import Item

OVERLAP = timedelta(hours=2)
"""What is read again. Posts from other servers arrive minutes late, rarely more."""

MOST_PAGES = 250
"""Pages that are held in memory at most; beyond it, what is older is given up and noted."""


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One record of a page: its moment as the server orders it, and what became of it."""

    moment: datetime | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """Entries, newest first, and what to ask for the page after it; None at the end."""

    entries: tuple[Entry, ...]
    older: str | None


def read(
    fetch: Callable[[str | None], Page], position: str, now: datetime, first: timedelta
) -> Iterator[tuple[str, Item]]:
    """Yield what the timeline holds since `position`, or since `first` ago when there is none.

    Raises:
        Permanent, Transient: whatever `fetch` raises.
    """
    since = now - first if position == START else datetime.fromisoformat(position) - OVERLAP
    entries, complete = _since(fetch, since)
    reached = position
    if not complete:
        yield reached, Passed(GAP)
    for entry in reversed(entries):
        if entry.moment is not None:
            reached = max(reached, _minute(min(entry.moment, now)))
        for item in entry.items:
            yield reached, item


def _since(fetch: Callable[[str | None], Page], since: datetime) -> tuple[list[Entry], bool]:
    found: list[Entry] = []
    older: str | None = None
    for _ in range(MOST_PAGES):
        page = fetch(older)
        dated = [entry.moment for entry in page.entries if entry.moment is not None]
        found += [e for e in page.entries if e.moment is None or e.moment >= since]
        if page.older is None or not page.entries or (dated and max(dated) < since):
            return found, True
        older = page.older
    return found, False


def _minute(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(second=0, microsecond=0).isoformat()
