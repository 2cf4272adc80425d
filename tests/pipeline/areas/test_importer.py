from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.areas.area import read_areas
from pipeline.areas.gazetteer import Gazetteer
from pipeline.areas.importer import import_boundaries
from privacy.errors import Permanent
from privacy.level import Level
from privacy.posts import AreaCode

SHARED = Path(__file__).parents[3] / "config" / "gebieden" / "nederland"
CITY = {"gemeentecode": "GM9998", "gemeentenaam": "Zandermeer"}
WIJKEN = [
    {"wijkcode": "WK999801", "wijknaam": "Centrum Zandermeer", **CITY},
    {"wijkcode": "WK999802", "wijknaam": "Berkenveld", **CITY},
    {"wijkcode": "WK999897", "wijknaam": "Het Meer", "water": "JA", **CITY},
]
BUURTEN = [
    {"buurtcode": "BU99980201", "buurtnaam": "Berkenveld (brt)", "wijkcode": "WK999802", **CITY},
]
OLD_MAP = [{"statcode": "WK999801", "statnaam": "Centrum Zandermeer", "gm_code": "GM9998"}]


def geojson(folder: Path, features: list[dict[str, str]]) -> Path:
    path = folder / "kaart.geojson"
    rows = [{"type": "Feature", "geometry": None, "properties": p} for p in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), "utf-8")
    return path


def test_wijken_become_rows_below_the_municipality_and_water_does_not(tmp_path: Path) -> None:
    assert import_boundaries(geojson(tmp_path, WIJKEN), tmp_path / "zandermeer") == 3
    areas = read_areas(tmp_path / "zandermeer" / "gebieden.csv")
    assert [(a.code, a.level, a.parent) for a in areas.values()] == [
        ("GM9998", Level.GEMEENTE, None),
        ("WK999801", Level.WIJK, "GM9998"),
        ("WK999802", Level.WIJK, "GM9998"),
    ]


def test_buurten_come_below_their_wijk_without_the_suffix_of_cbs(tmp_path: Path) -> None:
    folder = tmp_path / "zandermeer"
    import_boundaries(geojson(tmp_path, WIJKEN), folder)
    import_boundaries(geojson(tmp_path, BUURTEN), folder)
    buurt = read_areas(folder / "gebieden.csv")[AreaCode("BU99980201")]
    assert (buurt.name, buurt.cbs_name, buurt.parent) == (
        "Berkenveld",
        "Berkenveld (brt)",
        "WK999802",
    )


def test_an_imported_municipality_is_found_in_text_at_once(tmp_path: Path) -> None:
    (tmp_path / "nederland").symlink_to(SHARED)
    import_boundaries(geojson(tmp_path, WIJKEN), tmp_path / "zandermeer")
    gazetteer = Gazetteer.load(tmp_path / "zandermeer")
    assert gazetteer.find("inbraak in Berkenveld") == ("WK999802",)
    assert gazetteer.find("Zandermeer loopt leeg") == ("GM9998",)


def test_names_and_joined_quarters_that_people_made_survive_a_new_import(tmp_path: Path) -> None:
    folder = tmp_path / "zandermeer"
    folder.mkdir()
    table = (
        "code,naam,cbs_naam,niveau,ouder\n"
        "GM9998,Zandermeer,Zandermeer,gemeente,\n"
        "WK999801+WK999802,Het Hart,Centrum Zandermeer + Berkenveld,wijk,GM9998\n"
    )
    (folder / "gebieden.csv").write_text(table, "utf-8")
    import_boundaries(geojson(tmp_path, WIJKEN), folder)
    assert (folder / "gebieden.csv").read_text("utf-8") == table
    import_boundaries(geojson(tmp_path, BUURTEN), folder)
    parent = read_areas(folder / "gebieden.csv")[AreaCode("BU99980201")].parent
    assert parent == "WK999801+WK999802"


def test_the_older_map_needs_the_name_of_the_municipality(tmp_path: Path) -> None:
    path = geojson(tmp_path, OLD_MAP)
    with pytest.raises(Permanent, match=r"gebieden\.geojson"):
        import_boundaries(path, tmp_path / "zandermeer")
    assert import_boundaries(path, tmp_path / "zandermeer", city_name="Zandermeer") == 2


def test_one_municipality_is_picked_from_a_national_file(tmp_path: Path) -> None:
    other = {"wijkcode": "WK999701", "wijknaam": "Elders", "gemeentecode": "GM9997"}
    path = geojson(tmp_path, [*WIJKEN, other])
    with pytest.raises(Permanent, match="2 gemeenten"):
        import_boundaries(path, tmp_path / "zandermeer")
    assert import_boundaries(path, tmp_path / "zandermeer", city_code="GM9998") == 3


@pytest.mark.parametrize(
    ("features", "rule"),
    [
        ([], "gebieden.geojson"),
        (BUURTEN, "gebieden.ouder"),
        ([{"wijkcode": "XX01", "wijknaam": "Nergens", **CITY}], "gebieden.geojson"),
        ([{"wijkcode": "WK999801", **CITY}], "gebieden.geojson"),
        ([{"wijkcode": "WK999801", "wijknaam": "Zonder gemeente"}], "gebieden.geojson"),
    ],
)
def test_a_map_that_cannot_be_right_is_refused_and_leaves_nothing(
    tmp_path: Path, features: list[dict[str, str]], rule: str
) -> None:
    with pytest.raises(Permanent) as refusal:
        import_boundaries(geojson(tmp_path, features), tmp_path / "zandermeer")
    assert refusal.value.rule == rule
    assert not (tmp_path / "zandermeer").exists()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"features": [1]}', "[" * 100_000])
def test_a_file_that_is_no_geojson_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "kaart.geojson"
    path.write_text(content, "utf-8")
    with pytest.raises(Permanent, match=r"gebieden\.geojson"):
        import_boundaries(path, tmp_path / "zandermeer")
