"""Records from CSV: comma, semicolon or tab, quoted fields over several lines, one bad line alone.

A stray quote would make a parser swallow good lines up to the next quote. Therefore a record that
does not parse, or has another number of columns than the header, is refused for its first line
only, and reading goes on at the line after.
"""

from __future__ import annotations

import csv
from collections import deque
from typing import TYPE_CHECKING, Self

from pipeline.sources.protocol import Reason
from pipeline.sources.stream import LINE_LIMIT
from privacy.errors import Permanent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

DELIMITERS = ",;\t"


def columns_missing() -> Permanent:
    """Return the refusal of a file without the columns that every post needs."""
    return Permanent(
        "bron.kolommen",
        "een kolom voor id, created_at, author, platform of text ontbreekt of staat er dubbel; zet "
        "in bronnen.yaml onder velden hoe zij heten, of geef platform daar een vaste waarde",
    )


def records(
    lines: Iterator[bytes | Reason],
    position: int,
    required: Callable[[list[str]], bool],
    refusal: Callable[[], Permanent] = columns_missing,
) -> Iterator[tuple[int, Mapping[str, object] | Reason]]:
    """Yield each record after `position` with its number, counted from 1 after the header.

    `required` tells whether a header has the columns that the field map needs; the delimiter
    is the one with which it does. Blank lines are skipped and not counted.

    Raises:
        Permanent: `refusal`; with no delimiter does the first line name the required columns.
    """
    csv.field_size_limit(LINE_LIMIT)  # process-wide in the csv module; ours is the bound per record
    first = next(lines, None)
    if first is Reason.ARCHIVE_TRUNCATED and position < 1:
        yield 1, first
    if first is None or first is Reason.ARCHIVE_TRUNCATED:
        return
    found = _header(first, required)
    if found is None:
        raise refusal()
    header, delimiter = found
    feed = _Feed(lines, len(header))
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    number = 0
    while (row := feed.record(reader)) is not None:
        if row == []:
            continue
        number += 1
        if number > position:
            yield number, _fields(header, row)


def _header(
    line: bytes | Reason, required: Callable[[list[str]], bool]
) -> tuple[list[str], str] | None:
    text = "" if isinstance(line, Reason) else line.decode(errors="replace")
    for delimiter in DELIMITERS:
        try:
            header = [name.strip() for name in next(csv.reader([text], delimiter=delimiter))]
        except csv.Error:
            continue
        if required(header):
            return header, delimiter
    return None


def _fields(header: list[str], row: list[str] | Reason) -> Mapping[str, object] | Reason:
    if isinstance(row, Reason):
        return row
    try:
        "".join(row).encode()
    except UnicodeEncodeError:
        return Reason.ENCODING
    return dict(zip(header, row, strict=True))


class _Unreadable(Exception):  # noqa: N818 - a fact about a line, caught in this module
    def __init__(self, reason: Reason) -> None:
        super().__init__()
        self.reason = reason


class _Feed:
    """Hands lines to the parser and takes back those of a record that failed."""

    def __init__(self, lines: Iterator[bytes | Reason], columns: int) -> None:
        self._lines = lines
        self._columns = columns
        self._returned: deque[bytes | Reason] = deque()
        self._taken: list[bytes | Reason] = []
        self._size = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._lines)
        self._taken.append(line)
        if isinstance(line, Reason):
            raise _Unreadable(line)
        self._size += len(line)
        if self._size > LINE_LIMIT:
            raise _Unreadable(Reason.CSV_BROKEN)
        return line.decode(errors="surrogateescape")

    def record(self, reader: Iterator[list[str]]) -> list[str] | Reason | None:
        """Return the next row, [] for a blank line, None at the end, or why its line is refused."""
        self._taken, self._size = [], 0
        try:
            row = next(reader, None)
        except csv.Error:
            reason = Reason.CSV_BROKEN
        except _Unreadable as unreadable:
            reason = unreadable.reason if len(self._taken) == 1 else Reason.CSV_BROKEN
        else:
            if not row or len(row) == self._columns:
                return row
            reason = Reason.CSV_BROKEN
        self._returned.extendleft(reversed(self._taken[1:]))
        return reason
