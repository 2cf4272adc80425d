"""Boundaries: the official shapes of areas, when somebody imported them, as paths to draw."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pipeline.areas.importer import BOUNDARIES
from privacy.level import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pipeline.areas.area import Area

WIDTH: Final = 800
_FINEST: Final = 2.0
"""A corner closer than this to the one before it cannot be seen and is not drawn."""

_DEGREES = 180.0
"""No coordinate in degrees is larger; one of the Dutch grid, in metres, always is."""

Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Shapes:
    """A path per code of an area, in a box of `WIDTH` by `height`, north at the top."""

    height: int
    paths: Mapping[str, str]


def shapes(folder: Path, areas: Mapping[str, Area]) -> Shapes | None:
    """Return the shapes of `areas`; None where no boundaries were imported.

    A stadsdeel, or an area of several codes, has the shapes of its parts together.
    """
    file = folder / BOUNDARIES
    if not file.is_file():
        return None
    drawn = _drawn(file, file.stat().st_mtime_ns)
    paths: dict[str, str] = {}
    for code, area in areas.items():
        path = "".join(drawn.paths.get(part, "") for part in code.split("+"))
        if path:
            paths[code] = path
            if area.level is Level.WIJK and area.parent:
                paths[area.parent] = paths.get(area.parent, "") + path
    return Shapes(drawn.height, paths)


@cache
def _drawn(file: Path, _changed: int) -> Shapes:
    rings = {
        feature["properties"]["code"]: list(_rings(feature["geometry"]))
        for feature in json.loads(file.read_text("utf-8"))["features"]
    }
    corners = [corner for each in rings.values() for ring in each for corner in ring]
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    in_degrees = max(abs(east), abs(north)) <= _DEGREES
    squeeze = math.cos(math.radians((south + north) / 2)) if in_degrees else 1.0
    scale = WIDTH / ((east - west) * squeeze)
    return Shapes(
        height=round((north - south) * scale),
        paths={
            code: "".join(
                _path([((x - west) * squeeze * scale, (north - y) * scale) for x, y in ring])
                for ring in each
            )
            for code, each in rings.items()
        },
    )


def _rings(geometry: Mapping[str, Any] | None) -> Iterator[Ring]:
    """Yield the rings of a polygon or of several; anything else has none."""
    if geometry is None:
        return
    nested = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    for polygon in nested.get(geometry["type"], ()):
        for ring in polygon:
            yield [(float(corner[0]), float(corner[1])) for corner in ring]


def _path(ring: Ring) -> str:
    kept: Ring = []
    for x, y in ring:
        if not kept or math.dist(kept[-1], (x, y)) >= _FINEST:
            kept.append((round(x, 1), round(y, 1)))
    return "M" + " ".join(f"{x:g},{y:g}" for x, y in kept) + "Z"
