"""Term: words that name an area, with what a post must show before they count."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from pipeline.areas.tokens import phrase
from privacy.errors import Permanent
from privacy.posts import AreaCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ELSEWHERE = AreaCode("elders")
"""The code, in the tables, of a term that names a place outside the municipality."""
_SHORTEST_NICKNAME = 10


class Cue(StrEnum):
    """What the text around an ambiguous term can show; the values stand in the tables.

    Any one of the plain cues suffices; every cue that starts with `niet` must hold.
    """

    PREPOSITION = "voorzetsel"
    """A preposition of place stands right before it, so no article does: `in haven`."""
    PLACED = "plaatsbepaling"
    """A preposition of place stands before it, perhaps with an article: `aan het herfstpad`."""
    BARE = "zonder_lidwoord"
    """No article, possessive or adjective stands before it, as before a common noun."""
    LANDMARK = "plaatswoord"
    """A word for a place or shop stands right before it: `station poort`, `lidl buiten`."""
    GROUP = "groepswoord"
    """A word for people or a spot follows: `haven jongens`."""
    BESIDE = "naast"
    """Another area stands beside it, with at most a joining word between: `haven en poort`."""
    START = "begin"
    """It starts a sentence with a capital: a common noun would have an article there."""
    CAPITAL = "hoofdletter"
    """It has a capital without starting a sentence, and the post does not shout; or a news item
    opens with it, in capitals."""
    HASHTAG = "hashtag"
    """It is (part of) a hashtag."""
    CITY = "gemeente"
    """The post names the municipality itself."""
    NUMBER = "nummer"
    """A house number follows."""
    NOT_ELSEWHERE = "niet_elders"
    """The post names no place outside the municipality."""
    NOT_NUMBER = "niet_nummer"
    """No whole number stands beside it: a telephone prefix is no city."""
    NOT_OF_ELSEWHERE = "niet_van_elders"
    """No place outside the municipality adjoins it: `haven Vlissingen`, `haven van Urk`."""
    NOT_POSTCODE = "niet_postcode"
    """No postcode follows its house number: with one it says where to find somebody."""
    NOT_PERSONAL = "niet_persoonlijk"
    """No word just before says that somebody merely works, lies or was born there."""
    NOT_SURNAME = "niet_achternaam"
    """It is not the last part of a person's name: `Jan van Kampen`, `Van der Poort`, `Ria Hout`."""


REFUSING = frozenset(cue for cue in Cue if cue.startswith("niet_"))


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words, the area they name, and the cues under which they do.

    `codes` is empty for an expression that names no place (`naar buiten`), `(ELSEWHERE,)` for
    a place outside the municipality. `after` holds words of which one right before the term
    also suffices.
    """

    words: tuple[str, ...]
    codes: tuple[AreaCode, ...]
    cues: frozenset[Cue] = frozenset()
    after: frozenset[str] = frozenset()
    respell: bool = False
    """Whether a misspelling of it counts too."""

    @property
    def certain(self) -> bool:
        """Whether its own words are enough, unless the text around it refuses."""
        return not (self.cues - REFUSING) and not self.after


@dataclass(slots=True)
class Node:
    """A point in the tree of terms: what may follow, and the term that ends here, if any."""

    following: dict[str, Node] = field(default_factory=dict)
    term: Term | None = None


def tree(terms: Iterable[Term]) -> Node:
    """Return the root of a tree that holds `terms`; of two with the same words the last stays."""
    root = Node()
    for term in terms:
        node = root
        for word in term.words:
            node = node.following.setdefault(word, Node())
        node.term = term
    return root


def rows(path: Path, *columns: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table with exactly these columns.

    Raises:
        Permanent: the table is missing or has other columns (`gebieden.tabel`).
    """
    if not path.is_file():
        raise Permanent("gebieden.tabel", f"de tabel {path.name} ontbreekt in {path.parent.name}")
    with path.open(encoding="utf-8", newline="") as table:
        reader = csv.DictReader(table)
        if tuple(reader.fieldnames or ()) != columns:
            raise Permanent(
                "gebieden.tabel", f"{path.name} moet deze kolommen hebben: {', '.join(columns)}"
            )
        for row in reader:
            if None in row or None in row.values():
                raise Permanent(
                    "gebieden.tabel",
                    f"{path.name}, regel {reader.line_num}: te veel of te weinig kolommen",
                )
            yield row


def cues(text: str, where: str) -> frozenset[Cue]:
    """Return the cues that a table cell lists, separated by spaces.

    Raises:
        Permanent: the cell holds another word (`gebieden.eis`).
    """
    try:
        return frozenset(Cue(word) for word in text.split())
    except ValueError as error:
        raise Permanent("gebieden.eis", f"{where}: onbekende eis") from error


def read_terms(path: Path) -> Iterator[Term]:
    """Yield the terms of a table `term,code,eis,na`; several codes are separated by spaces.

    Raises:
        Permanent: the table is missing, has other columns, an unknown cue or a term without
            words (`gebieden.term`).
    """
    for row in rows(path, "term", "code", "eis", "na"):
        needed = cues(row["eis"], f"{path.name}: {row['term']}")
        codes = tuple(AreaCode(code) for code in row["code"].split())
        after = frozenset(row["na"].split())
        words = phrase(row["term"])
        if not words:
            raise Permanent("gebieden.term", f"{path.name}: een term heeft geen woorden")
        term = Term(words, codes, needed, after)
        yield replace(term, respell=_respellable(term))


def _respellable(term: Term) -> bool:
    """Return whether a nickname is long enough to be told apart when it is misspelled."""
    return (
        term.certain
        and term.codes not in ((), (ELSEWHERE,))
        and sum(map(len, term.words)) >= _SHORTEST_NICKNAME
    )
