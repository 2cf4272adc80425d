"""MentionFinder: every place that the words of a post may name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.area_context import Mention
from pipeline.area_spelling import Respeller
from pipeline.area_terms import ELSEWHERE, Cue, Term, tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.area_streets import Streets
    from pipeline.area_tokens import Token

_POSTCODE = re.compile(r"([1-9]\d{3})([a-z]{2})?")
_LETTERS = 2


class MentionFinder:
    """Finds the longest terms in one pass; time is linear in the number of words."""

    def __init__(self, terms: Iterable[Term], streets: Streets, tails: frozenset[str]) -> None:
        in_force = {term.words: term for term in terms}
        self._root = tree(in_force.values())
        self._respelled = {"".join(t.words): t for t in in_force.values() if t.respell}
        self._respeller = Respeller(self._respelled)
        self._streets = streets
        self._tails = tails

    def find(self, tokens: Sequence[Token]) -> Iterator[Mention]:
        """Yield the mentions in order, without overlap."""
        start = 0
        while start < len(tokens):
            mention = self._longest(tokens, start) or self._unlisted(tokens, start)
            if mention is None:
                start += 1
            else:
                yield mention
                start = mention.end

    def _longest(self, tokens: Sequence[Token], start: int) -> Mention | None:
        node = self._root
        found = None
        for end in range(start, len(tokens)):
            step = node.following.get(tokens[end].folded)
            if step is None:
                break
            node = step
            if node.term is not None:
                found = Mention(node.term, start, end + 1)
        return found

    def _unlisted(self, tokens: Sequence[Token], start: int) -> Mention | None:
        """Return a mention that no table lists letter by letter: misspelled, or a postcode."""
        word = tokens[start].folded
        if word[0].isdigit():
            return self._postcode(tokens, start)
        following = tokens[start + 1].folded if start + 1 < len(tokens) else ""
        if following in self._tails:
            term = self._respell(word + following)
            if term is not None:
                return Mention(term, start, start + 2)
        term = self._respell(word) or self._streets.like(word)
        return None if term is None else Mention(term, start, start + 1)

    def _respell(self, word: str) -> Term | None:
        known = word if word in self._respelled else self._respeller.find(word)
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
        cues = frozenset({Cue.ANCHOR}) if code != ELSEWHERE else frozenset()
        return Mention(Term((), (code,), cues), start, end)
