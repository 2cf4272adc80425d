"""Lexicon: which words are first names, surnames, everyday words, towns, streets of Almere."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from privacy.errors import PrivacyError

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCK = "digests.txt"
"""File with a line `sha256 name` per data file, checked before any is read."""

_RARE = 2
"""Tier of everyday words up to which a town's name is the town."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Casefolded entries; the number is how common the entry is, 1 (rare) to 3 or 4.

    `words` holds everyday words; `ranks` all words of everyday text, those that are names too.
    `others` holds what looks like a name and is none: shops, brands, clubs, streets, and those of
    the `towns` that nobody is called after.
    """

    first_names: Mapping[str, int]
    surnames: Mapping[str, int]
    words: Mapping[str, int]
    ranks: Mapping[str, int]
    streets: frozenset[str]
    towns: frozenset[str]
    others: frozenset[str]


def load_lexicon() -> Lexicon:
    """Return the lists that come with this package.

    Raises:
        PrivacyError: a file is missing or its digest is not the one in the lock.
    """
    first_names, surnames = _entries("first_names.txt.gz"), _entries("surnames.txt.gz")
    ranks = _entries("words.txt.gz")
    words = {word: level % 10 for word, level in ranks.items() if level % 10}
    streets = frozenset(_entries("streets.txt.gz"))
    towns = _lines("towns.txt.gz")
    named = first_names.keys() | surnames.keys() | {w for w, tier in words.items() if tier > _RARE}
    return Lexicon(
        first_names=first_names,
        surnames=surnames,
        words=words,
        ranks={word: level // 10 for word, level in ranks.items()},
        streets=streets,
        towns=towns,
        others=_lines("not_names.txt.gz") | streets | (towns - named),
    )


def load_weights() -> dict[str, float]:
    """Return feature -> log-odds of the name model.

    Raises:
        PrivacyError: the file is missing or its digest is not the one in the lock.
    """
    return {name: weight / 100 for name, weight in _entries("name_weights.txt.gz").items()}


def locked_bytes(name: str, folder: str = "privacy.detect.data") -> bytes:
    """Return the bytes of a data file whose digest is the locked one.

    Raises:
        PrivacyError: the file is missing, not locked, or changed since it was locked.
    """
    files = resources.files(folder)
    try:
        data = files.joinpath(name).read_bytes()
        lock = files.joinpath(LOCK).read_text("utf-8")
    except FileNotFoundError:
        raise PrivacyError(
            "detect.data.missing", "een bestand met gegevens of het slot ervan ontbreekt"
        ) from None
    if f"{hashlib.sha256(data).hexdigest()} {name}" not in lock.splitlines():
        raise PrivacyError(
            "detect.data.digest", "een bestand met gegevens is niet dat van het slot"
        )
    return data


def _lines(name: str) -> frozenset[str]:
    return frozenset(gzip.decompress(locked_bytes(name)).decode().split("\n"))


def _entries(name: str) -> dict[str, int]:
    parts = (line.rpartition("\t") for line in _lines(name))
    return {entry: int(level) for entry, _, level in parts}
