"""Language: every sentence of the pages in Dutch and English, and how each writes numbers.

Sentences are data (`texts/nl.toml`, `texts/en.toml`); a test keeps the two the same in keys and in
the places that are filled in. What the framework names in Dutch (`privacy.framework.wording`) is
named so here too. What the council adopted stays Dutch: it is what was adopted.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final, TypeAlias

from pipeline.clock import TIMEZONE
from privacy.framework.wording import PERSONAL_DATA, RIGHTS

PARAMETER: Final = "taal"
"""The query parameter that chooses; part of every permalink."""

Texts: TypeAlias = dict[str, str]


class Language(StrEnum):
    """A language of the pages."""

    NL = "nl"
    EN = "en"

    @property
    def other(self) -> Language:
        """The one to switch to."""
        return Language.EN if self is Language.NL else Language.NL


@dataclass(frozen=True, slots=True)
class Speech:
    """One language, speaking."""

    language: Language

    def say(self, key: str, **values: object) -> str:
        """Return the sentence `key`, with `values` filled in.

        Raises:
            KeyError: there is no such sentence; a mistake in a template.
        """
        return texts(self.language)[key].format(**values)

    def has(self, key: str) -> bool:
        """Return whether there is a sentence `key`; what has none is shown as it is called."""
        return key in texts(self.language)

    def name(self, kind: str, value: object) -> str:
        """Return how people call `value`, one of `kind`; the value itself when nobody named it."""
        key = f"{kind}.{value}"
        return self.say(key) if self.has(key) else str(value)

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number with the separators of the language."""
        text = f"{value:,.{decimals}f}"
        return text if self.language is Language.EN else text.translate(_SWAPPED)

    def percent(self, share: float, decimals: int = 0) -> str:
        """Return a share between 0 and 1 as a percentage."""
        return f"{self.number(100 * share, decimals)}%"

    def day(self, moment: date) -> str:
        """Return `28 november 2026`, on the Dutch clock."""
        day = local_day(moment)
        return f"{day.day} {self.say(f'maand.{day.month}')} {day.year}"

    def short_day(self, moment: date) -> str:
        """Return `28 nov`, on the Dutch clock."""
        day = local_day(moment)
        return f"{day.day} {self.say(f'maand.kort.{day.month}')}"

    def weekday(self, moment: date) -> str:
        """Return `zaterdag`, on the Dutch clock."""
        return self.say(f"weekdag.{local_day(moment).isoweekday()}")

    def period(self, start: datetime, end: datetime) -> str:
        """Return which day it is, or from which day up to and including which other."""
        first, last = local_day(start), local_day(end - timedelta(seconds=1))
        if first == last:
            return f"{self.weekday(first)} {self.day(first)}"
        return self.say("periode.tot_en_met", eerste=self.day(first), laatste=self.day(last))

    def moment(self, moment: datetime) -> str:
        """Return `28 november 2026, 14:05`, on the Dutch clock."""
        return f"{self.day(moment)}, {moment.astimezone(TIMEZONE):%H:%M}"

    def ago(self, moment: datetime, now: datetime) -> str:
        """Return how long ago it is: minutes, then hours, then days."""
        minutes = max(0, int((now - moment).total_seconds() // 60))
        for unit, length in (("dagen", _DAY_MINUTES), ("uren", 60)):
            if minutes >= 2 * length:
                return self.say(f"geleden.{unit}", n=minutes // length)
        return self.say("geleden.minuten", n=minutes)


_OF_THE_FRAMEWORK: Final[Texts] = {
    **{f"recht.{right}": name for right, name in RIGHTS.items()},
    **{f"persoonsgegeven.{kind}": name for kind, name in PERSONAL_DATA.items()},
}
_DAY_MINUTES = 24 * 60
_SWAPPED = str.maketrans(",.", ".,")


def local_day(moment: date) -> date:
    """Return the day of a moment on the Dutch clock; a day is that day."""
    if isinstance(moment, datetime):
        return moment.astimezone(TIMEZONE).date()
    return moment


def speech_of(chosen: str | None) -> Speech:
    """Return the speech that a visitor chose; Dutch unless it is a language we speak."""
    return Speech(Language(chosen) if chosen in set(Language) else Language.NL)


@cache
def texts(language: Language) -> Texts:
    """Return every sentence of a language by its dotted key."""
    source = files(__package__) / "texts" / f"{language}.toml"
    found = dict(_flat(tomllib.loads(source.read_text("utf-8")), ""))
    return found if language is Language.EN else found | _OF_THE_FRAMEWORK


def _flat(table: dict[str, object], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{key}.")
        else:
            found.append((prefix + key, str(value)))
    return found
