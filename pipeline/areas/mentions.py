"""MentionFinder: every place that the words of a post may name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.areas.context import Mention
from pipeline.areas.spelling import SHORTEST, Respeller, distance
from pipeline.areas.terms import ELSEWHERE, Cue, Term, tree
from pipeline.areas.tokens import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.areas.area import Area
    from pipeline.areas.streets import Streets
    from pipeline.areas.tokens import Token

_POSTCODE = re.compile(r"([1-9]\d{3})([a-z]{2})?")
_LETTERS = 2
_SHORTEST_UNLISTED = 4
"""Anything shorter is neither a postcode nor the first half of a name."""
_SHORTEST_JOINED = 11
"""Two words that only resemble a name when joined must be long: `lege kant` is no quarter."""
_SHORTEST_PART = 5
"""A misspelled part of the city is looked for right after its name: `almere poortt`."""
_SHORTENED = {"wk": "wijk", "wyk": "wijk", "brt": "buurt", "kwrt": "kwartier", "kwrtr": "kwartier"}
"""How people shorten what quarters are called in Dutch."""
_SHORT_ENDS = tuple(_SHORTENED)
_REMEMBERED_WORDS = 1 << 15
"""Most words of a post were in an earlier one; what they resemble is looked up once."""
_LONGEST_REMEMBERED = 32
"""Letters of a word that is remembered, so that memory has a bound."""
_SHORTEST_NAME = 8
"""Misspellings of shorter names are ordinary words; the name of the city is the exception."""


class MentionFinder:
    """Finds the longest terms in one pass; time is linear in the number of words."""

    def __init__(
        self, terms: Iterable[Term], streets: Streets, tails: frozenset[str], city: Area
    ) -> None:
        in_force = {term.words: term for term in terms}
        self._root = tree(in_force.values())
        respelled = {"".join(t.words): t for t in in_force.values() if t.respell}
        self._respelled = {
            word: term
            for word, term in respelled.items()
            if len(word) >= _SHORTEST_NAME or term.codes == (city.code,)
        }
        self._respeller = Respeller(self._respelled)
        self._city = "".join(phrase(city.name))
        self._city_codes = (city.code,)
        self._parts = {
            term.words[0]: term
            for term in in_force.values()
            if len(term.words) == 1 and self._city in term.after
            if len(term.words[0]) >= _SHORTEST_PART
        }
        self._streets = streets
        self._tails = tails
        self._alike = lru_cache(_REMEMBERED_WORDS)(self._look_alike)
        self._telling = tails | _telling(term.words for term in in_force.values() if term.codes)
        self._ordinary: set[str] = set()

    def may_find(self, text: str) -> bool:
        """Return False where no word of `text` can be part of an area's name.

        Most posts that a source offers name no place at all, and cost no more than this.
        """
        return any(map(self._tells, set(text.split()) - self._ordinary))

    def _tells(self, written: str) -> bool:
        """Return whether what is written between two spaces can be part of an area's name.

        If not, it is remembered while the process lives; a handle or an address is not.
        """
        words = phrase(written)
        for word in words:
            if word in self._telling or _POSTCODE.fullmatch(word):
                return True
            if self._look_alike(word, hashtag=True):
                return True
        if words and len(written) <= _LONGEST_REMEMBERED:
            if len(self._ordinary) >= _REMEMBERED_WORDS:
                self._ordinary.clear()
            self._ordinary.add(written)
        return False

    def find(self, tokens: Sequence[Token]) -> Iterator[Mention]:
        """Yield the mentions in order, without overlap."""
        words = [token.folded for token in tokens]
        after = 0
        for start in range(len(words)):
            mention = self._at(tokens, words, start) if start >= after else None
            if mention is not None:
                yield mention
                after = mention.end

    def _at(self, tokens: Sequence[Token], words: Sequence[str], start: int) -> Mention | None:
        """Return the mention that begins at this word, if any does."""
        word = words[start]
        mention = None
        if word in self._root.following:
            mention = self._longest(words, start)
            if mention is None or mention.end == start + 1:
                mention = self._split(words, start) or mention
        if mention is None and len(word) >= _SHORTEST_UNLISTED:
            mention = self._unlisted(tokens, words, start)
        if mention is not None and mention.term.codes == self._city_codes:
            mention = self._part_of_city(words, mention)
        return mention

    def _longest(self, words: Sequence[str], start: int) -> Mention | None:
        node = self._root
        found = None
        for end in range(start, len(words)):
            step = node.following.get(words[end])
            if step is None:
                break
            node = step
            if node.term is not None:
                found = Mention(node.term, start, end + 1)
        return found

    def _split(self, words: Sequence[str], start: int) -> Mention | None:
        """Return the mention of a name in two words where it is one: `bouwmeester buurt`."""
        if start + 1 == len(words) or words[start + 1] not in self._tails:
            return None
        term = self._respelled.get(words[start] + words[start + 1])
        return None if term is None else Mention(term, start, start + 2)

    def _part_of_city(self, words: Sequence[str], mention: Mention) -> Mention:
        """Return the mention of the city with a misspelled part after it, if there is one."""
        word = words[mention.end] if mention.end < len(words) else ""
        if len(word) < _SHORTEST_PART - 1:
            return mention
        for part, term in self._parts.items():
            if word[0] == part[0] and distance(word, part) <= 1:
                found = Term((*mention.term.words, part), term.codes)
                return Mention(found, mention.start, mention.end + 1)
        return mention

    def _unlisted(
        self, tokens: Sequence[Token], words: Sequence[str], start: int
    ) -> Mention | None:
        """Return a mention that no table lists letter by letter: misspelled, or a postcode."""
        word = words[start]
        if word[0].isdigit():
            return self._postcode(tokens, start)
        if start + 1 < len(words) and words[start + 1] in self._tails:
            joined = word + words[start + 1]
            term = self._respelled.get(joined)
            if term is None and len(joined) >= _SHORTEST_JOINED:
                term = self._respell(joined)
            if term is not None:
                return Mention(term, start, start + 2)
        term = self._alike(word, hashtag=tokens[start].hashtag)
        return None if term is None else Mention(term, start, start + 1)

    def _look_alike(self, word: str, *, hashtag: bool) -> Term | None:
        """Return the term that one word stands for without being it."""
        if len(word) < SHORTEST - 1:
            return None
        return (
            self._streets.like(word) or self._respell(word) or self._compound(word, hashtag=hashtag)
        )

    def _respell(self, word: str) -> Term | None:
        known = word if word in self._respelled else self._respeller.find(word)
        shortened = known is None and word.endswith(_SHORT_ENDS)
        for short, tail in _SHORTENED.items() if shortened else ():
            if word.endswith(short) and word.removesuffix(short) + tail in self._respelled:
                known = word.removesuffix(short) + tail
        return None if known is None else self._respelled[known]

    def _compound(self, word: str, *, hashtag: bool) -> Term | None:
        """Return the term that a longer word holds: `filmwijkers`, `#almererellen`."""
        known = self._respeller.start(word)
        if known is None and hashtag and word.startswith(self._city):
            known = self._city
        return None if known is None else self._respelled[known]

    def _postcode(self, tokens: Sequence[Token], start: int) -> Mention | None:
        match = _POSTCODE.fullmatch(tokens[start].folded)
        if match is None:
            return None
        end = start + 1
        if match[2] is None:
            letters = tokens[end] if end < len(tokens) else None
            if letters is None or not (letters.shouted and len(letters.folded) == _LETTERS):
                return None
            end += 1
        code = self._streets.postcodes.get(match[1], ELSEWHERE)
        cues = frozenset({Cue.CITY}) if code != ELSEWHERE else frozenset()
        return Mention(Term((), (code,), cues), start, end)


def _telling(names: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Return words of which every name holds one."""
    telling: set[str] = set()
    for name in sorted(names, key=len):
        if telling.isdisjoint(name):
            telling.add(max(reversed(name), key=len))
    return frozenset(telling)
