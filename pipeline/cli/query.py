"""The command `query`: SQL on released cells."""

from __future__ import annotations

import sys
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from pipeline.amount import amount
from pipeline.cli.paper import because
from privacy.errors import Permanent

if TYPE_CHECKING:
    import pyarrow as pa

_SHOWN_ROWS = 1000
_WIDEST = 10_000


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        epilog='Voorbeeld: stadspols query "SELECT gebied_naam, waarde FROM cellen '
        "WHERE signaal = 'onrust' AND status = 'vrijgegeven' ORDER BY waarde DESC LIMIT 5\""
    )(query)


def query(
    sql: Annotated[str, typer.Argument(help="SQL op de view cellen; - leest van stdin.")],
    form: Annotated[Format, typer.Option("--format", "-F", help="Vorm.")] = Format.TABLE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Bestand; leeg is het scherm.")
    ] = None,
    seconds: Annotated[
        float, typer.Option("--max-seconds", min=0.1, help="Langer mag de vraag niet duren.")
    ] = 30,
) -> None:
    """Stel een vraag in SQL aan de vrijgegeven cijfers (view [bold]cellen[/bold]).

    Kolommen: tier, tijd_van, tijd_tot, gebied_code, gebied_naam, niveau, signaal, status
    (vrijgegeven, onderdrukt, geen_data), waarde, onder, boven, dubbel_pct, bronnen, regel,
    kader_versie. Ook: [bold]pieken[/bold] en [bold]verwachting[/bold].
    """
    from pipeline.read import query as ask
    from pipeline.settings import load_settings

    text = sys.stdin.read() if sql == "-" else sql
    answer = ask(load_settings().released, text, limit=timedelta(seconds=seconds))
    if form is Format.TABLE:
        if output:
            raise Permanent("vraag.vorm", "kies voor een bestand --format csv, json of parquet")
        _print_table(answer)
    else:
        _write(answer, form, output)


def _print_table(answer: pa.Table) -> None:
    console, names = Console(), answer.column_names
    rows = [
        ["" if value is None else str(value) for value in row.values()]
        for row in answer.slice(0, _SHOWN_ROWS).to_pylist()
    ]
    table = Table(*names)
    for row in rows:
        table.add_row(*row)
    wide = console.measure(table, options=console.options.update(max_width=_WIDEST)).maximum
    if wide <= console.width or not rows:
        console.print(table)
    else:
        _print_rows(console, names, rows)
    if answer.num_rows > _SHOWN_ROWS:
        more = amount(answer.num_rows - _SHOWN_ROWS, "rij", "rijen")
        typer.echo(f"... en nog {more}: gebruik --format csv")


def _print_rows(console: Console, names: list[str], rows: list[list[str]]) -> None:
    """Print each row below the one before, a line per column: it is wider than the screen."""
    for number, row in enumerate(rows, start=1):
        table = Table(title=f"rij {number}", title_justify="left", show_header=False)
        for name, value in zip(names, row, strict=True):
            table.add_row(name, value)
        console.print(table)


def _write(answer: pa.Table, form: Format, output: Path | None) -> None:
    from pipeline.table_file import Form, written

    content = written(answer, Form(form.value))
    if output is None:
        with open(sys.stdout.fileno(), "wb", closefd=False) as sink:
            sink.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise Permanent("bestand.schrijven", because(error, output)) from None
