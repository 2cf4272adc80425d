"""The commands `gebieden`: areas of a municipality from official maps."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.amount import amount

gebieden_app = typer.Typer(help="Gebieden van een gemeente.", no_args_is_help=True)


@gebieden_app.callback()
def gebieden() -> None:
    """Gebieden van een gemeente, uit officiële kaarten."""


@gebieden_app.command(
    epilog="Voorbeeld: stadspols gebieden importeer wijken.geojson config/gebieden/zeewolde "
    "--gemeente-code GM0050"
)
def importeer(
    geojson: Annotated[Path, typer.Argument(help="Wijken of buurten van CBS/PDOK (GeoJSON).")],
    folder: Annotated[Path, typer.Argument(metavar="MAP", help="De map van de gemeente.")],
    code: Annotated[
        str, typer.Option("--gemeente-code", help="Welke gemeente, als het bestand er meer heeft.")
    ] = "",
    name: Annotated[
        str, typer.Option("--gemeente-naam", help="De naam, als het bestand die niet noemt.")
    ] = "",
) -> None:
    """Maak of vul de gebieden van een gemeente: eerst de wijken, dan de buurten."""
    from pipeline.areas.importer import import_boundaries

    areas = import_boundaries(geojson, folder, city_code=code, city_name=name)
    typer.echo(f"{amount(areas, 'gebied', 'gebieden')} in {folder / 'gebieden.csv'}")
