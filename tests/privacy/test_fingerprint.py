from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.fingerprint import standing_run
from privacy.posts import PseudonymisedText

CALL = "vanavond om negen uur allemaal naar het plein, neem je vrienden mee en laat van je horen"
WORDS = ("boom", "huis", "straat", "fiets", "water", "lucht", "brug", "plein", "markt", "hond")


def run(text: str) -> str:
    return standing_run(PseudonymisedText(text))


def test_case_punctuation_and_emoji_do_not_make_another_text() -> None:
    assert run(CALL) == run(CALL.upper().replace(",", " !!") + " \N{FIRE}")


def test_near_copies_mostly_agree_and_other_texts_do_not() -> None:
    draw = random.Random(5)
    texts = [" ".join(draw.choices(WORDS, k=20)) for _ in range(300)]
    longer = [f"{text} doorvertellen" for text in texts]
    near = sum(run(a) == run(b) for a, b in zip(texts, longer, strict=True))
    other = sum(run(a) == run(b) for a, b in zip(texts, longer[1:], strict=False))
    assert near > 0.85 * len(texts)  # 18 of 19 runs shared
    assert other < 0.05 * len(texts)


@pytest.mark.parametrize("text", ["ja", "ja hoor", "\N{FIRE}\N{FIRE}", "", "  "])
def test_a_text_shorter_than_a_run_stands_for_itself(text: str) -> None:
    assert run(text) == run(f" {text} ")


@given(st.text())
def test_any_text_has_a_run(text: str) -> None:
    assert len(run(text).split(" ")) <= max(3, len(text))
