"""Names by rule (first version)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from privacy.detect.span import PIIType, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from privacy.detect.lexicon import Lexicon

_NAME = re.compile(
    r"[A-ZÀ-Þ][\w'’-]+(?: (?:(?:van|de|den|der|het|'t|el|ter|ten|v\.?d\.?|la|da) ){0,3}[A-ZÀ-Þ][\w'’-]+)*"
)

_COMMON = 3


class NameRules:
    """Capitalised words of which the first is a first name and no everyday word."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Keep the lists."""
        self._lexicon = lexicon

    def find(self, text: str) -> Iterator[Span]:
        """Yield PERSON spans of normalised text, in order."""
        for match in _NAME.finditer(text):
            first = match.group().split(" ")[0].casefold().removesuffix("'s")
            level = self._lexicon.first_names.get(first, 0)
            if level >= _COMMON or (level and first not in self._lexicon.words):
                yield Span(match.start(), match.end(), PIIType.PERSON, 0.6, "nl.name.first")
