"""Streets: the area that a street, an unlisted street like it, or a postcode lies in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from pipeline.area_terms import Cue, Term, cues, rows
from pipeline.area_tokens import phrase
from privacy.posts import AreaCode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_STREET_CUES = frozenset({Cue.NOT_ELSEWHERE})


@dataclass(frozen=True, slots=True)
class Streets:
    """The streets and postcodes of a municipality, and what an unlisted street resembles."""

    terms: tuple[Term, ...]
    stems: Mapping[str, AreaCode]
    endings: Mapping[str, AreaCode]
    street_types: frozenset[str]
    no_streets: frozenset[str]
    postcodes: Mapping[str, AreaCode]

    @classmethod
    def read(cls, folder: Path, street_types: frozenset[str], no_streets: frozenset[str]) -> Self:
        """Return what `straten.csv` and `postcodes.csv` say.

        In the first `*griend` is an ending and `Bach*` the name that streets of any type share.

        Raises:
            Permanent: a table is missing or malformed.
        """
        terms: list[Term] = []
        endings: dict[str, AreaCode] = {}
        by_stem: dict[str, set[AreaCode]] = {}
        for row in rows(folder / "straten.csv", "straat", "code", "eis"):
            code = AreaCode(row["code"])
            if row["straat"].startswith("*"):
                endings[row["straat"][1:]] = code
                continue
            words = phrase(row["straat"])
            if row["straat"].endswith("*"):
                by_stem.setdefault(words[-1], set()).add(code)
                continue
            needed = cues(row["eis"], f"straten.csv: {row['straat']}")
            terms.append(Term(words, (code,), needed | _STREET_CUES))
            stem = _stem(words[-1], street_types)
            if stem is not None:
                by_stem.setdefault(stem, set()).add(code)
        postcodes = rows(folder / "postcodes.csv", "pc4", "code")
        return cls(
            tuple(terms),
            {stem: next(iter(codes)) for stem, codes in by_stem.items() if len(codes) == 1},
            endings,
            street_types,
            no_streets,
            {row["pc4"]: AreaCode(row["code"]) for row in postcodes},
        )

    def like(self, word: str) -> Term | None:
        """Return a term for a street of another type (`Sambaweg`) or with a local ending."""
        stem = None if word in self.no_streets else _stem(word, self.street_types)
        code = self.stems.get(stem) if stem is not None else None
        if code is not None:
            return Term((word,), (code,), _STREET_CUES)
        code = next((c for ending, c in self.endings.items() if word.endswith(ending)), None)
        return None if code is None else Term((word,), (code,), _STREET_CUES | {Cue.NUMBER})


def _stem(street: str, street_types: frozenset[str]) -> str | None:
    """Return what remains of a street without its type; None where nothing or no type does."""
    for cut in range(1, len(street)):
        if street[cut:] in street_types:
            return street[:cut]
    return None
