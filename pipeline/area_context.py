"""Context: which mentions of places hold, given the words that stand around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, NamedTuple, Self

from pipeline.area_terms import ELSEWHERE, REFUSING, Cue, Term, rows
from pipeline.area_tokens import Token
from privacy.errors import Permanent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_HOUSE_NUMBER = re.compile(r"[1-9]\d{0,3}(?:[a-d]|hs|bis)?")
_NOTHING = Token("", stop=True)


class Mention(NamedTuple):
    """A term at the tokens `start` (included) to `end` (excluded) of a post."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """The grammatical words that every municipality shares, by their kind in the table."""

    voorzetsel: frozenset[str]
    plaatswoord: frozenset[str]
    groepswoord: frozenset[str]
    koppelwoord: frozenset[str]
    herkomst: frozenset[str]
    staart: frozenset[str]
    eenheid: frozenset[str]
    straattype: frozenset[str]
    geen_straat: frozenset[str]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the words of a table `woord,soort`.

        Raises:
            Permanent: the table is malformed or has other kinds than these (`gebieden.soort`).
        """
        by_kind: dict[str, set[str]] = {field.name: set() for field in fields(cls)}
        for row in rows(path, "woord", "soort"):
            if row["soort"] not in by_kind:
                raise Permanent("gebieden.soort", f"{path.name}: unknown kind of word")
            by_kind[row["soort"]].add(row["woord"])
        return cls(**{kind: frozenset(words) for kind, words in by_kind.items()})


class Context:
    """The words of one post and the places they may name, read together."""

    def __init__(self, tokens: Sequence[Token], mentions: Sequence[Mention], words: Words) -> None:
        self._tokens = tokens
        self._words = words
        self._own = [m for m in mentions if m.term.codes not in ((), (ELSEWHERE,))]
        self._others = [m for m in mentions if m.term.codes == (ELSEWHERE,)]

    def held(self) -> tuple[list[Mention], bool]:
        """Return the mentions of areas that hold, and whether the post names a place elsewhere.

        Where people come from (`uit Haven`) is not what a post is about, unless it names
        nothing else.
        """
        others = [m for m in self._others if self._holds(m, set())]
        shown = set() if any(not self._origin(m) for m in others) else {Cue.NOT_ELSEWHERE}
        if any(m.term.certain and self._holds(m, shown) for m in self._own):
            shown.add(Cue.ANCHOR)
        own = [m for m in self._own if self._holds(m, shown)]
        about = [m for m in own if not self._origin(m)]
        if about or Cue.NOT_ELSEWHERE not in shown:
            own = about
        return own, bool(others)

    def _holds(self, mention: Mention, shown: set[Cue]) -> bool:
        """Return whether the text around a mention shows what its term needs."""
        term = mention.term
        if not term.cues and not term.after:
            return True
        shows = shown | self._around(mention)
        if not (term.cues & REFUSING) <= shows:
            return False
        wanted = term.cues - REFUSING
        before = self._at(mention.start - 1).folded
        return term.certain or bool(wanted & shows) or before in term.after

    def _around(self, mention: Mention) -> set[Cue]:
        inside = self._tokens[mention.start : mention.end]
        before, after = self._at(mention.start - 1), self._at(mention.end)
        number = bool(_HOUSE_NUMBER.fullmatch(after.folded))
        present = {
            Cue.PREPOSITION: before.folded in self._words.voorzetsel,
            Cue.LANDMARK: before.folded in self._words.plaatswoord,
            Cue.GROUP: after.folded in self._words.groepswoord,
            Cue.CAPITAL: any(token.capital for token in inside),
            Cue.START: inside[0].starts and inside[0].initial and not inside[0].shouted,
            Cue.HASHTAG: inside[0].hashtag,
            Cue.BESIDE: self._beside(mention),
            Cue.NUMBER: number and self._at(mention.end + 1).folded not in self._words.eenheid,
            Cue.NOT_NUMBER: not (before.folded[:1].isdigit() or after.folded[:1].isdigit()),
            Cue.NOT_SURNAME: not self._surname(mention),
        }
        return {cue for cue, shown in present.items() if shown}

    def _at(self, index: int) -> Token:
        return self._tokens[index] if 0 <= index < len(self._tokens) else _NOTHING

    def _origin(self, mention: Mention) -> bool:
        before = self._at(mention.start - 1).folded
        travels = before == "van" and self._at(mention.end).folded == "naar"
        return travels or before in self._words.herkomst

    def _surname(self, mention: Mention) -> bool:
        before = self._at(mention.start - 1)
        if before.folded == "van":
            return before.initial or self._at(mention.start - 2).initial
        return before.initial and before.folded not in self._words.voorzetsel

    def _beside(self, mention: Mention) -> bool:
        return any(
            other.term.codes != mention.term.codes
            and (self._joined(other.end, mention.start) or self._joined(mention.end, other.start))
            for other in self._own
        )

    def _joined(self, end: int, start: int) -> bool:
        joining = self._words.koppelwoord
        return end == start or (end + 1 == start and self._at(end).folded in joining)
