"""Checks that tell a real number from any other row of digits."""

from __future__ import annotations

import re
from datetime import date

_DIGIT = re.compile(r"[0-9]")
_NUMBER = re.compile(r"[0-9]+")
_IBAN = re.compile(r"[^0-9A-Z]")
_MONTHS = (
    "jan",
    "feb",
    "maa|mrt",
    "apr",
    "mei",
    "jun",
    "jul",
    "aug",
    "sep",
    "okt|oct",
    "nov",
    "dec",
)
_MONTH = tuple(re.compile(m) for m in _MONTHS)
_PART = re.compile(r"[0-9]+|[a-z]{3,}")
_BSN_DIGITS = 9
_YEAR_DIGITS = 4
_OLDEST = 1890


def digits(text: str) -> str:
    """Return the digits of a text."""
    return "".join(_DIGIT.findall(text))


def elfproef(text: str) -> bool:
    """Tell whether the nine (or eight) digits in a text pass the BSN's weighted sum.

    Source: Logisch ontwerp BSN, 11-proef: 9a+8b+...+2h-i divisible by 11.
    """
    number = digits(text).zfill(_BSN_DIGITS)
    if len(number) != _BSN_DIGITS or not number.strip("0"):
        return False
    weighted = sum(int(d) * w for d, w in zip(number, range(9, 1, -1), strict=False))
    return (weighted - int(number[-1])) % 11 == 0


def mod97(text: str) -> bool:
    """Tell whether an IBAN's check digits are right.

    Source: ISO 13616-1, ISO 7064 MOD 97-10.
    """
    iban = _IBAN.sub("", text.upper())
    number = "".join(str(int(char, 36)) for char in iban[4:] + iban[:4])
    return bool(number) and int(number) % 97 == 1


def luhn(text: str) -> bool:
    """Tell whether the digits in a text end in the right check digit.

    Source: ISO/IEC 7812-1, annex B.
    """
    number = [int(d) for d in reversed(digits(text))]
    doubled = (sum(divmod(2 * d, 10)) for d in number[1::2])
    return any(number) and (sum(number[::2]) + sum(doubled)) % 10 == 0


def octets(text: str) -> bool:
    """Tell whether the first four numbers of a text could be an IPv4 address."""
    return all(int(part) <= 255 for part in _NUMBER.findall(text)[:4])  # noqa: PLR2004 - one byte


def calendar_date(text: str) -> date | None:
    """Return the day that a Dutch or ISO date names, None if the calendar lacks it."""
    parts = _PART.findall(text.lower())
    if len(parts) != 3:  # noqa: PLR2004 - day, month, year
        return None
    if len(parts[0]) == _YEAR_DIGITS or text.startswith("'"):
        parts.reverse()
    day, month, year = int(parts[0]), _month(parts[1]), int(parts[2])
    if len(parts[2]) < _YEAR_DIGITS:
        year += 1900 if year > 30 else 2000  # noqa: PLR2004 - two digits: this century to 2030
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if year >= _OLDEST else None


def _month(part: str) -> int:
    if part.isdecimal():
        return int(part)
    return next((n for n, name in enumerate(_MONTH, 1) if name.match(part)), 0)
