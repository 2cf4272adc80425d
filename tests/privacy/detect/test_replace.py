from __future__ import annotations

import pytest

from privacy.detect.placeholder import PLACEHOLDER, WORD
from privacy.detect.replace import replace
from privacy.detect.span import PIIType, Span
from privacy.errors import PrivacyError


def _spans(text: str, **items: str) -> list[Span]:
    found = []
    for kind, surfaces in items.items():
        for surface in surfaces.split("|"):
            start = text.index(surface)
            found.append(Span(start, start + len(surface), PIIType(kind), 1.0, "test"))
    return sorted(found)


def test_each_type_has_its_own_word_that_the_pattern_knows() -> None:
    assert set(WORD) == set(PIIType)
    assert len(set(WORD.values())) == len(PIIType)
    for word in WORD.values():
        assert PLACEHOLDER.fullmatch(f"<{word}>")
        assert PLACEHOLDER.fullmatch(f"<{word}_12>")


def test_persons_are_numbered_in_order_and_other_types_are_not() -> None:
    text = "Bel Jan op 0612345678 of Piet op 0687654321"
    spans = _spans(text, PERSON="Jan|Piet", PHONE="0612345678|0687654321")
    assert replace(text, spans) == "Bel <PERSOON_1> op <TELEFOON> of <PERSOON_2> op <TELEFOON>"


def test_one_name_in_several_spellings_is_one_placeholder() -> None:
    text = "Zoë zag JANS fiets, zoe's bel en Jan"
    spans = [
        Span(0, 3, PIIType.PERSON, 1, "t"),
        Span(8, 12, PIIType.PERSON, 1, "t"),
        Span(20, 25, PIIType.PERSON, 1, "t"),
        Span(33, 36, PIIType.PERSON, 1, "t"),
    ]
    assert (
        replace(text, spans)
        == "<PERSOON_1> zag <PERSOON_2> fiets, <PERSOON_1>'s bel en <PERSOON_2>"
    )


def test_user_names_have_their_own_numbers() -> None:
    text = "Jan is @jan_x"
    assert replace(text, _spans(text, PERSON="Jan", USERNAME="@jan_x")) == (
        "<PERSOON_1> is <GEBRUIKER_1>"
    )


def test_new_numbers_come_after_those_in_the_text() -> None:
    text = "<PERSOON_3> en Kees"
    assert replace(text, _spans(text, PERSON="Kees")) == "<PERSOON_3> en <PERSOON_4>"


def test_a_text_without_spans_stays() -> None:
    assert replace("niets hier", []) == "niets hier"


@pytest.mark.parametrize("ranges", [[(3, 5), (0, 2)], [(0, 3), (2, 5)], [(2, 2)], [(0, 99)]])
def test_spans_that_overlap_or_leave_the_text_are_refused(ranges: list[tuple[int, int]]) -> None:
    spans = [Span(start, end, PIIType.PERSON, 1.0, "t") for start, end in ranges]
    with pytest.raises(PrivacyError, match=r"detect\.replace\.order") as caught:
        replace("geheim", spans)
    assert "geheim" not in str(caught.value)
