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
        self._by_initial: dict[str, list[tuple[str, int, int]]] = {}
        for word in sorted({word for word in words if len(word) >= SHORTEST}):
            errors = 2 if len(word) >= _LONG else 1
            self._by_initial.setdefault(word[0], []).append((word, _letters(word), errors))

    def find(self, word: str) -> str | None:
        """Return the nearest known word, or None where none or several are equally near."""
        candidates = self._by_initial.get(word[:1])
        if candidates is None or not SHORTEST - 1 <= len(word) <= _LONGEST:
            return None
        letters = _letters(word)
        near = [
            (distance(word, known), known)
            for known, known_letters, errors in candidates
            if abs(len(known) - len(word)) <= errors
            and (letters ^ known_letters).bit_count() <= 2 * errors
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
        starts = (
            known
            for known, _, _ in self._by_initial.get(word[0], ())
            if len(known) >= _SHORTEST_START and word.startswith(known)
        )
        return max(starts, key=len, default=None)


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
