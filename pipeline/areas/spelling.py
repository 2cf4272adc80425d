"""Respeller: the known word that a misspelled or longer word stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 6
"""Shorter words have too many ordinary neighbours."""
_SHORTEST_START = 8
"""A shorter word at the start of a longer one is chance."""
_LONG = 12
"""From here on two errors are allowed."""
_LONGEST = 32
"""Longer words are not looked up, so that hostile text costs no more than a glance."""


class Respeller:
    """Finds the one known word within one error, or two for long words, of a given word.

    An error is a letter missing, added, replaced or swapped with its neighbour; the first
    letter must be right. Known words shorter than six letters are left out. The distance is
    computed only for words of about the same length with about the same letters.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._known = frozenset(word for word in words if len(word) >= SHORTEST)
        self._longest = max(map(len, self._known), default=0)
        self._near: dict[tuple[str, int], list[tuple[str, int, int]]] = {}
        for word in self._known:
            errors = 2 if len(word) >= _LONG else 1
            for length in range(len(word) - errors, len(word) + errors + 1):
                candidate = (word, _letters(word), errors)
                self._near.setdefault((word[0], length), []).append(candidate)

    def find(self, word: str) -> str | None:
        """Return the nearest known word, or None where none or several are equally near."""
        candidates = self._near.get((word[:1], len(word)))
        if candidates is None or len(word) > _LONGEST:
            return None
        letters = _letters(word)
        near = [
            (distance(word, known), known)
            for known, known_letters, errors in candidates
            if (letters ^ known_letters).bit_count() <= 2 * errors
            and distance(word, known) <= errors
        ]
        near.sort()
        if not near or (len(near) > 1 and near[0][0] == near[1][0]):
            return None
        return near[0][1]

    def start(self, word: str) -> str | None:
        """Return the longest known word that `word` starts with: `filmwijk` of `filmwijkers`."""
        if not _SHORTEST_START < len(word) <= _LONGEST:
            return None
        for length in range(min(len(word), self._longest), _SHORTEST_START - 1, -1):
            if word[:length] in self._known:
                return word[:length]
        return None


def distance(left: str, right: str) -> int:
    """Return the number of letters missing, added, replaced or swapped between two words.

    Source: optimal string alignment, the restricted form of Damerau (1964).
    """
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        above, before_above = row, before
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before_above[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]


def _letters(word: str) -> int:
    """Return the letters of a word as bits; one error changes at most two of them."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits
