from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.areas.gazetteer import Area, Gazetteer
from pipeline.areas.spelling import Respeller, distance
from pipeline.areas.tokens import tokenise
from privacy.errors import Permanent
from privacy.level import Level
from privacy.posts import AreaCode

FOLDER = Path(__file__).parents[3] / "config" / "gebieden"
ALMERE = Gazetteer.load(FOLDER / "almere")
with (Path(__file__).parent / "posts.csv").open(encoding="utf-8", newline="") as table:
    POSTS = [(row["post"], row["gebieden"]) for row in csv.DictReader(table)]


def names(gazetteer: Gazetteer, text: str) -> str:
    return "|".join(gazetteer.area(code).name for code in gazetteer.find(text))


@pytest.mark.parametrize(("post", "expected"), POSTS)
def test_a_post_is_assigned_to_the_areas_it_is_about(post: str, expected: str) -> None:
    assert names(ALMERE, post) == expected


@pytest.mark.parametrize(
    ("post", "elsewhere"),
    [
        ("explosie in Rotterdam vannacht", True),
        ("demo op het Malieveld, wie rijdt mee", True),
        ("60 man uit Lelystad in de Danswijk", False),
        ("goedemorgen allemaal", False),
        ("Mirthe van Kampen wint de voorleeswedstrijd", False),
        ("rellen in Kampen", True),
        ("stank bij 2511 AB", True),
        ("best een leuk feest", False),
    ],
)
def test_a_post_about_another_place_is_recognised(post: str, elsewhere: bool) -> None:
    assert ALMERE.elsewhere(post) is elsewhere


def test_levels_run_from_coarse_to_fine() -> None:
    assert sorted([Level.BUURT, Level.GEMEENTE, Level.WIJK, Level.STADSDEEL]) == list(Level)
    assert Level.GEMEENTE < Level.STADSDEEL <= Level.STADSDEEL < Level.WIJK < Level.BUURT
    assert not Level.WIJK < Level.WIJK
    assert Level("wijk") is Level.WIJK
    assert Level.BUURT > Level.WIJK >= Level.WIJK
    assert not Level.WIJK > Level.BUURT


def test_a_stadsdeel_gives_way_to_its_wijk_and_the_city_to_both() -> None:
    assert names(ALMERE, "Almere Haven: onrust in De Werven") == "De Werven"
    assert names(ALMERE, "Almere: onrust in Haven") == "Almere Haven"


def test_ancestors_run_from_the_nearest_to_the_municipality() -> None:
    assert ALMERE.ancestors(AreaCode("BU00342801")) == (
        "WK003428+WK003429",
        "SD0034STAD",
        "GM0034",
    )
    assert ALMERE.ancestors(AreaCode("GM0034")) == ()


@pytest.mark.parametrize(
    ("code", "level", "expected"),
    [
        ("BU00341801", Level.WIJK, "WK003418"),
        ("WK003418", Level.STADSDEEL, "SD0034STAD"),
        ("WK003418", Level.GEMEENTE, "GM0034"),
        ("SD0034STAD", Level.WIJK, "SD0034STAD"),
        ("GM0034", Level.BUURT, "GM0034"),
    ],
)
def test_an_area_is_coarsened_and_never_refined(code: str, level: Level, expected: str) -> None:
    assert ALMERE.at_level(AreaCode(code), level) == expected


def test_every_area_leads_to_the_one_municipality() -> None:
    (city,) = ALMERE.areas(Level.GEMEENTE)
    assert city == Area(AreaCode("GM0034"), "Almere", "Almere", Level.GEMEENTE, None)
    for level in Level:
        for area in ALMERE.areas(level):
            assert ALMERE.at_level(area.code, Level.GEMEENTE) == city.code


def test_every_everyday_name_of_a_wijk_or_stadsdeel_is_found() -> None:
    for level in (Level.GEMEENTE, Level.STADSDEEL, Level.WIJK):
        for area in ALMERE.areas(level):
            if area.name == "Randstad":  # of the whole country, unless its estate is meant
                continue
            assert ALMERE.find(f"Vanavond gaat het mis in {area.name}") == (area.code,), area.name


def test_the_official_wijken_of_2024_are_all_there_once() -> None:
    codes = [part for area in ALMERE.areas(Level.WIJK) for part in area.code.split("+")]
    assert len(codes) == len(set(codes)) == 71
    assert len(ALMERE.areas(Level.BUURT)) == 238


def test_an_unknown_code_is_refused() -> None:
    for ask in (ALMERE.area, ALMERE.ancestors):
        with pytest.raises(Permanent, match=r"gebieden\.code"):
            ask(AreaCode("WK999999"))


