"""The commands `budget` and `wat-als`: what privacy was spent, and what a vote would buy."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from pipeline.amount import amount, decimal
from pipeline.clock import utc_now


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(epilog="Voorbeeld: stadspols budget --json")(budget)
    app.command(name="wat-als", epilog="Voorbeeld: stadspols wat-als --k 15 --rho 0.05")(what_if)


def budget(
    as_json: Annotated[bool, typer.Option("--json", help="Als JSON, voor bewaking.")] = False,
) -> None:
    """Toon hoeveel privacybudget dit jaar is besteed aan openbare cijfers, en aan welke weken."""
    from rich.console import Console
    from rich.table import Table

    from pipeline.budget import Budget
    from pipeline.framework_files import load_framework
    from pipeline.settings import load_settings
    from privacy.epoch import Epoch
    from privacy.framework.schema import EXAMPLE_MARK

    settings, now = load_settings(), utc_now()
    framework = load_framework(settings, now).framework
    ledger, year = Budget(settings.budget, utc_now).ledger(), Epoch.of(now).year
    granted, spent = framework.vrijgave.openbaar.rho_per_jaar, ledger.spent(year)
    weeks = [spend for spend in ledger.spends if spend.year == year]
    if as_json:
        shown = {str(spend.week): spend.rho for spend in weeks}
        record = {"jaar": year, "besteed_rho": spent, "toegekend_rho": granted, "weken": shown}
        typer.echo(json.dumps(record))
        return
    console = Console()
    if framework.is_example:
        console.print(f"[bold]{EXAMPLE_MARK}[/bold]")
    console.print(
        f"Privacybudget {year}: {decimal(spent, 3)} van {decimal(granted, 3)} rho besteed, "
        f"nog {decimal(max(granted - spent, 0), 3)} over."
    )
    left = round((granted - spent) / framework.vrijgave.openbaar.rho_per_week - 0.5 + 1e-6)
    console.print(
        f"Genoeg voor nog {amount(max(left, 0), 'week', 'weken')}. "
        "Is het op, dan komen er dit jaar geen cijfers bij."
    )
    if weeks:
        table = Table("Week", "Vrijgegeven op", "Rho")
        for spend in weeks:
            table.add_row(str(spend.week), f"{spend.moment:%d-%m-%Y}", decimal(spend.rho, 3))
        console.print(table)


def what_if(
    k: Annotated[int | None, typer.Option("--k", min=5, max=1000, help="Drempel: auteurs.")] = None,
    rho: Annotated[
        float | None, typer.Option("--rho", min=0.0001, max=10, help="Budget van één week.")
    ] = None,
) -> None:
    """Laat op verzonnen cijfers zien wat een andere drempel of een ander budget zou doen.

    Naast elkaar: het kader van nu en wat u voorstelt. Er verandert niets.
    """
    from rich.console import Console
    from rich.table import Table

    from pipeline.framework_files import load_framework
    from pipeline.settings import load_settings
    from pipeline.what_if import Choice, effect, in_words

    framework = load_framework(load_settings(), utc_now()).framework
    now = Choice.of(framework)
    asked = now.with_(k, rho)
    console = Console()
    console.print("Verzonnen cijfers: een stad met 7 stadsdelen en 63 wijken, 28 dagen.")
    table = Table("", "Nu", "Voorstel")
    before, after = effect(now), effect(asked)
    for name, old, new in zip(before.labels(), before.shown(), after.shown(), strict=True):
        table.add_row(name, old, new)
    console.print(table)
    for sentence in in_words(now, asked, before, after):
        console.print(sentence)
