from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.normal_form import MAX_CHARACTERS, READ_AS, normal_form
from privacy.detect.placeholder import WORD
from privacy.detect.span import PIIType


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<PERSOON_1> en <PERSOON_22>", "persoon en persoon"),
        ("bel<TELEFOON>nu", "bel contact nu"),
        ("zie <PERSOON", "zie <PERSOON"),
        ("en <IETS>", "en <IETS>"),
        ("zie https://voorbeeld.nl/a?b=c en www.x.nl", "zie link en link"),
        ("HEEEEEEL\n\n erg", "HEEEL erg"),
        ("<PERSO\u200bON_1>", "persoon"),
        ("a\u200bb\ufeffc", "abc"),
        ("cafe\u0301", "café"),
        ("❤️", "❤"),
        ("ｄｏｏｄ en 𝗱𝗼𝗼𝗱 en dооd", "dood en dood en dood"),  # wide, bold, two Cyrillic letters
        ("ik maak je d o o d", "ik maak je dood"),
        ("do💀od", "dood"),
        ("ik m4ak je d00d in wk 36 op a4", "ik maak je dood in wk 36 op a4"),
        ("IK MAAK <PERSOON_1> DOOD", "ik maak persoon dood"),
        ("  ", ""),
    ],
)
def test_normal_form(text: str, expected: str) -> None:
    assert normal_form(text) == expected


def test_every_type_of_personal_data_has_a_plain_word() -> None:
    for kind in PIIType:
        assert normal_form(f"<{WORD[kind]}_3>") == READ_AS[kind]


@given(st.text(max_size=200))
def test_a_normal_form_is_one_line_of_what_a_reader_sees(text: str) -> None:
    found = normal_form(text)
    assert found == " ".join(found.split())
    assert not {"\u200b", "\u200d", "\ufeff", "\u00ad"} & set(found)
    assert not re.search(r"(.)\1{3}", found)


def test_no_more_than_the_limit_is_read() -> None:
    assert normal_form("ab" * MAX_CHARACTERS) == normal_form("ab" * (MAX_CHARACTERS // 2))
