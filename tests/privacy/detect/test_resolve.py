from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from privacy.detect.resolve import join_names, resolve
from privacy.detect.span import PIIType, Span

SPANS = st.lists(
    st.builds(
        lambda start, length, kind: Span(start, start + length, kind, 0.5, "t"),
        st.integers(0, 50),
        st.integers(1, 9),
        st.sampled_from(PIIType),
    )
)


def _points(spans: list[Span]) -> set[int]:
    return {at for span in spans for at in range(span.start, span.end)}


def test_a_name_inside_an_address_becomes_part_of_the_address() -> None:
    street = Span(0, 14, PIIType.ADDRESS, 0.8, "a")
    name = Span(0, 4, PIIType.PERSON, 0.9, "p")
    assert resolve([name, street]) == [street]


def test_the_longest_find_gives_the_type_and_what_sticks_out_is_covered() -> None:
    long = Span(3, 12, PIIType.PHONE, 0.8, "long")
    short = Span(0, 5, PIIType.BSN, 0.9, "short")
    assert resolve([long, short]) == [Span(0, 12, PIIType.PHONE, 0.8, "long")]


def test_of_equal_ranges_the_surest_wins() -> None:
    sure, unsure = Span(0, 9, PIIType.BSN, 0.9, "s"), Span(0, 9, PIIType.ID_NUMBER, 0.5, "u")
    assert resolve([unsure, sure]) == [sure]


def test_neighbours_stay_apart() -> None:
    spans = [Span(0, 3, PIIType.PERSON, 1, "t"), Span(3, 5, PIIType.PERSON, 1, "t")]
    assert resolve(spans) == spans


@given(SPANS)
def test_nothing_found_is_lost_and_nothing_overlaps(spans: list[Span]) -> None:
    resolved = resolve(spans)
    assert _points(resolved) == _points(spans)
    assert all(one.end <= two.start for one, two in pairwise(resolved))


def test_parts_of_one_name_are_one() -> None:
    text = "Geertruida 'Truitje' van der Loon, Jan"
    parts = [(0, 10), (12, 19), (29, 33), (35, 38)]
    spans = [Span(a, b, PIIType.PERSON, a / 100, "t") for a, b in parts]
    assert join_names(text, spans) == [Span(0, 33, PIIType.PERSON, 0.29, "t"), spans[-1]]


def test_a_name_and_a_number_stay_apart() -> None:
    spans = [Span(0, 3, PIIType.PERSON, 1, "t"), Span(4, 8, PIIType.PHONE, 1, "t")]
    assert join_names("Jan 0612", spans) == spans
