"""Import of official boundaries: the table of areas of a municipality from CBS/PDOK GeoJSON."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from pipeline.areas.area import Area, read_areas
from privacy.errors import Permanent
from privacy.level import Level
from privacy.posts import AreaCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_COLUMNS = {
    "gebieden.csv": "code,naam,cbs_naam,niveau,ouder",
    "bijnamen.csv": "term,code,eis,na",
    "straten.csv": "straat,code,eis",
    "postcodes.csv": "pc4,code",
}
BOUNDARIES = "grenzen.geojson"
"""Beside the tables: the shape of each imported area, for the map of the portal."""

_CITY = ("gemeentecode", "gm_code")
_CODE = ("buurtcode", "bu_code", "statcode", "wijkcode", "wk_code")
"""Property names of PDOK `wijkenbuurten` first, then those of older CBS map files."""


def import_boundaries(
    geojson: Path, out_folder: Path, *, city_code: str = "", city_name: str = ""
) -> int:
    """Write `gebieden.csv` in `out_folder`, with the other tables empty where they are missing.

    Returns the number of areas it then holds. Import wijken first, buurten after: rows that
    stand there already stay, with the everyday names and stadsdelen that people gave them.
    `city_code` picks one municipality from a file of several; `city_name` is needed only where
    the file does not name it.
    Source: CBS Wijk- en Buurtkaart (PDOK `wijkenbuurten`), CC BY 4.0.

    Raises:
        Permanent: the file is no GeoJSON of wijken or buurten of one municipality
            (`gebieden.geojson`), or a buurt comes without its wijk (`gebieden.ouder`).
    """
    features = [
        f for f in _land(geojson) if not city_code or _first(f["properties"], *_CITY) == city_code
    ]
    properties = [feature["properties"] for feature in features]
    table = out_folder / "gebieden.csv"
    areas = read_areas(table) if table.exists() else {}
    cities = {code for p in properties if (code := _first(p, *_CITY))}
    if len(cities) != 1:
        raise Permanent(
            "gebieden.geojson",
            f"het bestand heeft {len(cities)} gemeenten, niet één: kies met --gemeente-code",
        )
    city = AreaCode(cities.pop())
    if city not in areas:
        name = city_name or _first(properties[0], "gemeentenaam", "gm_naam")
        if not name:
            raise Permanent(
                "gebieden.geojson", "het bestand noemt de gemeente niet: geef --gemeente-naam"
            )
        areas[city] = Area(city, name, name, Level.GEMEENTE, None)
    known = {part for code in areas for part in code.split("+")}
    new = sorted((_area(p, city, areas) for p in properties), key=lambda area: area.code)
    areas |= {area.code: area for area in new if area.code not in known}
    out_folder.mkdir(parents=True, exist_ok=True)
    _write(table, areas.values())
    _keep_shapes(out_folder / BOUNDARIES, features)
    for name, columns in _COLUMNS.items():
        if not (out_folder / name).exists():
            (out_folder / name).write_text(columns + "\n", encoding="utf-8")
    return len(areas)


def _land(geojson: Path) -> list[dict[str, Any]]:
    try:
        features = json.loads(geojson.read_text(encoding="utf-8"))["features"]
        properties = [feature["properties"] for feature in features]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Permanent(
            "gebieden.geojson", f"{geojson.name} is geen verzameling in GeoJSON"
        ) from error
    land: list[dict[str, Any]] = [
        feature
        for feature, p in zip(features, properties, strict=True)
        if isinstance(p, dict) and _first(p, "water", "h2o") != "JA"
    ]
    if not land:
        raise Permanent("gebieden.geojson", f"{geojson.name} heeft geen gebieden")
    return land


def _keep_shapes(file: Path, features: Iterable[Mapping[str, Any]]) -> None:
    """`file` has the shape of each feature by its code, beside those that stood there."""
    shapes = {}
    if file.exists():
        before = json.loads(file.read_text(encoding="utf-8"))["features"]
        shapes = {feature["properties"]["code"]: feature for feature in before}
    for feature in features:
        if feature.get("geometry"):
            code = _first(feature["properties"], *_CODE)
            shapes[code] = {**feature, "properties": {"code": code}}
    if shapes:
        collection = {"type": "FeatureCollection", "features": list(shapes.values())}
        file.write_text(json.dumps(collection), encoding="utf-8")


def _area(properties: Mapping[str, object], city: AreaCode, areas: Mapping[AreaCode, Area]) -> Area:
    """Return the area that one feature describes; a buurt where it has a code of one."""
    code = _first(properties, *_CODE)
    level = {"BU": Level.BUURT, "WK": Level.WIJK}.get(code[:2])
    if level is None:
        raise Permanent("gebieden.geojson", "een gebied heeft geen code van een wijk of buurt")
    name_of = ("buurtnaam", "bu_naam") if level is Level.BUURT else ("wijknaam", "wk_naam")
    official = _first(properties, *name_of, "statnaam")
    if not official:
        raise Permanent("gebieden.geojson", "een gebied heeft geen naam")
    parent = _wijk_of(code, areas) if level is Level.BUURT else city
    return Area(AreaCode(code), official.removesuffix(" (brt)"), official, level, parent)


def _wijk_of(buurt: str, areas: Mapping[AreaCode, Area]) -> AreaCode:
    """Return the wijk of a buurt: the digits of its code start with those of its wijk."""
    wijk = f"WK{buurt[2:8]}"
    for code, area in areas.items():
        if area.level is Level.WIJK and wijk in code.split("+"):
            return code
    raise Permanent("gebieden.ouder", "een buurt komt zonder haar wijk: importeer eerst de wijken")


def _first(properties: Mapping[str, object], *names: str) -> str:
    """Return the first of these properties that holds text, else the empty string."""
    found = (value for name in names if isinstance(value := properties.get(name), str))
    return next(found, "").strip()


def _write(table: Path, areas: Iterable[Area]) -> None:
    """Replace the table in one step."""
    order = tuple(Level)
    fresh = table.with_suffix(".nieuw")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS[table.name].split(","))
        for area in sorted(areas, key=lambda area: order.index(area.level)):
            row = (area.code, area.name, area.cbs_name, area.level.value, area.parent or "")
            writer.writerow(row)
    fresh.replace(table)
