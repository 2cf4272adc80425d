"""Example: what the network learns from, whatever the source."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.decision import SIGNALS
from privacy.posts import Signal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from models.corpus import LabelledPost
    from models.training.hatecheck import Case

UNKNOWN = math.nan
"""A label that the source does not state; it adds nothing to the loss."""


@dataclass(frozen=True, slots=True)
class Example:
    """Text with placeholders, five labels in the order of `SIGNALS`, and a slice if known."""

    text: str
    labels: tuple[float, ...]
    slice: str | None
    key: str
    """Stays the same when the text is changed."""


def from_post(post: LabelledPost) -> Example:
    """Return the example of a corpus post: all labels known."""
    return Example(
        post.text, tuple(float(s in post.signals) for s in SIGNALS), post.slice, post.text
    )


def from_case(case: Case) -> Example:
    """Return the example of a HateCheck case: `haat` known, `dreiging` if it is a threat."""
    known = {Signal.HAAT: float(case.hateful)}
    if case.threat:
        known[Signal.DREIGING] = 1.0
    return Example(case.text, tuple(known.get(s, UNKNOWN) for s in SIGNALS), None, case.text)


def sample_epoch(
    posts: Sequence[Example], cases: Sequence[Example], case_count: int, random: Random
) -> list[Example]:
    """Return all posts and at most `case_count` cases: templates must not drown the posts."""
    return [*posts, *random.sample(cases, min(case_count, len(cases)))]
