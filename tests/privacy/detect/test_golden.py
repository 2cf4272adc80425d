"""Positives, must-not-change and known failures per type: `tests/golden/pii/TYPE.txt`.

There `␤` stands for a line break.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from privacy.detect.address import AddressFinder
from privacy.detect.normalise import normalise
from privacy.detect.scan import RECOGNISERS, Scan
from privacy.detect.span import PIIType

if TYPE_CHECKING:
    from privacy.detect.lexicon import Lexicon
    from privacy.detect.span import Detector, Span

GOLDEN = Path(__file__).parents[2] / "golden" / "pii"
SAYS_MORE = {"geo.spaced", "nl.iban.spoken", "nl.birthdate.spoken.named", "web.profile.spoken"}
"""Rules whose needs or gate ask something that their pattern does not."""
_MARK = re.compile(r"[⟦⟧]")


def _cases(sign: str) -> list[tuple[PIIType, str]]:
    found = []
    for kind in PIIType:
        for line in (GOLDEN / f"{kind.value}.txt").read_text("utf-8").splitlines():
            mark, _, text = line.partition("\t")
            if mark == sign:
                found.append((kind, text.replace("␤", "\n")))
    return found


def _split(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text without marks, and the marked ranges."""
    parts = _MARK.split(marked)
    text = "".join(parts)
    edges = [sum(map(len, parts[: at + 1])) for at in range(len(parts) - 1)]
    return text, list(zip(edges[::2], edges[1::2], strict=True))


def _covers(spans: list[Span], start: int, end: int) -> bool:
    return set(range(start, end)) <= {at for s in spans for at in range(s.start, s.end)}


@pytest.mark.parametrize(("kind", "marked"), _cases("+"))
def test_marked_items_are_found_as_their_type(
    detector: Detector, kind: PIIType, marked: str
) -> None:
    text, items = _split(marked)
    spans = detector.detect([text])[0]
    for start, end in items:
        assert _covers(spans, start, end), text[start:end]
        assert any(s.type is kind and s.start < end and start < s.end for s in spans), text


def test_what_spares_a_search_hides_nothing(lexicon: Lexicon) -> None:
    scan = Scan(AddressFinder(lexicon))
    rules = [rule for rule in RECOGNISERS if rule.id not in SAYS_MORE]
    for _, marked in _cases("+"):
        text = normalise(_split(marked)[0]).text
        found = {(s.start, s.end, s.rule) for s in scan.find(text)}
        searched = {(s.start, s.end, s.rule) for rule in rules for s in rule.find(text)}
        assert searched <= found, text


@pytest.mark.parametrize(("kind", "text"), _cases("-"))
def test_look_alikes_stay(detector: Detector, kind: PIIType, text: str) -> None:
    found = [text[s.start : s.end] for s in detector.detect([text])[0] if s.type is kind]
    assert found == []


@pytest.mark.parametrize(("kind", "marked"), _cases("!"))
def test_known_failures_still_fail(detector: Detector, kind: PIIType, marked: str) -> None:
    text, items = _split(marked)
    spans = [s for s in detector.detect([text])[0] if s.type is kind]
    assert not all(_covers(spans, start, end) for start, end in items)


def test_each_type_has_positives_negatives_and_a_known_failure() -> None:
    for sign in "+-!":
        assert {kind for kind, _ in _cases(sign)} == set(PIIType)
