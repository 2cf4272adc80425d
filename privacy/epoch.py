"""Epoch: the ISO week, the span within which an author's pseudonym is stable.

Source: EDPB Guidelines 01/2025 on pseudonymisation (domain of linkability).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Epoch:
    """One ISO week in UTC; the privacy unit is one author in one epoch."""

    year: int
    week: int

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """Return the epoch that holds `moment`.

        Raises:
            ValueError: `moment` has no offset.
        """
        if moment.tzinfo is None:
            raise ValueError("an epoch needs a moment with an offset")
        year, week, _ = moment.astimezone(UTC).isocalendar()
        return cls(year, week)

    @classmethod
    def parse(cls, label: str) -> Self:
        """Return the epoch written as `2026-W47`.

        Raises:
            ValueError: `label` is not an ISO week.
        """
        year, _, week = label.partition("-W")
        epoch = cls(int(year), int(week))
        _ = epoch.start
        return epoch

    @property
    def start(self) -> datetime:
        """The first moment of the epoch: Monday 00:00 UTC."""
        return datetime.fromisocalendar(self.year, self.week, 1).replace(tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """The first moment after the epoch."""
        return self.start + timedelta(weeks=1)

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.week:02d}"
