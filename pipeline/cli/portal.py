"""The command `portal`: pages and API over released figures."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog="Voorbeeld: stadspols portal --port 8000")(portal)


def portal(
    host: Annotated[str, typer.Option(help="Adres om op te luisteren.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Poort.")] = 8000,
) -> None:
    """Open het portaal: bladzijden voor analist, raad en bewoner, en de API onder /v1.

    Het portaal leest alleen vrijgegeven cijfers, het kader en het logboek. Stop met Ctrl-C.
    """
    import uvicorn

    from pipeline.log import configure
    from pipeline.portal.app import create_app
    from pipeline.settings import load_settings

    settings = load_settings()
    configure(settings.log_level)
    app = create_app(settings, lambda: datetime.now(UTC))
    typer.echo(f"Het portaal staat open op http://{host}:{port} (stop met Ctrl-C)")
    uvicorn.run(
        app,
        host=host,
        port=port,
        access_log=False,  # it would write down addresses
        server_header=False,
        log_config=None,
    )
