"""Places: the areas of the municipality as pages show them: by name, under their stadsdeel."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from pipeline.areas.area import read_areas
from pipeline.portal.pages.boundaries import shapes
from privacy.errors import Permanent
from privacy.level import Level

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipeline.areas.area import Area
    from pipeline.portal.models import Meting
    from pipeline.portal.pages.boundaries import Shapes
    from pipeline.portal.parts import Parts

TILES: Final = "tegels.csv"
"""Beside `gebieden.csv`, optional: `code,kolom,rij` puts a stadsdeel where it lies in the city."""

_TINTS: Final = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """An area on the schematic map, and how dark it is: 0 for nothing, then 1 to 4."""

    measured: Meting
    tint: int


@dataclass(frozen=True, slots=True)
class Block:
    """A stadsdeel with its tiles; `column` and `row` are 0 where nobody placed it."""

    name: str
    column: int
    row: int
    tiles: tuple[Tile, ...]


def area_folder(here: Parts) -> Path | None:
    """Return the folder of the areas that the framework names; None without a framework."""
    approved = here.council.standing().approved
    if approved is None:
        return None
    return here.settings.config_folder / "gebieden" / approved.framework.gebieden.set


def areas_of(here: Parts) -> dict[str, Area]:
    """Return the areas of the municipality by code; none where the table cannot be read."""
    folder = area_folder(here)
    return _areas(folder) if folder else {}


def blocks(here: Parts, measured: Iterable[Meting]) -> tuple[Block, ...]:
    """Return the map: the areas of `measured`, each under its stadsdeel."""
    folder, areas = area_folder(here), areas_of(here)
    places = _places(folder) if folder else {}
    figures = list(measured)
    most = max((m.waarde or 0 for m in figures), default=0)
    grouped: defaultdict[str, list[Tile]] = defaultdict(list)
    for each in figures:
        grouped[_above(each.gebied_code, areas)].append(Tile(each, _tint(each.waarde, most)))
    ordered = sorted(grouped, key=lambda code: (*reversed(places.get(code, (9, 9))), code))
    return tuple(
        Block(
            areas[code].name if code in areas else code,
            *places.get(code, (0, 0)),
            tuple(grouped[code]),
        )
        for code in ordered
    )


def shapes_of(here: Parts) -> Shapes | None:
    """Return the official shapes of the areas; None where nobody imported them."""
    folder = area_folder(here)
    return shapes(folder, areas_of(here)) if folder else None


def _above(code: str, areas: dict[str, Area]) -> str:
    """Return the stadsdeel that an area lies in; the area itself where it lies in none."""
    area = areas.get(code)
    while area and area.level > Level.STADSDEEL and area.parent:
        area = areas.get(area.parent)
    return area.code if area else code


def _tint(value: int | None, most: int) -> int:
    if not value:
        return 0
    return min(_TINTS, 1 + int(_TINTS * value / (most + 1)))


@cache
def _areas(folder: Path) -> dict[str, Area]:
    try:
        return {str(code): area for code, area in read_areas(folder / "gebieden.csv").items()}
    except (OSError, Permanent):
        return {}


@cache
def _places(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the column and row of each stadsdeel that has one, both from 1 to 6."""
    file = folder / TILES
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8", newline="") as stream:
        return {row["code"]: (int(row["kolom"]), int(row["rij"])) for row in csv.DictReader(stream)}
