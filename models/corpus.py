"""Corpus: labelled posts, read as the classifier meets them, with placeholders for spans."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from models.decision import SIGNALS
from privacy.detect.replace import replace
from privacy.detect.span import PIIType, Span
from privacy.posts import Signal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from models.figures import Matrix

PROTECTED_SLICES: tuple[str, ...] = (
    "peaceful_demo",
    "political_criticism",
    "satire",
    "religious_expression",
    "identity_mention",
    "counter_speech",
    "dialect_or_slang_harmless",
    "sport_hyperbole",
    "gaming",
    "news_report",
    "lyrics",
    "police_official",
)
"""Kinds of harmless expression on which a flag does most harm. Source: issue 3, corpus guide."""


@dataclass(frozen=True, slots=True)
class LabelledPost:
    """An invented post: its text with placeholders, what it signals, and what kind it is."""

    id: str
    text: str
    signals: frozenset[Signal]
    slice: str


def read_posts(path: Path) -> list[LabelledPost]:
    """Return the posts of a JSON-lines file in the form of the corpus, in order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_post(json.loads(line)) for line in lines if line.strip()]


def label_matrix(posts: Sequence[LabelledPost]) -> Matrix:
    """Return `(n, 5)` of 0.0 and 1.0, columns in the order of `SIGNALS`."""
    return np.array([[float(s in post.signals) for s in SIGNALS] for post in posts])


def protected_rows(posts: Sequence[LabelledPost]) -> NDArray[np.bool_]:
    """Return `(n,)`: which posts are of a protected kind."""
    return np.array([post.slice in PROTECTED_SLICES for post in posts], dtype=np.bool_)


def _post(record: Mapping[str, Any]) -> LabelledPost:
    spans = [
        Span(span["start"], span["end"], PIIType(span["type"]), 1.0, "corpus")
        for span in sorted(record["spans"], key=lambda span: span["start"])
    ]
    return LabelledPost(
        id=record["id"],
        text=replace(record["text"], spans),
        signals=frozenset(Signal(label) for label in record["labels"]),
        slice=record["slice"],
    )
