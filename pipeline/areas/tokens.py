"""Token: a word of a post as the gazetteer reads it, without accents, handles or addresses."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+"  # web address
    r"|[\w.+-]{1,64}@[\w.-]+"  # e-mail address
    r"|(?<![\w/])u/[\w-]+"  # account of a forum
    r"|@[\w.-]+|(?<![#\w])\w+_\w*"  # handle
    r"|\b[\w-]{1,63}\.(?:com|nl|co|me|example|org|net)/\S*"  # web address without scheme
)
_MAY_HOLD_ADDRESS = re.compile(r"[@/_]|www")
_TOKEN = re.compile(
    r"#\w+|\d[\d.]*\w*|[^\W\d_]\.(?=[\s-]?\w)|[^\W_]+(?:['’][^\W_]+)?|[.!?…\n:;]+|,"
)
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_APOSTROPHE = re.compile("['’`´]")
_STOPS = frozenset(".!?…\n:;,")
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_LONGEST = 100
"""A word of more characters names no place; words are remembered, so their size is bounded."""


class Token(NamedTuple):
    """One word: `folded` is lower case, ASCII where the alphabet allows, without apostrophes.

    `initial` is true of a word that starts with a capital, `shouted` of a word all in capitals,
    `starts` of the first word of a sentence, `hashtag` of a part of a hashtag, and `stop` of
    punctuation that ends a phrase; a place name never runs across it.
    """

    folded: str
    initial: bool = False
    shouted: bool = False
    starts: bool = False
    hashtag: bool = False
    stop: bool = False

    @property
    def capital(self) -> bool:
        """Whether its capital means something: no sentence starts here and nobody shouts."""
        return self.initial and not self.shouted and not self.starts


def fold(text: str) -> str:
    """Return `text` without accents, ligatures, look-alike letters and invisible characters."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text.translate(_INVISIBLE))
    return "".join([c for c in parts if c.isascii() or not unicodedata.combining(c)])


def tokenise(text: str) -> list[Token]:
    """Return the words of `text` in order; time is linear in its length.

    Web addresses, e-mail addresses and handles are left out: they tell where an author lives
    or reads, not what the post is about.
    """
    plain = fold(text)
    if _MAY_HOLD_ADDRESS.search(plain):
        plain = _ADDRESS.sub(" ", plain)
    tokens: list[Token] = []
    starts = True
    for word in _TOKEN.findall(plain):
        if len(word) > _LONGEST:
            continue
        if word[0] == "#":
            parts = [word[1:]] if word.islower() else _CAMEL.findall(word)
            tokens += [_word(part)._replace(hashtag=True) for part in parts]
        else:
            token = _first_word(word) if starts else _word(word)
            tokens.append(token)
            starts = token.stop and (starts or token.folded != ",")
    return tokens


def without_dots(tokens: Sequence[Token], abbreviations: frozenset[str]) -> list[Token]:
    """Return `tokens` without the dots that end an abbreviation: `Alm. Buiten`."""
    before = ["", *(token.folded for token in tokens)]
    return [
        token
        for token, word in zip(tokens, before, strict=False)
        if not (token.folded == "." and word in abbreviations)
    ]


def phrase(name: str) -> tuple[str, ...]:
    """Return the folded words of a place name, as they would stand in a post."""
    if name.isascii() and name.isalpha():
        return (name.lower(),)
    return tuple(token.folded for token in tokenise(name) if not token.stop)


@lru_cache(1 << 15)  # most words of a post were in an earlier one
def _word(word: str) -> Token:
    if word[0] in _STOPS:
        return Token(word[0], stop=True)
    folded = word.lower()
    if folded == word:
        initial = shouted = False
    else:
        initial, shouted = word[0].isupper(), word.isupper()
    if not folded.isalnum():
        folded = _APOSTROPHE.sub("", folded).rstrip(".")
    return Token(folded, initial, shouted)


@lru_cache(1 << 12)
def _first_word(word: str) -> Token:
    token = _word(word)
    return token if token.stop else token._replace(starts=True)
