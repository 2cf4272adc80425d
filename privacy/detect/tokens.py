"""Tokens: the words of a text with what the lists say about each."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacy.detect.normalise import LEET
from privacy.detect.vocabulary import PARTICLES, PLACES, WORD_CLASS

if TYPE_CHECKING:
    from privacy.detect.lexicon import Lexicon

_TOKEN = re.compile(
    r"(?:[A-ZÀ-Þ][a-z]?\.){1,5}-?(?:[A-Z]\.)?(?![a-zà-ÿ])"  # initials: J.P. Th.M.
    r"|v\.? ?d\.(?! ?h\.)|v/d|t\.?n\.?v\.?|o\.?v\.?v\.?|d'r|'[tns](?!\w)"
    r"|[^\W\d_](?:\w|['-](?=[^\W\d_])|[@$!€](?=[^\W\d_]{2}))*"
    r"|\d+(?:[.,:/-]\d+)*"
    r"|\n+|([^\w\s])\1*+"
)
_LEET = LEET | {ord("!"): ord("i")}
_REPEAT = re.compile(r"(.)\1{2,}")
_LONGEST = 5
_STREET = re.compile(
    r"[^\W\d_]{3,}-?(?:straat|laan|weg|plein|plantsoen|dreef|hof|pad|kade|gracht|singel|markt|wijk|buurt|"
    r"kwartier|park|school|college|kerk|stadion|brug|tunnel|bos|bad|hal|haven|dijk)\Z"
)
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ][a-z]?\.)+-?(?:[A-Z]\.)?\Z")


@dataclass(slots=True)
class Token:
    """A word, number or sign at `start` to `end`; the levels are 0 (not in the list) upwards.

    `other`: 1 if the word alone is a place, shop or the like, 2 if it is part of such a phrase.

    `shape`: one of `X` (capitals), `Xx`, `x`, `xX` (mixed), `I` (initials), `9`, `.` (sign).
    `group`: the class of function or context word, empty for most.
    """

    start: int
    end: int
    text: str
    folded: str
    shape: str
    first: int = 0
    last: int = 0
    word: int = 0
    rank: int = 0
    other: int = 0
    town: bool = False
    group: str = ""

    @property
    def key(self) -> str:
        """What the lists say, as one short word."""
        return f"{self.first}{self.last}{self.word}"


class Tokeniser:
    """Cuts normalised text into tokens and looks each up."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Keep the lists."""
        self._lexicon = lexicon
        self._known: dict[str, tuple[int, int, int, int, int, bool, str]] = {}
        """What was looked up of words that are on the list of words: never of another word."""
        self._heads = frozenset(entry.split(" ")[0] for entry in lexicon.others if " " in entry)

    def tokens(self, text: str) -> list[Token]:
        """Return the tokens of normalised text, in order."""
        tokens = [self._token(match) for match in _TOKEN.finditer(text)]
        for at, token in enumerate(tokens):
            if token.folded in self._heads:
                self._mark_phrase(tokens, at)
        return tokens

    def _mark_phrase(self, tokens: list[Token], at: int) -> None:
        """Mark the longest phrase at a token that is a street, shop, film, club and no person."""
        for length in range(min(_LONGEST, len(tokens) - at), 1, -1):
            part = tokens[at : at + length]
            if " ".join(token.folded for token in part) in self._lexicon.others:
                for token in part:
                    token.other = 2
                return

    def _token(self, match: re.Match[str]) -> Token:
        text = match.group()
        char = text[0]
        if not char.isalpha():
            shape = "9" if char.isdigit() else "."
            folded = text if char.isdigit() else char
            return Token(
                match.start(), match.end(), text, folded, shape, group=WORD_CLASS.get(folded, "")
            )
        folded = text.casefold()
        known = self._known.get(folded)
        if known is None:
            known = self._looked_up(folded)
            if folded in self._lexicon.words:
                self._known[folded] = known
        return Token(match.start(), match.end(), text, folded, _shape(text), *known)

    def _looked_up(self, folded: str) -> tuple[int, int, int, int, int, bool, str]:
        """Return what the lists say of a word, in the order of the fields of `Token`."""
        lists = self._lexicon
        first, last, word = 0, 0, lists.words.get(folded, 0)
        for form in _forms(folded):
            first, last = lists.first_names.get(form, 0), lists.surnames.get(form, 0)
            if first or last:
                break
            word = word or lists.words.get(form, 0)
        group = WORD_CLASS.get(folded, "")
        if not group and _STREET.match(folded):
            group = "street"
        if not (first or last) and "-" in folded and not group:
            parts = folded.split("-")
            first = lists.first_names.get(parts[0], 0)
            last = max(lists.surnames.get(part, 0) for part in parts)
            word = word or min(lists.words.get(part, 0) for part in parts)
        other, town = int(folded in lists.others), folded in lists.towns
        return first, last, word, lists.ranks.get(folded, 0), other, town, group


def _forms(folded: str) -> list[str]:
    """Return the spellings under which a word may be listed, the plainest first."""
    forms = [folded]
    base = folded
    if base.endswith(("'s", "s'")):
        base = base[:-2] if base.endswith("'s") else base[:-1]
        forms.append(base)
    if not base.isascii():
        plain = unicodedata.normalize("NFKD", base)
        forms.append("".join(char for char in plain if not unicodedata.combining(char)))
    if any(char in "013457@$!€" for char in base):
        forms.append(base.translate(_LEET))
    if _REPEAT.search(base):
        forms.append(_REPEAT.sub(r"\1", base))
    if base.endswith("s") and len(base) > 3:  # noqa: PLR2004 - jans, not els
        forms.append(base[:-1])
    return forms


def _shape(text: str) -> str:
    if _INITIALS.match(text):
        return "I"
    if text.islower():
        return "x"
    if len(text) == 1:
        return "X1"
    if text.isupper():
        return "X"
    return "Xx" if text[0].isupper() else "xX"


def is_particle(token: Token) -> bool:
    """Tell whether the token may stand between a first name and a surname."""
    return token.folded in PARTICLES


def is_place(token: Token) -> bool:
    """Tell whether the token names a place of Almere."""
    return token.folded in PLACES
