"""The command line: commands, help, exit codes, and the last line of defence for messages."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from typer.exceptions import TyperException

from pipeline.cli import (
    budget,
    controleer,
    detect,
    inspect,
    portal,
    query,
    status,
    verantwoording,
    work,
)
from pipeline.cli.anker import anker_app
from pipeline.cli.avg import avg_app
from pipeline.cli.dutch import speak_dutch, typed_wrong
from pipeline.cli.gebieden import gebieden_app
from pipeline.cli.kader import kader_app
from pipeline.cli.logboek import logboek_app
from pipeline.cli.piek import piek_app
from pipeline.cli.sleutel import sleutel_app
from pipeline.cli.verantwoording import register_app
from pipeline.hardening import harden
from privacy.errors import StadspolsError

if TYPE_CHECKING:
    from collections.abc import Callable

EXIT_INTERNAL = 70
EXIT_ABORTED = 130

EXIT_CODES = {
    0: "gelukt",
    2: "invoer, instelling of opdracht klopt niet",
    3: "geweigerd: het privacykader staat dit niet toe",
    4: "toestand: waarschuwing",
    5: "toestand: alarm, ook als gegevens ontbreken",
    70: "fout in het programma",
    75: "tijdelijk niet gelukt: later opnieuw proberen",
    130: "afgebroken met Ctrl-C",
}
"""What the exit codes mean (0, 70 and 75 after sysexits.h; 130 as shells say it)."""

app = typer.Typer(
    name="stadspols",
    help="Stadspols laat zien waar in de gemeente onrust ontstaat, uit openbare berichten, "
    "zonder iets over een persoon te bewaren.",
    epilog="Exitcodes: " + "; ".join(f"{code} {what}" for code, what in EXIT_CODES.items()) + ".",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its tracebacks show local variables
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    work,
    status,
    query,
    inspect,
    detect,
    controleer,
    portal,
    verantwoording,
    budget,
):
    module.register(app)
for name, group in {
    "kader": kader_app,
    "sleutel": sleutel_app,
    "anker": anker_app,
    "logboek": logboek_app,
    "gebieden": gebieden_app,
    "piek": piek_app,
    "register": register_app,
    "avg": avg_app,
}.items():
    app.add_typer(group, name=name)
speak_dutch(app)


def main() -> None:
    """Run the command; a failure becomes a message without content and an exit code."""
    harden()
    guarded(lambda: sys.exit(app(standalone_mode=False)))


def guarded(run: Callable[[], object]) -> None:
    """Run; a failure becomes a message without content and an exit code of `EXIT_CODES`."""
    try:
        run()
    except BrokenPipeError:
        sys.exit(0)
    except typer.Abort:
        typer.secho("stadspols: afgebroken", err=True, fg="red")
        sys.exit(EXIT_ABORTED)
    except TyperException as typed:
        if message := typed_wrong(typed):
            typer.secho(f"stadspols: [opdracht] {message}", err=True, fg="red")
        sys.exit(typed.exit_code)
    except Exception as caught:  # noqa: BLE001 - the edge: an exception's text may hold content
        from pipeline.disk import disk_failure

        error = caught if isinstance(caught, StadspolsError) else disk_failure(caught)
        if error is not None:
            typer.secho(f"stadspols: {error}", err=True, fg="red")
            sys.exit(error.exit_code)
        place = traceback.extract_tb(caught.__traceback__)[-1]
        typer.secho(
            f"stadspols: [fout] {type(caught).__name__} in {Path(place.filename).name}, "
            f"regel {place.lineno}. "
            "Meld dit aan de beheerder; de inhoud van berichten staat niet in deze melding.",
            err=True,
            fg="red",
        )
        sys.exit(EXIT_INTERNAL)
