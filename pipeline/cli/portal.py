"""The command `portal`: pages and API over released figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.clock import utc_now

if TYPE_CHECKING:
    from pipeline.portal.accounts import Shown
    from privacy.framework.roles import Rol


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog="Voorbeeld: stadspols portal --demo")(portal)


def portal(
    host: Annotated[str, typer.Option(help="Adres om op te luisteren.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Poort.")] = 8000,
    demo: Annotated[
        bool, typer.Option("--demo", help="Maak proefaccounts; alleen bij een voorbeeldkader.")
    ] = False,
) -> None:
    """Open het portaal: bladzijden voor analist, raad en bewoner, en de API onder /v1.

    Het portaal leest alleen vrijgegeven cijfers, het kader en het logboek. Stop met Ctrl-C.
    """
    import uvicorn

    from pipeline.log import configure
    from pipeline.portal.accounts import make_accounts
    from pipeline.portal.app import create_app
    from pipeline.portal.council import Council
    from pipeline.settings import load_settings

    settings = load_settings()
    configure(settings.log_level)
    standing = Council(settings, utc_now).standing()
    accounts, shown = make_accounts(standing) if demo else (None, {})
    app = create_app(settings, utc_now, accounts=accounts)
    _tell(f"http://{host}:{port}", shown, can_login=demo or settings.oidc_issuer is not None)
    uvicorn.run(
        app,
        host=host,
        port=port,
        access_log=False,  # it would write down addresses
        server_header=False,
        log_config=None,
    )


def _tell(address: str, shown: dict[Rol, Shown], *, can_login: bool) -> None:
    typer.echo(f"Het portaal staat open op {address} (stop met Ctrl-C)")
    if not can_login:
        typer.echo(
            "Niemand kan inloggen: gebruik --demo, of stel STADSPOLS_OIDC_ISSUER en "
            "STADSPOLS_OIDC_CLIENT_ID in (docs/portaal.md)."
        )
    if shown:
        typer.echo(
            "Proefaccounts, tot het portaal stopt. De wachtwoorden staan alleen hier. "
            "Het token is voor de API (Authorization: Bearer TOKEN)."
        )
    for role, each in shown.items():
        typer.echo(f"  {role:9} wachtwoord {each.password}  token {each.token}")
