"""Streets: the area that a street, an unlisted street like it, or a postcode lies in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from pipeline.areas.terms import Cue, Term, cues, rows
from pipeline.areas.tokens import phrase
from privacy.posts import AreaCode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.areas.context import Words

_STREET_CUES = frozenset({Cue.NOT_ELSEWHERE, Cue.NOT_POSTCODE})
_UNSURE_CUES = _STREET_CUES | {Cue.NUMBER, Cue.CAPITAL, Cue.PLACED}
_SURE_TYPE = "straat"
_SHORTEST_START = 3
_LONGEST = 40
"""Longer words are no street; hostile text costs no more than a glance."""


@dataclass(frozen=True, slots=True)
class Streets:
    """The streets and postcodes of a municipality, and what an unlisted street resembles."""

    terms: tuple[Term, ...]
    stems: Mapping[str, AreaCode]
    endings: Mapping[str, Term]
    street_types: tuple[str, ...]
    no_streets: frozenset[str]
    postcodes: Mapping[str, AreaCode]

    @classmethod
    def read(cls, folder: Path, words: Words) -> Self:
        """Return what `straten.csv` and `postcodes.csv` say.

        In the first `*griend` is an ending and `Bach*` the name that streets of any type share.
        Names that streets have in every city (`Kastanjelaan`) stand for listed streets only.

        Raises:
            Permanent: a table is missing or malformed.
        """
        types = tuple(words.straattype)
        terms: list[Term] = []
        endings: dict[str, Term] = {}
        by_stem: dict[str, set[AreaCode]] = {}
        for row in rows(folder / "straten.csv", "straat", "code", "eis"):
            code, name = AreaCode(row["code"]), row["straat"]
            needed = cues(row["eis"], f"straten.csv: {name}")
            if name.startswith("*"):
                endings[name[1:]] = Term((name,), (code,), needed | _STREET_CUES)
                continue
            parts = phrase(name)
            stem = parts[-1] if name.endswith("*") else _stem(parts[-1], types)
            if stem and stem not in words.overal:
                by_stem.setdefault(stem, set()).add(code)
            if not name.endswith("*"):
                terms.append(Term(parts, (code,), needed | _STREET_CUES))
        postcodes = rows(folder / "postcodes.csv", "pc4", "code")
        return cls(
            tuple(terms),
            {stem: next(iter(codes)) for stem, codes in by_stem.items() if len(codes) == 1},
            endings,
            types,
            words.geen_straat,
            {row["pc4"]: AreaCode(row["code"]) for row in postcodes},
        )

    def codes(self) -> set[AreaCode]:
        """Return the areas that the tables name."""
        listed = {code for term in self.terms for code in term.codes}
        endings = {code for term in self.endings.values() for code in term.codes}
        return listed | endings | {*self.stems.values(), *self.postcodes.values()}

    def like(self, word: str) -> Term | None:
        """Return a term for a street of another type (`Sambaweg`) or with a local ending.

        A word in -straat can only be a street; any other needs a house number, a capital or
        a preposition.
        """
        if len(word) > _LONGEST:
            return None
        if word.endswith(self.street_types):
            stem = "" if word in self.no_streets else _stem(word, self.street_types)
            code = self.stems.get(stem)
            needed = _STREET_CUES if word.endswith(_SURE_TYPE) else _UNSURE_CUES
            return None if code is None else Term((word,), (code,), needed)
        if word.endswith(tuple(self.endings)):
            ending = next(e for e in self.endings if word.endswith(e))
            return self.endings[ending] if len(word) >= len(ending) + _SHORTEST_START else None
        return None


def _stem(street: str, street_types: tuple[str, ...]) -> str:
    """Return what remains of a street without its type; nothing where it has no type."""
    longest = max((t for t in street_types if street.endswith(t)), key=len, default=street)
    return street.removesuffix(longest)
