from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from privacy.detect.recogniser import Literals

NEAR = st.text(alphabet="abn .'", max_size=8)
"""So few characters that many of the texts hold one another."""


@given(literals=st.sets(NEAR.filter(bool)), text=st.text(alphabet="abn .'", max_size=60))
def test_the_literals_of_a_text_are_those_that_are_in_it(literals: set[str], text: str) -> None:
    assert Literals(literals).within(text) == {literal for literal in literals if literal in text}
