from __future__ import annotations

import pytest

from privacy.detect.lexicon import load_lexicon
from privacy.detect.name_patterns import patterned
from privacy.detect.tokens import Tokeniser


@pytest.fixture(scope="module")
def tokeniser() -> Tokeniser:
    return Tokeniser(load_lexicon())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("dhr. Prinsen belt", ["Prinsen"]),
        ("dat zegt dokter Van Essen ook", ["Van", "Essen"]),
        ("Kamphorst, D. en de rest", ["Kamphorst", ",", "D."]),
        ("lijst: Bakker, J.P.", ["Bakker", ",", "J.P."]),
        ("van der heijden, johan ook", ["heijden", ",", "johan"]),
        ("Angel wacht al een uur", ["Angel"]),
        ("hoe is het met koos zn been", ["koos"]),
    ],
)
def test_the_words_around_make_it_a_name(tokeniser: Tokeniser, text: str, named: list[str]) -> None:
    tokens = tokeniser.tokens(text)
    assert [tokens[at].text for at in sorted(patterned(tokens))] == named


@pytest.mark.parametrize(
    "text",
    [
        "dhr.",
        "dokter",
        "trainer van Ajax",
        ", D. begint",
        "een zin die eindigt,",
        "brood, b. en kaas",
        "gisteren, x was er",
        "Thuis zegt niemand iets",
        "de Angel wacht",
        "hij koos zn woorden",
        "koos zn",
        "met koos zn Golf",
    ],
)
def test_what_looks_like_it_does_not(tokeniser: Tokeniser, text: str) -> None:
    assert patterned(tokeniser.tokens(text)) == set()
