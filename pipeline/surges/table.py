"""Series as CSV: `serie,datum,aantal` in, one row per judged date out."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from pipeline.sources.delimited import records
from pipeline.sources.protocol import Reason
from pipeline.surges.series import Series
from privacy.errors import Permanent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TextIO

    from pipeline.surges.series import Judgement

READ = ("serie", "datum", "aantal")
WRITTEN = (*READ, "verwacht", "bovengrens", "alarm")

_COUNT = re.compile(r"[0-9]{1,9}(\.0+)?", re.ASCII)
_YEARS = range(1900, 2200)
_SPAN_DAYS = 36_600


class Bad(StrEnum):
    """Why a line of a table of series is refused; the value is the rule id that is shown."""

    NO_NAME = "serie_leeg"
    DATE = "datum_ongeldig"
    COUNT = "aantal_ongeldig"
    TWICE = "datum_dubbel"
    SPAN = "reeks_te_lang"


@dataclass(slots=True)
class Table:
    """The counts of each series by name, in order of appearance; refused lines by reason."""

    counts: dict[str, dict[date, float | None]] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)

    def series(self) -> list[Series]:
        """Return each series that has a count."""
        return [
            Series.from_counts(name, counts)
            for name, counts in self.counts.items()
            if any(count is not None for count in counts.values())
        ]


def read_table(
    lines: Iterator[bytes | Reason], progress: Callable[[int], None] = lambda _: None
) -> Table:
    """Return the series; `progress` is told the number of records now and then.

    An empty count is an unknown one. A line that cannot be read is counted by reason and its date
    stays unknown: nothing bad becomes a zero. Of two lines for one date the first stands.

    Raises:
        Permanent: the first line does not name the columns.
        Transient: the pipe failed.
    """
    table = Table()
    for number, record in records(lines, 0, set(READ).issubset, _no_columns):
        if isinstance(record, Reason):
            table.refused[record.value] += 1
        elif (bad := _add(table, record)) is not None:
            table.refused[bad.value] += 1
        if number % 100_000 == 0:
            progress(number)
    return table


def _no_columns() -> Permanent:
    return Permanent("reeks.kolommen", f"de eerste regel moet de kolommen noemen: {','.join(READ)}")


def _add(table: Table, record: Mapping[str, object]) -> Bad | None:
    name, day, count = (str(record[column]).strip() for column in READ)
    when = _date(day)
    if not name:
        return Bad.NO_NAME
    if when is None:
        return Bad.DATE
    if count and not _COUNT.fullmatch(count):
        return Bad.COUNT
    counts = table.counts.setdefault(name, {})
    if when in counts:
        return Bad.TWICE
    if counts and abs((when - next(iter(counts))).days) > _SPAN_DAYS:
        return Bad.SPAN
    counts[when] = float(count) if count else None
    return None


def _date(text: str) -> date | None:
    try:
        when = date.fromisoformat(text.removesuffix("T00:00:00").removesuffix(" 00:00:00"))
    except ValueError:
        return None
    return when if when.year in _YEARS else None


def write_header(stream: TextIO) -> None:
    """Write the names of the columns."""
    csv.writer(stream, lineterminator="\n").writerow(WRITTEN)


def write_rows(stream: TextIO, series: Series, judgement: Judgement) -> None:
    """Write one row per judged date; `alarm` is 1 when aantal > bovengrens, otherwise 0."""
    rows = csv.writer(stream, lineterminator="\n")
    for i in np.flatnonzero(judgement.judged).tolist():
        count, upper = series.values[i], judgement.upper[i]
        figures = (f"{judgement.expected[i]:.3f}", _rounded_down(upper))
        rows.writerow((series.name, series.date(i), int(count), *figures, int(count > upper)))


def _rounded_down(bound: float) -> str:
    """Return the bound in at most three decimals; a whole count is above it as before."""
    return f"{np.floor(bound * 1000) / 1000:.3f}".rstrip("0").rstrip(".")