def test_a_second_municipality_is_only_a_folder() -> None:
    other = Gazetteer.load(FOLDER / "voorbeeld2")
    assert names(other, "rellen in het centrum van Rietveen") == "Centrum"
    assert names(other, "vechtpartij in de oudeveer") == "Oudeveer"
    assert names(other, "Korenakker 3 staat blank") == "De Akkers"
    assert names(other, "de werfbuurt is vies") == "Werfbuurt"
    assert names(other, "in haven weer gedoe") == "Havenkwartier"
    assert names(other, "rellen in Almere Haven") == ""
    assert other.elsewhere("rellen in Almere")
    assert other.at_level(AreaCode("WK999901"), Level.STADSDEEL) == "GM9999"


@given(st.text())
def test_any_text_gives_known_areas_without_their_ancestors(text: str) -> None:
    found = ALMERE.find(text)
    assert len(set(found)) == len(found)
    for code in found:
        assert not set(ALMERE.ancestors(code)) & set(found)


WORDS = [
    "Almere",
    "haven",
    "de",
    "in",
    "uit",
    "van",
    "Van",
    "naar",
    "1311",
    "AB",
    "poort",
    ",",
    "#",
]


@given(st.lists(st.sampled_from(WORDS)))
def test_any_order_of_the_words_that_matter_is_read(words: list[str]) -> None:
    known = {area.code for level in Level for area in ALMERE.areas(level)}
    assert set(ALMERE.find(" ".join(words))) <= known


def table_words(*tables: str) -> list[str]:
    text = " ".join((FOLDER / table).read_text(encoding="utf-8") for table in tables)
    return sorted(set(text.replace(",", " ").split()))


LIKE_NAMES = [
    *table_words("almere/bijnamen.csv", "almere/gebieden.csv", "nederland/plaatsen.csv"),
    *(word for post, _ in POSTS for word in post.split()),
]
SOME_WORDS = st.sampled_from(LIKE_NAMES) | st.sampled_from(WORDS) | st.text(max_size=8)
GAPS = st.sampled_from([" ", "", "\n", "\xa0", "-", ".", "/", "_", ", ", "@", " #"])


@given(st.lists(st.tuples(SOME_WORDS, GAPS), max_size=8))
def test_no_place_is_missed_because_a_text_seems_to_hold_none(parts: list[tuple[str, str]]) -> None:
    """Four digits may be a postcode, so a text with them is read in full; they name nothing."""
    text = "".join(word + gap for word, gap in parts)
    in_full = f"{text} ; 1311"
    assert ALMERE.find(text) == ALMERE.find(in_full)
    assert ALMERE.elsewhere(text) == ALMERE.elsewhere(in_full)


HOSTILE = [
    "a" * 100_000,
    "a." * 50_000,
    "a-" * 50_000,
    "@" * 100_000,
    "_" * 100_000,
    "a_" * 50_000,
    "#" * 100_000,
    "haven van " * 10_000,
    "van der " * 12_500,
    "haven en " * 11_000,
    "tussen de " * 10_000,
    "1311 " * 20_000,
    "1.1" * 33_000,
    "straat" * 16_000,
    "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 5_000,
    "e" + "\N{COMBINING ACUTE ACCENT}" * 100_000,
    "#" + "aB" * 50_000,
    "www." * 25_000,
    "u/" * 50_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:10]))
def test_hostile_text_costs_linear_time(text: str) -> None:
    def seconds(part: str) -> float:
        start = time.process_time()
        ALMERE.find(part)
        return time.process_time() - start

    half = min(seconds(text[: len(text) // 2]) for _ in range(2))
    assert min(seconds(text) for _ in range(3)) < 8 * half + 0.05


def test_words_are_read_without_accents_case_and_hidden_characters() -> None:
    words = [
        token.folded for token in tokenise("Lumi\u00e8repark \u2460 Al\u200bmere d'r N.-Noord")
    ]
    assert words == ["lumierepark", "1", "almere", "dr", "n", "noord"]


def test_a_capital_counts_only_within_a_sentence_that_does_not_shout() -> None:
    capitals = [t.folded for t in tokenise("Haven. Poort hier Hout BUITEN") if t.capital]
    assert capitals == ["hout"]


@pytest.mark.parametrize(
    ("left", "right", "errors"),
    [("", "", 0), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "xyz", 3)],
)
def test_errors_between_words_are_counted(left: str, right: str, errors: int) -> None:
    assert distance(left, right) == distance(right, left) == errors


def test_a_misspelling_stands_for_the_one_nearest_word() -> None:
    respeller = Respeller(["filmwijk", "stripheldenbuurt", "molenhoek", "molenhoes", "kort"])
    assert respeller.find("filmwjik") == "filmwijk"
    assert respeller.find("stripheldnbuurd") == "stripheldenbuurt"
    assert respeller.find("filmwkji") is None
    assert respeller.find("molenhoev") is None
    assert respeller.find("kord") is None
    assert respeller.find("f" * 1000) is None
    assert respeller.start("filmwijkers") == "filmwijk"
    assert respeller.start("filmwijk") is None


def test_a_post_in_a_table_never_names_a_handle_or_address_as_its_place() -> None:
    for text in ("@poort.haven", "u/almere_haven", "https://x.example/almere", "a.b@almere.nl"):
        assert ALMERE.find(f"hoi {text} doei") == ()
