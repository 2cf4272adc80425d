"""Gazetteer: the areas of one municipality, and which of them a post is about.

Everything about a municipality stands in a folder of tables (docs/gebieden.md); what all
municipalities share stands in the folder `nederland` beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pipeline.areas.area import Area, read_areas
from pipeline.areas.context import Context, Words
from pipeline.areas.mentions import MentionFinder
from pipeline.areas.streets import Streets
from pipeline.areas.terms import ELSEWHERE, Term, read_terms
from pipeline.areas.tokens import phrase, tokenise, without_dots
from privacy.errors import Permanent
from privacy.level import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from privacy.posts import AreaCode

__all__ = ["Area", "Gazetteer"]

_SHORTEST_JOINED = 8


class Gazetteer:
    """The areas of a municipality, found in text without a model and in linear time."""

    def __init__(
        self, areas: Mapping[AreaCode, Area], city: Area, finder: MentionFinder, words: Words
    ) -> None:
        self._areas = areas
        self._city = city
        self._finder = finder
        self._words = words

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the gazetteer that the tables in `folder` describe.

        Raises:
            Permanent: a table is missing, malformed, or names an area that does not exist.
        """
        shared = folder.parent / "nederland"
        words = Words.read(shared / "woorden.csv")
        areas = read_areas(folder / "gebieden.csv")
        cities = [area for area in areas.values() if area.level is Level.GEMEENTE]
        if len(cities) != 1:
            raise Permanent(
                "gebieden.tabel", f"{folder.name} heeft {len(cities)} gemeenten, niet één"
            )
        streets = Streets.read(folder, words)
        terms = [
            *read_terms(shared / "plaatsen.csv"),
            *streets.terms,
            *_names(areas.values()),
            *read_terms(folder / "bijnamen.csv"),
        ]
        named = {code for term in terms for code in term.codes} | streets.codes()
        unknown = named - areas.keys() - {ELSEWHERE}
        if unknown:
            raise Permanent(
                "gebieden.code", f"{folder.name}: {len(unknown)} codes zijn van geen gebied"
            )
        finder = MentionFinder(terms, streets, words.staart, cities[0])
        return cls(areas, cities[0], finder, words)

    def find(self, text: str) -> tuple[AreaCode, ...]:
        """Return the most specific areas that `text` is about, in the order it names them.

        An area is left out when a part of it is found. Empty when the text names no place of
        the municipality. Finer than a wijk only where a nickname names a buurt.
        """
        return self._most_specific(self._read(text)[0])

    def elsewhere(self, text: str) -> bool:
        """Return whether `text` names places outside the municipality and none within."""
        own, elsewhere = self._read(text)
        return elsewhere and not own

    def area(self, code: AreaCode) -> Area:
        """Return the area with this code.

        Raises:
            Permanent: there is none (`gebieden.code`).
        """
        try:
            return self._areas[code]
        except KeyError:
            raise Permanent("gebieden.code", "geen gebied heeft deze code") from None

    def areas(self, level: Level) -> tuple[Area, ...]:
        """Return the areas of one level, in the order of the table."""
        return tuple(area for area in self._areas.values() if area.level is level)

    def ancestors(self, code: AreaCode) -> tuple[AreaCode, ...]:
        """Return the areas that hold this one, nearest first, the municipality last.

        Raises:
            Permanent: no area has this code.
        """
        found: list[AreaCode] = []
        parent = self.area(code).parent
        while parent is not None:
            found.append(parent)
            parent = self.area(parent).parent
        return tuple(found)

    def at_level(self, code: AreaCode, level: Level) -> AreaCode:
        """Return the area at `level` that holds this one; one that is coarser already stays.

        Raises:
            Permanent: no area has this code.
        """
        line = (code, *self.ancestors(code))
        return next(c for c in line if self.area(c).level <= level)

    def _most_specific(self, codes: Iterable[AreaCode]) -> tuple[AreaCode, ...]:
        unique = dict.fromkeys(codes)
        covered = {ancestor for code in unique for ancestor in self.ancestors(code)}
        return tuple(code for code in unique if code not in covered)

    def _read(self, text: str) -> tuple[list[AreaCode], bool]:
        """Return the codes that hold in this text, and whether it names another place."""
        if not self._finder.may_find(text):
            return [], False
        tokens = without_dots(tokenise(text), self._words.afkorting)
        mentions = list(self._finder.find(tokens))
        if not mentions:
            return [], False
        held, elsewhere = Context(tokens, mentions, self._words, self._city.code).held()
        return [code for mention in held for code in mention.term.codes], elsewhere


def _names(areas: Iterable[Area]) -> Iterator[Term]:
    """Yield the names of areas as terms; a buurt counts only where a nickname names it."""
    for area in areas:
        if area.level is Level.BUURT:
            continue
        for name in dict.fromkeys((area.name, *area.cbs_name.split(" + "))):
            words = phrase(name)
            if words:
                yield Term(words, (area.code,), respell=True)
                joined = "".join(words)
                if len(words) > 1 and len(joined) >= _SHORTEST_JOINED:
                    yield Term((joined,), (area.code,), respell=True)
