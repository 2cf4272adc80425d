"""The command `detect`: surges in series of counts, from and to CSV."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Annotated, cast

import typer

from pipeline.amount import amount
from pipeline.cli.skipped import tell_skipped
from pipeline.surges.record import Method
from privacy.errors import Permanent

if TYPE_CHECKING:
    import io
    from collections.abc import Sequence

    from pipeline.surges.series import Judgement, Series


MethodOption = Annotated[
    Method, typer.Option("--method", "-m", help="Hoe een reeks wordt beoordeeld.")
]
ShareOption = Annotated[
    float | None,
    typer.Option(
        "--fdr",
        min=0,
        max=1,
        help="Hoogste aandeel valse alarmen over alle reeksen van een datum, bijvoorbeeld 0.1; "
        "leeg is geen correctie.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        epilog="Voorbeeld: stadspols detect < reeksen.csv > alarmen.csv. "
        "Uitleg voor analisten: docs/pieken.md."
    )(detect)


def detect(method: MethodOption = Method.DEFAULT, share: ShareOption = None) -> None:
    """Zoek pieken in reeksen van aantallen. CSV erin, CSV eruit, niets wordt bewaard.

    Erin: serie,datum,aantal, per dag of per week; een leeg aantal is onbekend, niet nul.
    Eruit: serie,datum,aantal,verwacht,bovengrens,alarm voor datums met genoeg historie.
    """
    from pipeline.sources.stream import Metered, lines
    from pipeline.surges.detect import judge
    from pipeline.surges.discovery import confirmed
    from pipeline.surges.table import read_table, write_header, write_rows

    tell = Progress()
    table = read_table(
        lines(Metered(cast("io.BufferedIOBase", sys.stdin.buffer))),
        lambda n: tell(f"{amount(n, 'regel', 'regels')} gelezen"),
    )
    series = table.series()
    tell_skipped(table.refused)
    if not series:
        raise Permanent("reeks.leeg", "er is geen enkel aantal gelezen")
    judgements = []
    for number, each in enumerate(series, start=1):
        judgements.append(judge(each, method))
        tell(f"{number} van {len(series)} reeksen beoordeeld")
    if share is not None:
        judgements = confirmed(series, judgements, share)
    write_header(sys.stdout)
    for each, judgement in zip(series, judgements, strict=True):
        write_rows(sys.stdout, each, judgement)
    _report_unjudged(series, judgements)


class Progress:
    """Says on standard error how far the work is, at most every few seconds."""

    def __init__(self, quiet_seconds: float = 5) -> None:
        self._quiet, self._last = quiet_seconds, time.monotonic()

    def __call__(self, what: str) -> None:
        """Print `what`, unless something was printed a moment ago."""
        if time.monotonic() - self._last > self._quiet:
            self._last = time.monotonic()
            typer.echo(f"stadspols: {what}", err=True)


def _report_unjudged(series: Sequence[Series], judgements: Sequence[Judgement]) -> None:
    """Say how many dates got no judgement and why: silence would look like calm."""
    import numpy as np

    unknown = short = 0
    for each, judgement in zip(series, judgements, strict=True):
        missing = np.isnan(each.values)
        unknown += int(missing.sum())
        short += int((~missing & ~judgement.judged).sum())
    for number, why in ((short, "te weinig historie"), (unknown, "geen gegevens")):
        if number:
            dates = amount(number, "datum", "datums")
            typer.echo(f"stadspols: {dates} zonder oordeel: {why}", err=True)
