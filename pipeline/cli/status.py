"""Commands `status` and `metrics`: the condition of the installation, for people and monitoring."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from pipeline.alarms import Level
from pipeline.amount import amount, decimal, dotted
from pipeline.clock import utc_now
from pipeline.counts import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.alarms import Alarm
    from pipeline.condition import Condition, FrameworkCondition

EXIT_CODES = {Level.GOOD: 0, Level.WARNING: 4, Level.ALARM: 5}
"""Nagios's 2 and 3 mean something else in this product; docs/commands.md translates."""

_COLOURS = {Level.GOOD: "green", Level.WARNING: "yellow", Level.ALARM: "red"}


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog="Voorbeeld: stadspols status --json")(status)
    app.command(epilog="Voorbeeld: stadspols metrics > stadspols.prom")(metrics)


def status(
    as_json: Annotated[bool, typer.Option("--json", help="Als JSON, voor bewaking.")] = False,
) -> None:
    """Toon hoe het gaat: kader, bronnen, laatste taken, aantallen, en wat aandacht vraagt.

    De exitcode zegt het ook: 0 goed, 4 waarschuwing, 5 alarm. Geen gegevens is een alarm.
    """
    from pipeline import jobs
    from pipeline.alarms import alarms, worst
    from pipeline.settings import load_settings

    condition, now = jobs.health(load_settings()), utc_now()
    found = alarms(condition, now)
    if as_json:
        typer.echo(json.dumps(record(condition, found)))
    else:
        _print(Console(), condition, found, now)
    raise typer.Exit(EXIT_CODES[worst(found)])


def metrics() -> None:
    """Schrijf de toestand als metingen voor Prometheus (textfile collector)."""
    from pipeline import jobs
    from pipeline.metrics import as_text
    from pipeline.settings import load_settings

    typer.echo(as_text(jobs.health(load_settings()), utc_now()), nl=False)


def record(condition: Condition, found: Sequence[Alarm]) -> dict[str, object]:
    """Return the condition and its alarms as plain values."""
    release = condition.release
    return {
        "niveau": max((alarm.level for alarm in found), default=Level.GOOD).dutch,
        "meldingen": [
            {
                "niveau": alarm.level.dutch,
                "regel": alarm.rule,
                "onderwerp": alarm.subject,
                "melding": alarm.message,
            }
            for alarm in found
        ],
        "berichten": condition.posts,
        "onderdrukt_pct": release.suppressed_pct if release else None,
        "toestand": condition.model_dump(mode="json", exclude_none=True),
    }


def _print(console: Console, condition: Condition, found: Sequence[Alarm], now: datetime) -> None:
    from pipeline.cli.summary import dropped_table, found_table

    if condition.framework:
        _print_framework(console, condition.framework, now)
    console.print(f"Berichten bewaard, zonder tekst: {dotted(condition.posts)}")
    console.print(_sources(condition))
    console.print(_runs(condition))
    if condition.release:
        share = condition.release.suppressed_pct
        shown = "" if share is None else f", {share:.0f}% van de cellen met gegevens onderdrukt"
        console.print(f"Cijfers vrijgegeven: {_moment(condition.release.moment)}{shown}")
    read = sum(condition.of_kind(Kind.READ).values())
    console.print(f"Berichten gelezen: {dotted(read)}")
    console.print(dropped_table(condition.of_kind(Kind.DROPPED)))
    console.print(found_table(condition.of_kind(Kind.FOUND)))
    if condition.budget:
        budget = condition.budget
        left = budget.granted_rho - budget.spent_rho
        console.print(
            f"Budget {budget.year}: nog {decimal(left, 2)}"
            f" van {decimal(budget.granted_rho, 2)} rho over"
        )
    for alarm in found:
        console.print(
            f"[{_COLOURS[alarm.level]}]{alarm.level.dutch}[/]: {alarm.subject}: {alarm.message} "
            f"[dim]\\[{alarm.rule}][/]"
        )
    if not found:
        console.print("[green]goed[/]: er is niets dat aandacht vraagt.")


def _print_framework(console: Console, framework: FrameworkCondition, now: datetime) -> None:
    from privacy.framework.schema import EXAMPLE_MARK

    if framework.is_example:
        console.print(f"[bold]{EXAMPLE_MARK}[/bold]")
    if framework.refusal:
        console.print(f"[red]Het privacykader geldt niet: {framework.refusal}[/red]")
    if framework.sha256:
        console.print(
            f"Privacykader versie {framework.version}, vingerafdruk {framework.sha256[:12]}"
        )
    for deadline in framework.deadlines[:3]:
        days = amount(max(deadline.days_left(now.date()), 0), "dag", "dagen")
        console.print(f"  {deadline.what}: nog {days}, dicht vanaf {deadline.from_day:%d-%m-%Y}")


def _sources(condition: Condition) -> Table:
    table = Table("Bron", "Laatste keer", "Iets nieuws", "Gaten", title="Bronnen")
    for id_, source in condition.sources.items():
        table.add_row(
            id_,
            f"{source.run.outcome} {_moment(source.run.ended)}",
            _moment(source.delivered),
            str(source.gaps),
        )
    return table


def _runs(condition: Condition) -> Table:
    table = Table("Taak", "Laatste keer", "Uitkomst", "Seconden", "Berichten/s", title="Taken")
    for job, run in condition.runs.items():
        speed = f"{run.posts_per_second:.0f}" if run.read else ""
        table.add_row(job, _moment(run.ended), run.outcome, f"{run.seconds:.1f}", speed)
    return table


def _moment(moment: datetime | None) -> str:
    return f"{moment:%d-%m-%Y %H:%M} UTC" if moment else "nooit"
