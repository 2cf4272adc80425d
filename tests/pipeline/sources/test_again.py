from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from pipeline.sources.again import Again
from pipeline.sources.protocol import Deletion, Passed, Reason, Rejection
from privacy.posts import Mark, SourceId
from privacy.raw import RawPost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.sources.protocol import Item


def post(moment: datetime) -> RawPost:
    return RawPost(
        post_id="1", created_at=moment, author="a", source=SourceId("s"), text="t", language="nl"
    )


class Shard:
    id = SourceId("s")
    shard = "name"
    total = 10
    consumed = 4
    unknown_fields = 1

    def __init__(self, items: list[Item]) -> None:
        self.items = items
        self.asked: list[str] = []

    def read(self, position: str) -> Iterator[tuple[str, Item]]:
        self.asked.append(position)
        yield from ((str(number), item) for number, item in enumerate(self.items, 1))


def test_the_posts_of_the_local_days_are_read_again_from_the_start() -> None:
    inside = post(datetime(2026, 11, 10, 23, 30, tzinfo=UTC))  # 00:30 on the 11th in Almere
    outside = post(datetime(2026, 11, 12, 23, 30, tzinfo=UTC))
    shard = Shard([inside, outside, Deletion("9"), Rejection(Reason.TEXT_EMPTY)])
    again = Again(shard, date(2026, 11, 11), date(2026, 11, 12))
    items = [item for _, item in again.read("7")]
    assert shard.asked == [""]
    first, *rest = items
    assert isinstance(first, RawPost)
    assert first.marks == {Mark.AGAIN}
    assert (first.text, first.author, first.language) == ("t", "a", "nl")
    assert rest == [Passed(), Deletion("9"), Rejection(Reason.TEXT_EMPTY)]


def test_it_has_no_position_of_its_own() -> None:
    again = Again(Shard([]), date(2026, 11, 1), date(2026, 11, 1))
    assert (again.id, again.shard) == ("s", "")
    assert (again.total, again.consumed, again.unknown_fields) == (10, 4, 1)
