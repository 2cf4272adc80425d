"""Again: the posts of some days, read once more from what a source still has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.clock import TIMEZONE
from pipeline.sources.protocol import START, Passed
from privacy.posts import Mark
from privacy.raw import RawPost

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pipeline.sources.protocol import Item, Source


class Again:
    """A shard read from its start, for the posts of the local days `first` to `last`.

    Implements `Source` without a name, so the position of the shard stays where it was. Each
    post takes the place of what was stored of it. Deletions are passed on.
    """

    shard = ""

    def __init__(self, inner: Source, first: date, last: date) -> None:
        self.id = inner.id
        self._inner = inner
        self._days = (first, last)

    @property
    def total(self) -> int | None:
        """Size of the shard."""
        return self._inner.total

    @property
    def consumed(self) -> int:
        """How much of it has been read."""
        return self._inner.consumed

    @property
    def unknown_fields(self) -> int:
        """Records read so far with fields outside the field map."""
        return self._inner.unknown_fields

    def read(self, _position: str) -> Iterator[tuple[str, Item]]:
        """Yield the records of the shard; a post of another day becomes a `Passed`.

        Raises:
            Permanent, Transient: as the shard.
        """
        first, last = self._days
        for position, item in self._inner.read(START):
            if not isinstance(item, RawPost):
                yield position, item
            elif first <= item.created_at.astimezone(TIMEZONE).date() <= last:
                item.marks |= {Mark.AGAIN}
                yield position, item
            else:
                yield position, Passed()
