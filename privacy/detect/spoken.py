"""Numbers written as words: what a person writes who does not want a number to be found."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

_ONES = r"een|één|eén|twee|drie|vier|vijf|z[eé]s|zeven|acht|negen"
_TENS = r"twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig"
_ONES_AND = rf"(?:{_ONES})(?:[eë]n|ën)"
_TEENS = r"tien|elf|twaalf|(?:der|veer|vijf|zes|zeven|acht|negen)tien"

TWO_DIGITS: Final = rf"(?:(?:{_ONES_AND})?(?:{_TENS})|{_TEENS})"
"""Pattern of the words of 10 to 99."""

COMPOUND: Final = rf"(?:{_ONES_AND}(?:{_TENS}))"
"""Pattern of the words of numbers such as 36, which count no more than they name."""

UNIT: Final = (
    rf"(?:{TWO_DIGITS}|nul|{_ONES}|dubbele?|zero|one|two|three|four|five|six|seven|eight|nine)"
)
"""Pattern of one word for one or two digits, Dutch or English."""

DIGIT_WORD: Final = rf"(?:nul|{_ONES}|zero|one|two|three|four|five|six|seven|eight|nine)"
"""Pattern of one word for one digit."""

SPELLED: Final = (
    r"(?:alfa|alpha|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett?|kilo|lima|mike|november|oscar|papa|quebec|romeo|"
    r"sierra|tango|uniform|victor|whisk(?:e)?y|x-?ray|yankee|zulu|anton|bernard|cornelis|dirk|eduard|ferdinand|gerard|hendrik|"
    r"izaak|johan|karel|lodewijk|maria|nico|otto|pieter|quotient|rudolf|simon|teunis|utrecht|willem|xantippe|ypsilon|ijmuiden|"
    r"zaandam|bee|cee|dee|ee|ef|gee|haa|jee|kaa?|el|em|en|pee|quu?|er|es|tee|vee|wee|iks|ij|zet)"
)
"""Pattern of the names of letters: NATO and Dutch spelling alphabet, and as they sound."""

_PART: Final = re.compile(rf"({TWO_DIGITS})|(dubbele?)|({DIGIT_WORD})|\d", re.IGNORECASE)
_ORDER: Final = "nul een twee drie vier vijf zes zeven acht negen".split()
_FEW = 2
_LENGTHS: Final = range(8, 14)


def spoken_length(text: str) -> tuple[int, int]:
    """Return how many digits a text spells, and how many of its parts are words."""
    length = words = 0
    for match in _PART.finditer(text):
        two, double, one = match.groups()
        length += 2 if two else 0 if double else 1
        words += bool(two or double or one)
    return length, words


def is_spoken_number(text: str) -> bool:
    """Tell whether words and digits together are as long as a telephone number or BSN.

    One word among digits says little: then the length must be that of a whole number.
    """
    length, words = spoken_length(text)
    if words < _FEW:
        return words == 1 and length in {10, 11, 13}
    return length in _LENGTHS


def is_counting(text: str) -> bool:
    """Tell whether the words only count up or down: `een twee drie vier vijf`."""
    said = [_ORDER.index(word) for word in re.findall(r"[^\W\d_]+", text.lower()) if word in _ORDER]
    steps = {two - one for one, two in pairwise(said)}
    return len(said) > _FEW and (steps in ({1}, {-1}))
