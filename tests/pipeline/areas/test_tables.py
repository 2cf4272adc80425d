from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.areas.gazetteer import Gazetteer
from privacy.errors import Permanent

FOLDER = Path(__file__).parents[3] / "config" / "gebieden"
AREAS = "code,naam,cbs_naam,niveau,ouder\n"
CITY = "GM9999,Rietveen,Rietveen,gemeente,\n"
WIJK = "WK999901,Centrum,Centrum,wijk,GM9999\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER / "nederland", tmp_path / "nederland")
    shutil.copytree(FOLDER / "voorbeeld2", tmp_path / "rietveen")
    return tmp_path / "rietveen"


def test_the_example_loads_as_it_is(folder: Path) -> None:
    assert Gazetteer.load(folder).find("Rietveen") == ("GM9999",)


@pytest.mark.parametrize("name", ["gebieden", "bijnamen", "straten", "postcodes"])
def test_a_missing_table_is_refused(folder: Path, name: str) -> None:
    (folder / f"{name}.csv").unlink()
    with pytest.raises(Permanent, match=r"gebieden\.tabel"):
        Gazetteer.load(folder)


@pytest.mark.parametrize(
    ("table", "content", "rule"),
    [
        ("gebieden", "code,naam\nGM9999,Rietveen\n", "gebieden.tabel"),
        ("gebieden", AREAS, "gebieden.tabel"),
        ("gebieden", AREAS + CITY + "GM9998,Anders,Anders,gemeente,\n", "gebieden.tabel"),
        ("gebieden", AREAS + CITY + CITY, "gebieden.tabel"),
        ("gebieden", AREAS + CITY + "WK999901,Centrum\n", "gebieden.tabel"),
        ("gebieden", AREAS + CITY + WIJK.replace("wijk", "dorp"), "gebieden.tabel"),
        ("gebieden", AREAS + CITY + WIJK.replace("GM9999", ""), "gebieden.ouder"),
        ("gebieden", AREAS + WIJK + CITY, "gebieden.ouder"),
        ("gebieden", AREAS + CITY.replace("gemeente,", "gemeente,WK1"), "gebieden.ouder"),
        (
            "gebieden",
            AREAS + CITY + WIJK + "SD1,Oost,,stadsdeel,WK999901\n",
            "gebieden.ouder",
        ),
        ("bijnamen", "term,code,eis,na\nhet hart,WK000000,,\n", "gebieden.code"),
        ("bijnamen", "term,code,eis,na\nhet hart,WK999901,misschien,\n", "gebieden.eis"),
        ("bijnamen", "term,code,eis,na\n!!!,WK999901,,\n", "gebieden.term"),
        ("straten", "straat,code,eis\nVeerstraat,WK000000,\n", "gebieden.code"),
        ("straten", "straat,code,eis\n*akker,WK000000,\n", "gebieden.code"),
        ("straten", "straat,code,eis\nBach*,WK000000,\n", "gebieden.code"),
        ("straten", "straat,code,eis\nVeerstraat,WK999901,soms\n", "gebieden.eis"),
        ("postcodes", "pc4,code\n9901,WK000000\n", "gebieden.code"),
    ],
)
def test_a_table_with_an_error_is_refused_by_rule(
    folder: Path, table: str, content: str, rule: str
) -> None:
    (folder / f"{table}.csv").write_text(content, "utf-8")
    with pytest.raises(Permanent) as refusal:
        Gazetteer.load(folder)
    assert refusal.value.rule == rule


def test_an_unknown_kind_of_word_is_refused(folder: Path) -> None:
    words = folder.parent / "nederland" / "woorden.csv"
    words.write_text("woord,soort\nin,bijwoord\n", "utf-8")
    with pytest.raises(Permanent, match=r"gebieden\.soort"):
        Gazetteer.load(folder)


