"""Context: which mentions of places hold, given the words that stand around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, NamedTuple, Self

from pipeline.areas.terms import ELSEWHERE, REFUSING, Cue, Term, rows
from pipeline.areas.tokens import Token
from privacy.errors import Permanent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from privacy.posts import AreaCode

_HOUSE_NUMBER = re.compile(r"[1-9]\d{0,3}(?:[a-d]|hs|bis)?")
_POSTCODE = re.compile(r" [1-9]\d{3} ?[A-Z]{2} ")
_PERSONAL_WORDS = 4
"""How many words before a place may say what somebody does there."""
_POSTCODE_WORDS = 4
"""How many words after a street its postcode stands at most: `Tangodreef 7 b, 1326 VM`."""
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
    lidwoord: frozenset[str]
    plaatswoord: frozenset[str]
    groepswoord: frozenset[str]
    koppelwoord: frozenset[str]
    herkomst: frozenset[str]
    tussenvoegsel: frozenset[str]
    staart: frozenset[str]
    eenheid: frozenset[str]
    straattype: frozenset[str]
    geen_straat: frozenset[str]
    overal: frozenset[str]
    persoonlijk: frozenset[str]
    afkorting: frozenset[str]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the words of a table `woord,soort`.

        Raises:
            Permanent: the table is malformed or has other kinds than these (`gebieden.soort`).
        """
        by_kind: dict[str, set[str]] = {field.name: set() for field in fields(cls)}
        for row in rows(path, "woord", "soort"):
            if row["soort"] not in by_kind:
                raise Permanent("gebieden.soort", f"{path.name}: onbekende soort woord")
            by_kind[row["soort"]].add(row["woord"])
        return cls(**{kind: frozenset(words) for kind, words in by_kind.items()})


