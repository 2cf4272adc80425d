"""One pass of every rule over a normalised text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from privacy.detect.contact import CONTACT
from privacy.detect.digits import NUMBERS
from privacy.detect.documents import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from privacy.detect.address import AddressFinder
    from privacy.detect.recogniser import Recogniser
    from privacy.detect.span import Span

RECOGNISERS: Final[tuple[Recogniser, ...]] = (*CONTACT, *DOCUMENTS, *NUMBERS)
"""Every pattern rule."""

_DIGIT = re.compile(r"\d")


class Scan:
    """Runs the rules that a text can match at all, chosen by the characters that it holds."""

    def __init__(self, addresses: AddressFinder, rules: Sequence[Recogniser] = RECOGNISERS) -> None:
        """Sort the rules by what they need."""
        self._addresses = addresses
        self._with_digit = [rule for rule in rules if rule.digits]
        self._without = [rule for rule in rules if not rule.digits]

    def find(self, text: str) -> list[Span]:
        """Return the spans of all rules in normalised text; they may overlap."""
        small = text.lower()
        found: list[Span] = []
        digit = _DIGIT.search(text) is not None
        for rule in [*self._without, *(self._with_digit if digit else ())]:
            if not rule.needs or any(sign in small for sign in rule.needs):
                found += rule.find(text)
        if digit:
            found += self._addresses.find(text)
        return found
