"""Augmentation: the same post as another writer, another place or a worse detector has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.training.groups import SLOT, swap_groups
from privacy.detect.placeholder import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

_WORD = re.compile(r"[a-zà-ÿ]{4,}")
_MARKS = re.compile(r"[.,!?;:'\"…()-]")
_HIDDEN = {"a": "4@*", "e": "3*", "i": "1!*", "o": "0*", "s": "5$*", "t": "7*"}
"""What writers put in the place of a letter to get past a filter of words."""


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How often each change is made, and what it draws from."""

    names: Sequence[str]
    """Put in the place of a person that the detector missed."""
    areas: Sequence[str]
    """Names of areas, swapped for one another: where it happens is not what happens."""
    p_lower: float = 0.15
    p_upper: float = 0.02
    p_unmarked: float = 0.15
    p_typo_post: float = 0.3
    p_typo_word: float = 0.08
    p_missed_person: float = 0.12
    p_area: float = 0.5
    p_group: float = 0.5

    def apply(self, text: str, random: Random) -> str:
        """Return one variant of `text`; the label stays true of it."""
        text = self._miss_persons(text, random)
        if SLOT in text or random.random() < self.p_group:
            text = swap_groups(text, random)
        if random.random() < self.p_area:
            text = self._swap_areas(text, random)
        if random.random() < self.p_typo_post:
            text = _WORD.sub(lambda found: self._mistype(found[0], random), text)
        if random.random() < self.p_unmarked:
            text = _outside_placeholders(text, lambda part: _MARKS.sub("", part))
        if random.random() < self.p_lower:
            text = _outside_placeholders(text, str.lower)
        elif random.random() < self.p_upper:
            text = text.upper()
        return text

    def _miss_persons(self, text: str, random: Random) -> str:
        def keep(found: re.Match[str]) -> str:
            missed = found[0].startswith("<PERSOON") and random.random() < self.p_missed_person
            return random.choice(self.names) if missed else found[0]

        return PLACEHOLDER.sub(keep, text) if self.names else text

    def _swap_areas(self, text: str, random: Random) -> str:
        for area in self.areas:
            if area in text:
                text = text.replace(area, random.choice(self.areas))
                break
        return text

    def _mistype(self, word: str, random: Random) -> str:
        if random.random() >= self.p_typo_word:
            return word
        at = random.randrange(len(word) - 1)
        before, letter, after = word[:at], word[at], word[at + 1 :]
        hidden = random.choice(_HIDDEN.get(letter, "*"))
        return random.choice(
            (
                before + after[0] + letter + after[1:],
                before + after,
                before + letter + letter + after,
                before + hidden + after,
            )
        )


def _outside_placeholders(text: str, change: object) -> str:
    assert callable(change)
    parts, at = [], 0
    for found in PLACEHOLDER.finditer(text):
        parts += [change(text[at : found.start()]), found[0]]
        at = found.end()
    return "".join([*parts, change(text[at:])])
