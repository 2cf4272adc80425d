"""The clock that the law and the residents of the municipality live by."""

from __future__ import annotations

from zoneinfo import ZoneInfo

TIMEZONE = ZoneInfo("Europe/Amsterdam")
"""Buckets, released figures and the simulation lie on this clock."""
