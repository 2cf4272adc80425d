"""EncoderNameFinder: names of persons in raw text, found by the int8 encoder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from models.transformer import Encoder
from privacy.detect.span import PIIType, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from models.figures import Matrix
    from models.lock import Lock

RULE = "model.names"
THRESHOLD_NAME = "threshold.json"
_OVERLAP = 32
_NICENESS = 5
"""A post is classified when its names are found: this model goes before the other."""
_OUTSIDE, _BEGIN, _INSIDE = 0, 1, 2
_JOINTS = frozenset("-'’")


class EncoderNameFinder:
    """Implements `privacy.detect.span.NameFinder`.

    Texts longer than the encoder reads are read in windows that overlap by 32 pieces: nothing
    is left unread, whatever the length.
    """

    def __init__(
        self, encoder: Encoder, threshold: float, recall: Mapping[PIIType, float], lock: Lock
    ) -> None:
        self._encoder = encoder
        self._threshold = threshold
        self._lock = lock
        self.recall = recall
        """Share of the names that is found whole, measured on the dev posts; locked."""

    @classmethod
    def read(cls, model_dir: Path, lock: Lock, threads: int | None = None) -> Self:
        """Return the finder stored in `model_dir`; `lock` has been verified by the caller."""
        fields = json.loads((model_dir / THRESHOLD_NAME).read_text(encoding="utf-8"))
        encoder = Encoder(model_dir, threads, overlap=_OVERLAP, niceness=_NICENESS)
        recall = {PIIType(kind): float(share) for kind, share in fields["recall"].items()}
        return cls(encoder, float(fields["threshold"]), recall, lock)

    @property
    def id(self) -> str:
        """Name and version, as in the framework's list of algorithms."""
        return self._lock.id

    @property
    def sha256(self) -> str:
        """Digest of the lock file, which in turn holds that of each weight file."""
        return self._lock.sha256

    def find(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return per text its PERSON spans, in order, without overlaps.

        A span covers whole words. No text changes what is found in another.
        """
        windows = [[first, *first.overflowing] for first in self._encoder.encode(texts)]
        rows = [window.ids for group in windows for window in group]
        outputs = iter(self._encoder.outputs(rows))
        return [
            self._spans(text, [(window, next(outputs)) for window in group])
            for text, group in zip(texts, windows, strict=True)
        ]

    def _spans(self, text: str, windows: Sequence[tuple[Any, Matrix]]) -> list[Span]:
        marks: dict[tuple[int, int], _Mark] = {}
        for window, margins in windows:
            for offsets, chances in zip(window.offsets, _softmax(margins), strict=False):
                start, end = _without_space(text, *offsets)
                if start < end and 1.0 - chances[_OUTSIDE] >= self._threshold:
                    mark = _Mark(1.0 - float(chances[_OUTSIDE]), bool(np.argmax(chances) == _BEGIN))
                    marks[start, end] = max(mark, marks.get((start, end), mark))
        return _join(text, marks)


@dataclass(frozen=True, slots=True, order=True)
class _Mark:
    """How sure the model is that a piece is part of a name, and whether it begins one."""

    chance: float
    begins: bool


def _join(text: str, marks: dict[tuple[int, int], _Mark]) -> list[Span]:
    """Return spans of whole words; pieces with only space or a dot between them are one name."""
    spans: list[Span] = []
    for (start, end), mark in sorted(marks.items()):
        start, end = _whole_words(text, start, end)  # noqa: PLW2901 - a piece grows to its word
        if start >= end:
            continue
        last = spans[-1] if spans else None
        if last and (start < last.end or (not mark.begins and _joined(text[last.end : start]))):
            score = max(last.score, mark.chance)
            spans[-1] = Span(last.start, max(last.end, end), PIIType.PERSON, score, RULE)
        else:
            spans.append(Span(start, end, PIIType.PERSON, mark.chance, RULE))
    return spans


def _joined(between: str) -> bool:
    return not between.strip(". \t\n")


def _without_space(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the words that `text[start:end]` touches; empty when it holds no letter."""
    if not any(char.isalpha() for char in text[start:end]):
        return start, start
    while start > 0 and _in_word(text, start - 1):
        start -= 1
    while end < len(text) and _in_word(text, end):
        end += 1
    while not text[start].isalnum():
        start += 1
    while not text[end - 1].isalnum():
        end -= 1
    return start, end


def _in_word(text: str, at: int) -> bool:
    joins = text[at] in _JOINTS and text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha()
    return text[at].isalnum() or joins


def _softmax(margins: Matrix) -> Matrix:
    powers: Matrix = np.exp(margins - margins.max(axis=-1, keepdims=True))
    result: Matrix = powers / powers.sum(axis=-1, keepdims=True)
    return result
