"""Area: a place on the official map of a municipality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.areas.terms import rows
from privacy.errors import Permanent
from privacy.level import Level
from privacy.posts import AreaCode

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Area:
    """A place on the official map; `name` is what people call it, `cbs_name` its official name."""

    code: AreaCode
    name: str
    cbs_name: str
    level: Level
    parent: AreaCode | None


def read_areas(path: Path) -> dict[AreaCode, Area]:
    """Return the areas of a table by code, in its order.

    Raises:
        Permanent: the table is malformed, a level is unknown, a code is double, or a parent
            is missing or not coarser (`gebieden.tabel`, `gebieden.ouder`).
    """
    areas: dict[AreaCode, Area] = {}
    for row in rows(path, "code", "naam", "cbs_naam", "niveau", "ouder"):
        code, parent = AreaCode(row["code"]), AreaCode(row["ouder"]) if row["ouder"] else None
        try:
            level = Level(row["niveau"])
        except ValueError as error:
            raise Permanent("gebieden.tabel", f"{path.name}: onbekend niveau bij {code}") from error
        if code in areas:
            raise Permanent("gebieden.tabel", f"{path.name}: {code} staat er twee keer")
        if (parent is None) != (level is Level.GEMEENTE):
            raise Permanent("gebieden.ouder", f"{path.name}: {code} heeft een ouder die niet klopt")
        if parent is not None and not (parent in areas and areas[parent].level < level):
            raise Permanent("gebieden.ouder", f"{path.name}: {code} staat boven zijn ouder")
        areas[code] = Area(code, row["naam"], row["cbs_naam"], level, parent)
    return areas
