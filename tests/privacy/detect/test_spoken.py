from __future__ import annotations

import re

import pytest

from privacy.detect.spoken import TWO_DIGITS, UNIT, is_counting, is_spoken_number, spoken_length


@pytest.mark.parametrize(
    "word",
    [
        "tien", "elf", "twaalf", "dertien", "veertien", "negentien", "twintig", "eenentwintig",
        "tweeëntwintig", "drieëndertig", "vierenveertig", "negenennegentig",
    ],
)  # fmt: skip
def test_the_words_of_two_digits_are_known(word: str) -> None:
    assert re.fullmatch(TWO_DIGITS, word)
    assert spoken_length(word) == (2, 1)


@pytest.mark.parametrize("word", ["nul", "een", "één", "zeven", "zero", "three", "dubbel"])
def test_the_words_of_one_digit_are_known(word: str) -> None:
    assert re.fullmatch(UNIT, word)
    assert not re.fullmatch(TWO_DIGITS, word)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("nul zes vier vier", (4, 4)),
        ("nulzes vierenveertig 81", (6, 3)),
        ("nul zes dubbel drie", (3, 4)),
        ("06 twaalf", (4, 1)),
        ("niets", (0, 0)),
    ],
)
def test_a_text_is_as_long_as_the_digits_it_spells(text: str, length: tuple[int, int]) -> None:
    assert spoken_length(text) == length


@pytest.mark.parametrize(
    ("text", "is_number"),
    [
        ("nul zes een twee drie vier vijf zes zeven acht", True),
        ("06 12 34 zesenvijftig 78", True),
        ("06 twaalf", False),
        ("nul zes", False),
        ("06 12 34 56 78", False),
    ],
)
def test_a_number_is_long_enough_and_partly_in_words(text: str, is_number: bool) -> None:
    assert is_spoken_number(text) is is_number


def test_counting_is_no_number() -> None:
    assert is_counting("een twee drie vier vijf zes zeven acht")
    assert is_counting("vijf vier drie twee een nul")
    assert not is_counting("zes vier vier acht een twee")
    assert not is_counting("een twee")
