"""Resolver: from overlapping finds to spans that may be replaced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from privacy.detect.span import PIIType, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_WITHIN_NAME: Final = re.compile(
    r"['\"’”)]? ?['\"‘“(.-]?"
    r"(?:(?:baron|von|van|de|den|der|het|'t|ter|ten|el|al|la|le|du|da|di) ){0,3}"
)


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


WEAK_NAME: Final = 0.45
"""A name that rests on learned weights alone, with less than this, needs a second witness."""

LIKELY_NAME: Final = 0.4
"""From this chance the model is believed where the rules nearly see a name too."""

SURE_NAME: Final = 0.7
"""From this chance the model is believed where the rules see no name."""


def weigh_names(ours: Sequence[Span], seen: Sequence[Span]) -> list[Span]:
    """Return what rules (`ours`) and a model (`seen`) hold for personal data together.

    A weak name of ours stays when the model sees one there too; a name that only the model sees
    is added when it is sure. Chosen on the measuring posts (docs/persoonsgegevens.md).
    """
    kept = [
        span
        for span in ours
        if span.type is not PIIType.PERSON
        or span.score >= WEAK_NAME
        or any(_overlap(span, other) for other in seen)
    ]
    return resolve([*kept, *(span for span in seen if span.score >= SURE_NAME)])


def join_names(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return spans in which parts of one name are one: `Geertruida 'Truitje' van Loon`."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if (
            last
            and last.type is span.type is PIIType.PERSON
            and _WITHIN_NAME.fullmatch(text, last.end, span.start)
        ):
            best = max(last, span, key=lambda s: s.score)
            joined[-1] = Span(last.start, span.end, PIIType.PERSON, best.score, best.rule)
        else:
            joined.append(span)
    return joined


def _overlap(left: Span, right: Span) -> bool:
    return left.start < right.end and right.start < left.end