@pytest.mark.parametrize(
    ("cue", "shows", "lacks"),
    [
        ("voorzetsel", "rellen in hoek", "rellen de hoek"),
        ("plaatsbepaling", "rellen aan de hoek", "een hoek is leeg"),
        ("zonder_lidwoord", "gedoe bij hoek vannacht", "een mooie hoek vannacht"),
        ("plaatswoord", "station hoek dicht", "deze hoek dicht"),
        ("groepswoord", "die hoek jongens", "die hoek fietsen"),
        ("naast", "hoek en oudeveer", "hoek bij de oudeveer"),
        ("begin", "Hoek is onrustig", "DE HOEK IS ONRUSTIG"),
        ("hoofdletter", "rellen aan de Hoek", "Hoek is onrustig"),
        ("hoofdletter", "HOEK - Bewoners zijn boos", "HOEK is leeg"),
        ("hoofdletter", "HOEK - Bewoners zijn boos", "HOEK IS LEEG"),
        ("hashtag", "wat een dag #hoek", "wat een dag hoek"),
        ("gemeente", "hoek van Rietveen", "hoek van het huis"),
        ("nummer", "bij Hoek 12b", "bij Hoek 12 uur"),
        ("niet_elders", "de hoek is leeg", "de hoek in Utrecht is leeg"),
        ("niet_van_elders", "de hoek is leeg, net als Utrecht", "hoek van Utrecht"),
        ("niet_nummer", "de hoek is leeg", "hoek 12"),
        ("niet_postcode", "brand op hoek 12, 9902 is het jaar", "hoek 12 b, 9902 AB"),
        ("niet_persoonlijk", "bij de hoek werd gevochten", "hij ligt nu in de hoek"),
        ("niet_achternaam", "de hoek is leeg", "Jan van der Hoek"),
    ],
)
def test_an_ambiguous_word_counts_only_with_its_cue(
    folder: Path, cue: str, shows: str, lacks: str
) -> None:
    row = f"term,code,eis,na\nhoek,WK999905,{cue},\n"
    (folder / "bijnamen.csv").write_text(row, "utf-8")
    gazetteer = Gazetteer.load(folder)
    assert "WK999905" in gazetteer.find(shows)
    assert "WK999905" not in gazetteer.find(lacks)


def test_a_word_counts_after_the_words_that_its_row_lists(folder: Path) -> None:
    (folder / "bijnamen.csv").write_text("term,code,eis,na\nhoek,WK999905,,oude", "utf-8")
    gazetteer = Gazetteer.load(folder)
    assert gazetteer.find("de oude hoek") == ("WK999905",)
    assert gazetteer.find("de nieuwe hoek") == ()


def test_an_expression_without_a_code_hides_the_place_in_it(folder: Path) -> None:
    (folder / "bijnamen.csv").write_text("term,code,eis,na\noudeveer kaas,,,", "utf-8")
    gazetteer = Gazetteer.load(folder)
    assert gazetteer.find("oudeveer kaas is lekker") == ()
    assert gazetteer.find("oudeveer is lekker") == ("WK999902+WK999903",)


def test_where_people_come_from_counts_only_when_nothing_else_is_named(folder: Path) -> None:
    gazetteer = Gazetteer.load(folder)
    assert gazetteer.find("jongens uit Oudeveer in het Havenkwartier") == ("WK999904",)
    assert gazetteer.find("jongens uit Oudeveer zijn boos") == ("WK999902+WK999903",)
    assert gazetteer.find("man uit Rietveen opgepakt in Utrecht") == ()


def test_an_unlisted_street_needs_a_number_capital_or_preposition_or_straat(folder: Path) -> None:
    gazetteer = Gazetteer.load(folder)
    assert gazetteer.find("Werfstraat staat blank") == ("WK999904",)
    assert gazetteer.find("Werfplein staat blank") == ()
    assert gazetteer.find("bij het Werfplein is het druk") == ("WK999904",)
    assert gazetteer.find("Werfplein 4 staat blank") == ("WK999904",)
    assert gazetteer.find("het is druk op het werfplein") == ("WK999904",)
    assert gazetteer.find("Haverakker 4 staat blank") == ("WK999905",)
    assert gazetteer.find("een akker 4 keer geploegd") == ()
    assert gazetteer.find("schoolplein 4") == ()
    assert gazetteer.find("plein 4") == ()
    assert gazetteer.find("Werf" + "x" * 60 + "straat") == ()


def test_a_street_name_that_every_city_has_stands_for_listed_streets_only(folder: Path) -> None:
    streets = "straat,code,eis\nKastanjelaan,WK999905,\nSambalaan,WK999905,\n"
    (folder / "straten.csv").write_text(streets, "utf-8")
    gazetteer = Gazetteer.load(folder)
    assert gazetteer.find("Kastanjelaan 4") == ("WK999905",)
    assert gazetteer.find("Kastanjehof 4") == ()
    assert gazetteer.find("Sambahof 4") == ("WK999905",)


def test_a_postcode_counts_only_beside_the_name_of_the_municipality(folder: Path) -> None:
    gazetteer = Gazetteer.load(folder)
    assert gazetteer.find("9902 AB Rietveen") == ("WK999902+WK999903",)
    assert gazetteer.find("9902ab rietveen") == ("WK999902+WK999903",)
    assert gazetteer.find("9902 AB") == ()
    assert gazetteer.find("9902 ab rietveen") == ("GM9999",)
    assert gazetteer.elsewhere("verhuisd naar 1011 AB")
    assert not gazetteer.elsewhere("kost 1011 euro")
    assert not gazetteer.elsewhere("nog 1011")
