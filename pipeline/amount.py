"""Amounts as they are written in Dutch: `1 regel`, `12.000 regels`."""

from __future__ import annotations


def dotted(value: int) -> str:
    """Return the number with its thousands apart."""
    return f"{value:,}".replace(",", ".")


def decimal(value: float, places: int) -> str:
    """Return the number with a comma and so many digits after it."""
    return f"{value:.{places}f}".replace(".", ",")


def amount(value: int, one: str, more: str) -> str:
    """Return the number with the noun that goes with it: `one` for 1, `more` for any other."""
    return f"{dotted(value)} {one if value == 1 else more}"
