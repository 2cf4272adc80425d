"""The two clocks: the moments of this machine, and how the municipality tells the time."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

TIMEZONE = ZoneInfo("Europe/Amsterdam")
"""Law and residents live by it: buckets, released figures and the simulation lie on it."""


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)
