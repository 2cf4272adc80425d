from __future__ import annotations

import pytest

from privacy.detect.hints import HINTS, SpecialCategory, special_category_hints


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("<PERSOON_1> heeft kanker", SpecialCategory.HEALTH),
        ("mijn zoon is autistisch en dat is prima", SpecialCategory.HEALTH),
        ("hij slikt antidepressiva", SpecialCategory.HEALTH),
        ("ik ben moslim en ik vast", SpecialCategory.RELIGION),
        ("<PERSOON_2> is bekeerd tot de islam", SpecialCategory.RELIGION),
        ("mijn buurman is homo", SpecialCategory.ORIENTATION),
        ("zij is gisteren uit de kast gekomen", SpecialCategory.ORIENTATION),
    ],
)
def test_a_statement_about_a_person_is_counted(text: str, category: SpecialCategory) -> None:
    assert special_category_hints(text) == {category: 1}


def test_statements_are_counted_each() -> None:
    text = "<PERSOON_1> heeft hiv. <PERSOON_2> is zwanger. ik ben katholiek."
    assert special_category_hints(text) == {
        SpecialCategory.HEALTH: 2,
        SpecialCategory.RELIGION: 1,
    }


@pytest.mark.parametrize(
    "text",
    [
        "moslims vieren vandaag feest in Almere",
        "trots op de lhbti-gemeenschap",
        "de kerk in Haven is open",
        "handen af van homo's",
        "het ziekenhuis zoekt vrijwilligers",
        "ik ben boos. de moskee is dicht.",
        "",
    ],
)
def test_groups_and_places_are_not(text: str) -> None:
    assert special_category_hints(text) == {}


def test_rules_have_unique_ids() -> None:
    assert len({hint.id for hint in HINTS}) == len(HINTS)
