"""Records from JSON lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipeline.sources.protocol import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def records(
    lines: Iterable[bytes | Reason], position: int
) -> Iterator[tuple[int, Mapping[str, object] | Reason]]:
    """Yield the object on each line after `position` with its line number, counted from 1.

    Blank lines are counted and skipped; what is no line but a reason passes through.
    """
    for number, line in enumerate(lines, start=1):
        if number <= position:
            continue
        if isinstance(line, Reason):
            yield number, line
        elif not line.isspace():
            yield number, _record(line)


def _record(line: bytes) -> Mapping[str, object] | Reason:
    if b"\0" in line:
        return Reason.NULL_BYTE
    try:
        record = json.loads(line.decode())
    except UnicodeDecodeError:
        return Reason.ENCODING
    except (ValueError, RecursionError):  # also numbers of thousands of digits, deep nesting
        return Reason.JSON_BROKEN
    return record if isinstance(record, dict) else Reason.NO_OBJECT
