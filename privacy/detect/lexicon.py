"""Lexicon: which words are first names, surnames, everyday words, streets of Almere."""

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


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Casefolded entries; the number is how common the entry is, 1 (rare) to 3 or 4.

    `words` holds everyday words; `ranks` all words of everyday text, those that are names too.
    `others` holds what looks like a name and is none: cities, shops, brands, clubs, streets.
    """

    first_names: Mapping[str, int]
    surnames: Mapping[str, int]
    words: Mapping[str, int]
    ranks: Mapping[str, int]
    streets: frozenset[str]
    others: frozenset[str]


def load_lexicon() -> Lexicon:
    """Return the lists that come with this package.

    Raises:
        PrivacyError: a file is missing or its digest is not the one in the lock.
    """
    words = _entries("words.txt.gz")
    streets = frozenset(_entries("streets.txt.gz"))
    others = gzip.decompress(locked_bytes("not_names.txt.gz")).decode().split("\n")
    return Lexicon(
        first_names=_entries("first_names.txt.gz"),
        surnames=_entries("surnames.txt.gz"),
        words={word: level % 10 for word, level in words.items() if level % 10},
        ranks={word: level // 10 for word, level in words.items()},
        streets=streets,
        others=frozenset(others) | streets,
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


def _entries(name: str) -> dict[str, int]:
    lines = gzip.decompress(locked_bytes(name)).decode().split("\n")
    return {entry: int(level) for entry, _, level in (line.rpartition("\t") for line in lines)}
