"""Resolver: from overlapping finds to spans that may be replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacy.detect.span import PIIType, Span

if TYPE_CHECKING:
    from collections.abc import Iterable


def resolve(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, without overlaps, that together cover every input span.

    Of spans that overlap, the longest gives the type and rule (then the surest), and its
    range grows over what sticks out, so that no part of any find stays in the text.
    """
    groups: list[list[Span]] = []
    end = -1
    for span in sorted(spans):
        if span.start < end:
            groups[-1].append(span)
        else:
            groups.append([span])
        end = max(end, span.end)
    return [_one(group) for group in groups]


def _one(group: list[Span]) -> Span:
    best = max(group, key=_weight)
    start, end = min(s.start for s in group), max(s.end for s in group)
    return Span(start, end, best.type, best.score, best.rule)


def _weight(span: Span) -> tuple[bool, int, float]:
    """Prefer rules with structure over names, then long over short, then sure over unsure."""
    return (span.type is not PIIType.PERSON, span.end - span.start, span.score)
