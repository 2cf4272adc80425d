"""Respeller: the known word that a misspelled word stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORTEST = 8
"""Shorter words have too many ordinary neighbours."""
_LONG = 12
"""From here on two errors are allowed."""
_LONGEST = 32
"""Longer words are not looked up, so that hostile text costs no more than a glance."""


class Respeller:
    """Finds the one known word within one error, or two for long words, of a given word.

    An error is a letter missing, added, replaced or swapped with its neighbour; the first
    letter must be right. Known words shorter than eight letters are left out.
    Source: symmetric deletion (Garbe 2012): two words within distance d share a form with at
    most d letters deleted, so a look-up costs the deletions of one word.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._by_deletion: dict[str, list[str]] = {}
        for word in words:
            if len(word) >= _SHORTEST:
                for form in _deletions(word, _allowed(word)):
                    self._by_deletion.setdefault(form, []).append(word)

    def find(self, word: str) -> str | None:
        """Return the nearest known word, or None where none or several are equally near."""
        if not _SHORTEST - 1 <= len(word) <= _LONGEST:
            return None
        near: dict[str, int] = {}
        for form in _deletions(word, 2 if len(word) >= _LONG - 2 else 1):
            for known in self._by_deletion.get(form, ()):
                if known not in near and known[0] == word[0]:
                    near[known] = distance(word, known)
        within = sorted((d, known) for known, d in near.items() if d <= _allowed(known))
        if not within or (len(within) > 1 and within[0][0] == within[1][0]):
            return None
        return within[0][1]


def distance(left: str, right: str) -> int:
    """Return the number of letters missing, added, replaced or swapped between two words."""
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


def _allowed(word: str) -> int:
    return 2 if len(word) >= _LONG else 1


def _deletions(word: str, errors: int) -> set[str]:
    forms = {word}
    last = forms
    for _ in range(errors):
        last = {form[:i] + form[i + 1 :] for form in last for i in range(len(form))}
        forms |= last
    return forms
