"""Commands that give account: the Algoritmeregister, every other artefact, the measures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.clock import utc_now

if TYPE_CHECKING:
    from pipeline.accountability.facts import Facts

register_app = typer.Typer(
    help="Stukken voor registers en toezicht, gemaakt uit het kader en het logboek.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Add the command that stands alone to the application."""
    app.command(epilog="Voorbeeld: stadspols maatregelen")(maatregelen)


@register_app.command(epilog="Voorbeeld: stadspols register export algoritmeregister.json")
def export(
    bestand: Annotated[Path, typer.Argument(help="Het nieuwe bestand (JSON).")],
) -> None:
    """Schrijf de regels voor het Algoritmeregister (publicatiestandaard 1.0)."""
    from pipeline.accountability.kept import as_json
    from pipeline.accountability.register import entries
    from pipeline.cli.paper import write_new

    write_new(bestand, as_json(entries(_facts(), utc_now().date())))


@register_app.command(epilog="Voorbeeld: stadspols register alles verantwoording/")
def alles(
    map_: Annotated[Path, typer.Argument(metavar="MAP", help="Map voor de stukken.")],
) -> None:
    """Schrijf elk stuk: registers, DPIA, IAMA, maatregelen, bewonerspagina, raadsvragen."""
    from pipeline.accountability.kept import artefacts
    from pipeline.cli.paper import write_new

    made = artefacts(_facts(), utc_now().date())
    map_.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        write_new(map_ / name, content)


def maatregelen() -> None:
    """Toon welke maatregelen van het Algoritmekader zijn genomen, en waar het bewijs staat."""
    from pipeline.accountability.measures import MEASURES

    for measure in MEASURES:
        typer.echo(f"{measure.title} ({measure.urn})")
        typer.echo(f"  {measure.how}")
        for evidence in measure.evidence:
            typer.echo(f"  bewijs: {evidence}")


def _facts() -> Facts:
    from pipeline.accountability.facts import facts_of
    from pipeline.settings import load_settings

    return facts_of(load_settings(), utc_now)
