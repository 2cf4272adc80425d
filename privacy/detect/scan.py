"""One pass of every rule over a normalised text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from privacy.detect.accounts import ACCOUNTS
from privacy.detect.address_shapes import ADDRESSES
from privacy.detect.birthdates import BIRTHDATES
from privacy.detect.contact import CONTACT
from privacy.detect.digits import NUMBERS
from privacy.detect.documents import DOCUMENTS
from privacy.detect.geo import COORDINATES
from privacy.detect.handles import HANDLES
from privacy.detect.plates import PLATES
from privacy.detect.postcodes import POSTCODES
from privacy.detect.recogniser import Literals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from privacy.detect.address import AddressFinder
    from privacy.detect.recogniser import Recogniser
    from privacy.detect.span import Span

RECOGNISERS: Final[tuple[Recogniser, ...]] = (
    *CONTACT,
    *POSTCODES,
    *HANDLES,
    *PLATES,
    *BIRTHDATES,
    *DOCUMENTS,
    *NUMBERS,
    *ACCOUNTS,
    *COORDINATES,
    *ADDRESSES,
)
"""Every pattern rule."""

_DIGIT = re.compile(r"\d")


class Scan:
    """Runs the rules that a text can match at all, chosen by the characters that it holds."""

    def __init__(self, addresses: AddressFinder, rules: Sequence[Recogniser] = RECOGNISERS) -> None:
        """Keep the rules, by how many digits a text must hold for them."""
        self._addresses = addresses
        self._needs = Literals(need for rule in rules for need in rule.needs)
        most = max(rule.min_digits for rule in rules)
        self._rules = [
            tuple(rule for rule in rules if rule.min_digits <= digits) for digits in range(most + 1)
        ]

    def find(self, text: str) -> list[Span]:
        """Return the spans of all rules in normalised text; they may overlap."""
        held = self._needs.within(text.lower())
        digits = len(_DIGIT.findall(text))
        found: list[Span] = []
        for rule in self._rules[min(digits, len(self._rules) - 1)]:
            if rule.may_match(text, held):
                found += rule.find(text)
        if digits:
            found += self._addresses.find(text)
        found += self._addresses.find_spoken(text)
        return found
