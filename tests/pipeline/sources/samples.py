"""Records in our input format, and what a source makes of them; all content invented."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline.sources.config import FileSpec
from pipeline.sources.files import FileSource
from pipeline.sources.protocol import START, Deletion, Passed, Rejection
from privacy.posts import SourceId

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.sources.protocol import Item, Source

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SOURCE = SourceId("bestand")
OWN_FORMAT = FileSpec(soort="bestand")


def clock() -> datetime:
    return NOW


def record(number: int = 1, **changes: object) -> dict[str, object]:
    base: dict[str, object] = {
        "id": f"p{number}",
        "created_at": "2026-11-20T10:00:00+01:00",
        "author": f"vaartbewoner_{number}",
        "platform": "x",
        "text": f"de brug bij de vaart staat weer open ({number})",
    }
    return base | changes


def line(number: int = 1, **changes: object) -> bytes:
    return json.dumps(record(number, **changes), ensure_ascii=False).encode() + b"\n"


def from_path(path: Path, spec: FileSpec = OWN_FORMAT) -> FileSource:
    return FileSource(SOURCE, spec, clock=clock, path=path)


def from_bytes(content: bytes, spec: FileSpec = OWN_FORMAT) -> FileSource:
    return FileSource(SOURCE, spec, clock=clock, stream=io.BytesIO(content))


def outcome(item: Item) -> object:
    """What can be compared: a RawPost itself compares by identity only."""
    if isinstance(item, Rejection):
        return str(item.reason)
    if isinstance(item, Deletion):
        return ("deleted", item.post_id)
    if isinstance(item, Passed):
        return item
    return (item.post_id, item.created_at, item.author, item.text, item.language, item.marks)


def outcomes(source: Source, position: int = 0) -> list[tuple[int, object]]:
    found = source.read(str(position) if position else START)
    return [(int(number), outcome(item)) for number, item in found]


def summary(source: Source) -> list[str]:
    """The post id or the reason of each record."""
    return [
        str(item.reason) if isinstance(item, Rejection) else item.post_id.removeprefix("x/")
        for _, item in source.read(START)
        if not isinstance(item, Passed)
    ]
