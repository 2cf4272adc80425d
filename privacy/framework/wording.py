"""How a value of the framework reads in Dutch."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from privacy.framework.schema import Grondslag

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli",
    "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def show(value: object) -> str:
    """Return `value` as a council member reads it; a digest is cut to its first 12 digits."""
    if value is None:
        return "staat er niet"
    if isinstance(value, date):
        return show_day(value)
    if isinstance(value, frozenset | tuple):
        return "; ".join(sorted(show(item) for item in value)) or "niets"
    if isinstance(value, Grondslag):
        return f"{value.wet}, {value.artikel}: {value.toelichting}"
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    text = str(value)
    return f"{text[:12]}…" if _DIGEST.fullmatch(text) else text


def show_day(day: date) -> str:
    """Return `day` as in `1 november 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
