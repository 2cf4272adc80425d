"""The scorecard of a month: how good the surges were, by what people said of them.

Surges are those that people were shown and that began in the month, on the city clock. A surge
nobody assessed is in no rate, and is counted as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from scipy import stats

from pipeline.assessments import Miss, Shown, latest
from pipeline.clock import TIMEZONE
from pipeline.read import Reader
from pipeline.verdict import Reason, Verdict
from privacy.errors import Permanent
from privacy.log.record import Run

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from pipeline.assessments import Fact
    from privacy.log.record import Record

_LIMIT = timedelta(seconds=30)
_HOUR = timedelta(hours=1)
_COLLECTED = (
    "c.tier = 'intern' AND (c.status = 'onderdrukt' OR c.waarde > 0) "
    "AND c.tijd_van >= $start AND c.tijd_van < $end"
)


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month on the city clock."""

    first: date

    @classmethod
    def parse(cls, text: str) -> Month:
        """Return the month that is written as `2026-11`.

        Raises:
            Permanent: `maand`, it is not.
        """
        try:
            return cls(date.fromisoformat(f"{text}-01"))
        except ValueError:
            raise Permanent("maand", "schrijf een maand als 2026-11") from None

    @property
    def start(self) -> datetime:
        """The first moment."""
        return datetime(self.first.year, self.first.month, 1, tzinfo=TIMEZONE)

    @property
    def end(self) -> datetime:
        """The first moment of the next month."""
        year, month = divmod(self.first.year * 12 + self.first.month, 12)
        return datetime(year, month + 1, 1, tzinfo=TIMEZONE)

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Rate:
    """`hits` of `total`, with the 95% interval of the share.

    Source: Wilson 1927, Probable inference.
    """

    hits: int
    total: int

    @property
    def share(self) -> float | None:
        """The share; None of nothing."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """From where to where the share may lie; None of nothing."""
        if not self.total:
            return None
        found = stats.binomtest(self.hits, self.total).proportion_ci(0.95, method="wilson")
        return float(found.low), float(found.high)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """How good the surges of a month were.

    `precision` is of the surges that were called right or false. `found_at_most` is the share of
    right surges among those and the misses that people reported: what nobody reported is unknown.
    `hours_to_detection` is the median, over right surges, from where a surge begins to the first
    release that showed it. `used` is of the figures for which posts were collected (above zero, or
    withheld): those in a surge after which the municipality did something. `posts_read` and
    `posts_stored` are what the log says was collected.
    """

    month: Month
    shown: int
    verdicts: dict[Verdict, int]
    precision: Rate
    missed: int
    found_at_most: Rate
    hours_to_detection: float | None
    used: Rate
    posts_read: int
    posts_stored: int

    @property
    def unassessed(self) -> int:
        """Surges nobody assessed."""
        return self.shown - sum(self.verdicts.values())


def scorecard(
    month: Month, facts: Sequence[Fact], log: Iterable[Record], database: Path
) -> Scorecard:
    """Return the scorecard of a month.

    Raises:
        Permanent: there are no figures yet.
    """
    shown = [each for each in facts if isinstance(each, Shown) and each.tijd_van in month]
    assessed = latest(facts)
    said = {each.piek_id: assessed[each.piek_id] for each in shown if each.piek_id in assessed}
    verdicts = {
        verdict: sum(each.oordeel is verdict for each in said.values()) for verdict in Verdict
    }
    right = verdicts[Verdict.CORRECT]
    missed = _missed(month, facts)
    hours = [
        (each.moment - each.tijd_van) / _HOUR
        for each in shown
        if each.piek_id in said and said[each.piek_id].oordeel is Verdict.CORRECT
    ]
    acted = {each.piek_id for each in assessed.values() if each.reden is Reason.ACTED}
    runs = [each for each in log if isinstance(each, Run) and each.begin in month]
    return Scorecard(
        month=month,
        shown=len(shown),
        verdicts=verdicts,
        precision=Rate(right, right + verdicts[Verdict.FALSE]),
        missed=missed,
        found_at_most=Rate(right, right + missed),
        hours_to_detection=median(hours) if hours else None,
        used=_used(month, acted, database),
        posts_read=sum(each.gelezen for each in runs),
        posts_stored=sum(each.bewaard for each in runs),
    )


def _missed(month: Month, facts: Sequence[Fact]) -> int:
    """Return how many different misses began in the month; the same one said twice is one."""
    misses = {
        (each.gebied_code, each.signaal, each.van, each.tot)
        for each in facts
        if isinstance(each, Miss)
    }
    return sum(
        (first.year, first.month) == (month.first.year, month.first.month)
        for _, _, first, _ in misses
    )


def _used(month: Month, acted: Collection[str], database: Path) -> Rate:
    values = {"start": month.start, "end": month.end}
    reader = Reader(database)
    total = reader.ask(f"SELECT count(*) FROM cellen c WHERE {_COLLECTED}", values, limit=_LIMIT)  # noqa: S608 - a constant
    hits = 0
    if acted and "pieken" in reader.views:
        per_surge = reader.ask(
            "SELECT piek_id, count(*) FROM cellen c JOIN pieken p USING (gebied_code, signaal) "  # noqa: S608 - idem
            f"WHERE {_COLLECTED} AND c.tijd_van >= p.tijd_van AND c.tijd_tot <= p.tijd_tot "
            "GROUP BY piek_id",
            values,
            limit=_LIMIT,
        )
        rows = zip(*(column.to_pylist() for column in per_surge.columns), strict=True)
        hits = sum(number for piek_id, number in rows if piek_id in acted)
    return Rate(hits, total.column(0)[0].as_py())
