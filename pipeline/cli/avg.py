"""Commands for people's rights: objection and deletion, by an officer, for one account."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pipeline.amount import amount
from privacy.framework.roles import Rol

avg_app = typer.Typer(
    help="Rechten van mensen: bezwaar en verwijdering. Alleen voor wie daar recht op heeft.",
    no_args_is_help=True,
)

RoleOption = Annotated[Rol, typer.Option("--rol", help="Uw rol, met het recht bezwaar_verwerken.")]


@avg_app.command(
    epilog="Voorbeeld: stadspols avg bezwaar --rol fg (het account typt u daarna, of via stdin)"
)
def bezwaar(rol: RoleOption) -> None:
    """Verwijder wat er van een account is, en lees het account vanaf nu niet meer.

    Het account typt u zoals de bron het schrijft: bij Mastodon https://server/@account, bij
    Bluesky did:plc:…, bij een bestand wat er in het veld met de auteur staat. Het komt niet in de
    geschiedenis van uw scherm en niet in het logboek.
    """
    _erase(rol, objects=True)


@avg_app.command(
    epilog="Voorbeeld: stadspols avg verwijder --rol fg (het account typt u daarna, of via stdin)"
)
def verwijder(rol: RoleOption) -> None:
    """Verwijder wat er van een account is. Nieuwe berichten tellen daarna weer mee.

    Het account typt u zoals bij stadspols avg bezwaar.
    """
    _erase(rol, objects=False)


def _erase(role: Rol, *, objects: bool) -> None:
    from pipeline import jobs, log
    from pipeline.settings import load_settings

    settings = load_settings()
    log.configure(settings.log_level)
    erased = jobs.erase(settings, role, _account(), objects=objects)
    posts = amount(erased.posts, "bericht", "berichten")
    typer.echo(f"{posts} en {amount(erased.texts, 'tekst', 'teksten')} verwijderd.")
    if objects:
        new = "staat nu" if erased.listed else "stond al"
        typer.echo(f"Het account {new} op de lijst: nieuwe berichten vallen meteen weg.")
    typer.echo(
        "Cijfers waarin deze berichten meetelden, kloppen na de volgende vrijgave weer."
        " Loopt er nu een inname, doe dit dan daarna nog een keer."
    )


def _account() -> str:
    """Return what the officer typed, or the first line of standard input.

    Raises:
        Permanent: nothing was typed.
    """
    from privacy.errors import Permanent

    typed = typer.prompt("Account", err=True) if sys.stdin.isatty() else sys.stdin.readline()
    if account := typed.strip():
        return account
    raise Permanent("avg.account", "Er is geen account getypt.")
