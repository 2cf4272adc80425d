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
        """Keep the rules, those for texts without digits apart."""
        self._addresses = addresses
        self._rules = tuple(rules)
        self._without = tuple(rule for rule in rules if not rule.min_digits)

    def find(self, text: str) -> list[Span]:
        """Return the spans of all rules in normalised text; they may overlap."""
        small = text.lower()
        digits = len(_DIGIT.findall(text))
        found: list[Span] = []
        for rule in self._rules if digits else self._without:
            if rule.may_match(text, small, digits):
                found += rule.find(text)
        if digits:
            found += self._addresses.find(text)
        return found