class Context:
    """The words of one post and the places they may name, read together."""

    def __init__(
        self,
        tokens: Sequence[Token],
        mentions: Sequence[Mention],
        words: Words,
        city: AreaCode,
    ) -> None:
        self._tokens = tokens
        self._city = (city,)
        self._words = words
        self._own = [m for m in mentions if m.term.codes not in ((), (ELSEWHERE,))]
        self._own_from = {m.start: m for m in self._own}
        self._own_to = {m.end: m for m in self._own}
        self._others_from: set[int] = set()
        self._others_to: set[int] = set()
        candidates = (m for m in mentions if m.term.codes == (ELSEWHERE,))
        self._others = [m for m in candidates if self._holds(m, set())]
        self._others_from = {m.start for m in self._others}
        self._others_to = {m.end for m in self._others}

    def held(self) -> tuple[list[Mention], bool]:
        """Return the mentions of areas that hold, and whether the post names a place elsewhere.

        Where people come from (`uit Haven`) is not what a post is about, unless it names
        nothing else.
        """
        away = any(not (self._origin(m) or self._departure(m)) for m in self._others)
        shown = set() if away else {Cue.NOT_ELSEWHERE}
        if any(m.term.codes == self._city and self._holds(m, shown) for m in self._own):
            shown.add(Cue.CITY)
        own = [m for m in self._own if self._holds(m, shown) and not self._lies_elsewhere(m)]
        about = [m for m in own if not self._origin(m)]
        return (about if about or away else own), bool(self._others)

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
            Cue.BARE: not (before.folded in self._words.lidwoord or before.folded.endswith("e")),
            Cue.PLACED: self._placed(mention.start),
            Cue.LANDMARK: before.folded in self._words.plaatswoord,
            Cue.GROUP: after.folded in self._words.groepswoord or self._of_people(mention),
            Cue.CAPITAL: any(token.capital for token in inside) or self._dateline(mention),
            Cue.START: inside[0].starts and inside[0].initial and not inside[0].shouted,
            Cue.HASHTAG: inside[0].hashtag,
            Cue.BESIDE: self._beside(mention),
            Cue.NUMBER: number and self._at(mention.end + 1).folded not in self._words.eenheid,
            Cue.NOT_NUMBER: not (before.folded.isdigit() or after.folded.isdigit()),
            Cue.NOT_OF_ELSEWHERE: not self._of_elsewhere(mention),
            Cue.NOT_POSTCODE: not (after.folded[:1].isdigit() and self._postcode(mention.end)),
            Cue.NOT_PERSONAL: not self._personal(mention.start),
            Cue.NOT_SURNAME: not self._surname(mention),
        }
        return {cue for cue, shown in present.items() if shown}

    def _at(self, index: int) -> Token:
        return self._tokens[index] if 0 <= index < len(self._tokens) else _NOTHING

    def _placed(self, start: int) -> bool:
        before = start - 1
        if self._at(before).folded in self._words.lidwoord:
            before -= 1
        return self._at(before).folded in self._words.voorzetsel

    def _dateline(self, mention: Mention) -> bool:
        """Return whether a news item opens with it: `HAVEN - Bewoners zijn boos`."""
        opens = mention.start == 0 and all(t.shouted for t in self._tokens[: mention.end])
        after = self._at(mention.end)
        return opens and after.initial and not after.shouted

    def _origin(self, mention: Mention) -> bool:
        """Return whether people come from there: `uit Haven`, `uit Haven en Lelystad`."""
        before = mention.start - 1
        if self._at(before).folded in self._words.koppelwoord:
            before -= 2
        return self._at(before).folded in self._words.herkomst

    def _departure(self, mention: Mention) -> bool:
        """Return whether a way starts there that leads on: `van Lelystad naar`."""
        before, after = self._at(mention.start - 1), self._at(mention.end)
        return before.folded == "van" and after.folded == "naar"

    def _of_people(self, mention: Mention) -> bool:
        """Return whether people of the place are named: `bewoners van Poort`."""
        van, people = self._at(mention.start - 1), self._at(mention.start - 2)
        return van.folded == "van" and people.folded in self._words.groepswoord

    def _lies_elsewhere(self, mention: Mention) -> bool:
        """Return whether a quarter is of another city: `Kruidenwijk in Hoofddorp`."""
        after = mention.end + (self._at(mention.end).folded in {"in", "te"})
        return after in self._others_from and mention.term.codes != self._city

    def _of_elsewhere(self, mention: Mention) -> bool:
        after = mention.end + (self._at(mention.end).folded == "van")
        return after in self._others_from or mention.start in self._others_to

    def _personal(self, start: int) -> bool:
        """Return whether somebody merely is there: `ligt in het ziekenhuis`."""
        before = self._tokens[max(0, start - _PERSONAL_WORDS) : start]
        return any(token.folded in self._words.persoonlijk for token in before)

    def _postcode(self, number: int) -> bool:
        """Return whether a postcode follows the house number at `number`."""
        after = self._tokens[number + 1 : number + 2 + _POSTCODE_WORDS]
        words = (token.folded.upper() if token.shouted else token.folded for token in after)
        return bool(_POSTCODE.search(f" {' '.join(words)} "))

    def _surname(self, mention: Mention) -> bool:
        first = mention.start
        while self._at(first - 1).folded in self._words.tussenvoegsel:
            first -= 1
        particles, before = self._tokens[first : mention.start], self._at(first - 1)
        if any(token.folded == "van" for token in particles):
            if before.folded in self._words.groepswoord:
                return False
            return particles[0].initial or before.initial
        introducing = (self._words.voorzetsel, self._words.plaatswoord, self._words.koppelwoord)
        named = self._at(first).initial and before.initial and not (before.shouted or particles)
        return named and not any(before.folded in words for words in introducing)

    def _beside(self, mention: Mention) -> bool:
        start, end, joining = mention.start, mention.end, self._words.koppelwoord
        beside = [self._own_to.get(start), self._own_from.get(end)]
        if self._at(start - 1).folded in joining:
            beside.append(self._own_to.get(start - 1))
        if self._at(end).folded in joining:
            beside.append(self._own_from.get(end + 1))
        return any(other and other.term.codes != mention.term.codes for other in beside)
