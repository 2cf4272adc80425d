"""Names: which words of a text are names of persons, by lists, context and learned weights."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from privacy.detect.name_doubt import is_listed_otherwise, is_no_person
from privacy.detect.name_extent import grow
from privacy.detect.name_features import about_animals, features, is_candidate, text_case
from privacy.detect.name_patterns import patterned
from privacy.detect.resolve import LIKELY_NAME, SURE_NAME
from privacy.detect.span import PIIType, Span
from privacy.detect.tokens import is_particle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from privacy.detect.tokens import Token, Tokeniser

THRESHOLD: Final = -1.0
"""Log-odds from which a word is taken for a name: missing one costs more than one too many."""

_SURE: Final = 1.0
"""Log-odds from which a name is looked for in the rest of the text."""

_SEEN: Final = 0.5
"""Log-odds, at least, of what a pattern makes a name: it needs no second witness."""

_NEARLY: Final = -2.0
"""Log-odds from which a likely name of a model is as good as sure; a word on no list of names
needs as much to be one at all."""

_GAINSAID: Final = -3.4
"""Log-odds below which a word is no name, whatever a model says."""

_PARAGRAPH: Final = re.compile(r"\n{2,}")
_JOINT: Final = re.compile(r"[ \t]?['\"(]?[ -]?['\")]?[ \t]?")
_BASE: Final = re.compile(r"(?:'s?|(?<=\w{3})s)\Z")
_RULE: Final = "nl.name.linear"


class Names:
    """Finds names: a linear model over what the lists and the neighbouring words say.

    Made for the texts of one call: what it read of a text it keeps for the next question.
    """

    def __init__(self, tokeniser: Tokeniser, weights: Mapping[str, float]) -> None:
        """Keep what looks words up, and the weight (log-odds) of each feature."""
        self._tokeniser = tokeniser
        self._weights = weights
        self._readings: dict[str, _Reading] = {}

    def find(self, text: str) -> list[Span]:
        """Return the PERSON spans of normalised text, in order, without overlaps.

        Paragraphs are read on their own, save that a name found in one is known in all.
        """
        bases = [0, *(match.end() for match in _PARAGRAPH.finditer(text))]
        stops = [*(match.start() for match in _PARAGRAPH.finditer(text)), len(text)]
        parts = [self._read(text[a:b]) for a, b in zip(bases, stops, strict=True)]
        sure = {name for part in parts for name in _sure(part)}
        return [
            replace(span, start=base + span.start, end=base + span.end)
            for base, part in zip(bases, parts, strict=True)
            for span in _named(part, sure)
        ]

    def possible(self, text: str) -> bool:
        """Tell whether a model could find a name here; if not, `plausible` keeps none."""
        return any(odds >= _GAINSAID for odds in self._read(text).scores.values())

    def plausible(self, text: str, spans: Sequence[Span]) -> list[Span]:
        """Return the names of a model without those that lists or neighbours make no person.

        A likely one that the rules nearly see too has the score of a sure one.
        """
        if not spans:
            return []
        read = self._read(text)
        tokens, scores = read.tokens, read.scores
        kept = []
        for span in spans:
            inside = [
                at for at, t in enumerate(tokens) if t.start < span.end and span.start < t.end
            ]
            if inside and (
                is_no_person(tokens, inside[0], inside[-1])
                or is_listed_otherwise(tokens, inside[0], inside[-1])
            ):
                continue
            judged = [at for at in inside if at in scores]
            odds = max((scores[at] for at in judged), default=-math.inf)
            if odds >= _NEARLY and span.score >= LIKELY_NAME:
                kept.append(replace(span, score=max(span.score, SURE_NAME)))
            elif odds >= (_GAINSAID if any(_is_listed(tokens[at]) for at in judged) else _NEARLY):
                kept.append(span)
        return kept

    def _read(self, text: str) -> _Reading:
        if text not in self._readings:
            tokens, weight = self._tokeniser.tokens(text), self._weights.get
            case, topic = text_case(tokens), about_animals(tokens)
            scores = {
                at: sum(weight(name, 0.0) for name in features(tokens, at, case, topic))
                for at in range(len(tokens))
                if is_candidate(tokens, at)
            }
            self._readings[text] = _Reading(text, tokens, case, scores)
        return self._readings[text]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text or paragraph; `scores`: per candidate the log-odds that it is part of a name."""

    text: str
    tokens: Sequence[Token]
    case: str
    scores: Mapping[int, float]


def _is_listed(token: Token) -> bool:
    return bool(token.last or (token.first and not token.other))


def _named(part: _Reading, sure: AbstractSet[str]) -> Iterator[Span]:
    tokens, scores = part.tokens, part.scores
    certain = _repeated(tokens, sure) | patterned(tokens)
    names = {at for at, score in scores.items() if score >= THRESHOLD} | certain
    scores = {**scores, **{at: max(scores.get(at, 0.0), _SEEN) for at in certain}}
    return _spans(part.text, tokens, sorted(grow(tokens, names, part.case)), scores)


def _sure(part: _Reading) -> set[str]:
    """Return the names that are sure wherever they stand, without possessive."""
    return {
        _BASE.sub("", part.tokens[at].folded)
        for at, score in part.scores.items()
        if score >= _SURE and not is_particle(part.tokens[at]) and len(part.tokens[at].text) > 1
    }


def _repeated(tokens: Sequence[Token], sure: AbstractSet[str]) -> set[int]:
    """Return the places of names that are sure elsewhere in the text."""
    return {
        at
        for at, token in enumerate(tokens)
        if sure
        and (not token.word or (token.shape == "Xx" and at and tokens[at - 1].group != "end"))
        and _BASE.sub("", token.folded) in sure
    }


def _spans(
    text: str, tokens: Sequence[Token], names: Sequence[int], scores: Mapping[int, float]
) -> Iterator[Span]:
    """Yield one span per run of names that only blanks, quotes or particles separate."""
    run: list[int] = []
    for at in names:
        if run and not _joined(text, tokens, run[-1], at):
            yield from _span(text, tokens, run, scores)
            run = []
        run.append(at)
    yield from _span(text, tokens, run, scores)


def _joined(text: str, tokens: Sequence[Token], one: int, two: int) -> bool:
    between = range(one + 1, two)
    if all(is_particle(tokens[at]) for at in between) and len(between) <= 3:  # noqa: PLR2004 - no name has more
        return "\n" not in text[tokens[one].end : tokens[two].start] and not any(
            sign in text[tokens[one].end : tokens[two].start] for sign in ",;:!?/&+"
        )
    return _JOINT.fullmatch(text, tokens[one].end, tokens[two].start) is not None


def _span(
    text: str, tokens: Sequence[Token], run: Sequence[int], scores: Mapping[int, float]
) -> Iterator[Span]:
    """Yield the span of one run, with the apostrophe of `Max'`, unless it is no person."""
    if not any(tokens[at].first > 1 or not is_particle(tokens[at]) for at in run):
        return
    if is_no_person(tokens, run[0], run[-1]):
        return
    best = max(scores.get(at, 0.0) for at in run)
    score = round(1 / (1 + 2.718281828 ** -max(-20.0, min(20.0, best))), 3)
    end = tokens[run[-1]].end
    end += text[end - 1 : end + 2] in {"s' ", "x' ", "z' "}
    yield Span(tokens[run[0]].start, end, PIIType.PERSON, score, _RULE)
