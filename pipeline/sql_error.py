"""What is wrong with a question in SQL, in Dutch, for the person who typed it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

_DUTCH: Final = tuple(
    (re.compile(english), dutch)
    for english, dutch in (
        (r'Table with name "?(.+?)"? does not exist', "de tabel {0} is er niet; er zijn: {views}"),
        (r"Function with name (.+) does not exist", "de functie {0} is er niet"),
        (
            r'Referenced column "(.+)" not found[^\n]*\nCandidate bindings: ([^\n]+)',
            "de kolom {0} is er niet; lijkt op: {1}",
        ),
        (r'Referenced column "(.+)" (?:was )?not found', "de kolom {0} is er niet"),
        (r'does not have a column named "(.+)"', "de kolom {0} is er niet"),
        (
            r'column "(.+)" must appear in the GROUP BY',
            "noem {0} ook in GROUP BY, of vat haar samen",
        ),
        (r'syntax error at or near "(.+)"', "dit is geen goede SQL, vanaf: {0}"),
        (r"syntax error at end of input", "dit is geen goede SQL: de vraag is niet af"),
        (r"disabled by configuration", "bestanden en het net zijn onbereikbaar voor een vraag"),
        (r"^Out of Memory Error", "de vraag past niet in het geheugen; vraag minder tegelijk"),
        (r"^Conversion Error", "een waarde past niet bij het type van wat ernaast staat"),
    )
)
"""How DuckDB says it in English, the most telling first, and how we do."""


def in_dutch(message: str, views: Collection[str]) -> str:
    """Return what is wrong, given the message of DuckDB; `views` are what can be asked about.

    What we have no words for is said as DuckDB says it, in English.
    """
    for english, dutch in _DUTCH:
        if found := english.search(message):
            return dutch.format(*found.groups(), views=", ".join(sorted(views)))
    return f"de vraag lukt niet. DuckDB zegt: {message.partition(chr(10))[0]}"
