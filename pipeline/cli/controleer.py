"""The command of a council member: check a bundle on one's own laptop, offline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.amount import amount

if TYPE_CHECKING:
    from collections.abc import Mapping

    from privacy.framework.schema import Framework
    from privacy.log.bundle import CheckedBundle
    from privacy.log.record import Record


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        epilog="Voorbeelden: stadspols controleer bundel.zip | "
        "stadspols controleer bundel.zip --publiek 1f0a… --bewaard mijn-punt.json"
    )(controleer)


def controleer(
    bundel: Annotated[Path, typer.Argument(help="De bundel: een ZIP-bestand of een map.")],
    publiek: Annotated[
        list[str] | None,
        typer.Option(
            help="Publieke sleutel van wie het controlepunt tekende; anders die uit de bundel."
        ),
    ] = None,
    bewaard: Annotated[
        Path | None, typer.Option(help="Een controlepunt dat u eerder bewaarde.")
    ] = None,
) -> None:
    """Zeg onder welk besluit elke taak liep, en of er iets is gebeurd dat niet mocht.

    Werkt zonder netwerk en zonder database.
    """
    from pipeline.bundle_files import read_bundle
    from pipeline.cli.logboek import held_checkpoint, public_keys
    from privacy.errors import PrivacyError
    from privacy.log.bundle import check_bundle, key_in

    files = read_bundle(bundel)
    keys = public_keys(publiek) if publiek else key_in(files)
    held = held_checkpoint(bewaard, keys) if bewaard else None
    checked = check_bundle(files, keys, held)
    for line in report(checked):
        typer.echo(line)
    if checked.findings:
        raise PrivacyError(
            "logboek.bevinding", f"{len(checked.findings)} bevinding(en). Vraag de FG om uitleg."
        )


def report(checked: CheckedBundle) -> list[str]:
    """Return in Dutch what the bundle says, one line each."""
    from privacy.framework.schema import EXAMPLE_MARK

    example = any(framework.is_example for framework in checked.frameworks.values())
    lines = [EXAMPLE_MARK] if example else []
    lines += [
        f"Vingerafdruk van het vertrouwensanker: {checked.root_sha256}",
        *(f"Vingerafdruk van de sleutel van het logboek: {key}" for key in checked.log_key_ids),
        "Vergelijk die met uw eigen kopie, of vraag ze na bij de griffie.",
        f"Het logboek is heel: {amount(len(checked.records), 'regel', 'regels')}.",
    ]
    for record in checked.records:
        if told := _told(record, checked.frameworks):
            lines.append(f"Regel {record.nummer}: {told}")
    lines += [_budget(checked)]
    lines += [f"BEVINDING regel {f.number} [{f.rule}] {f.message}" for f in checked.findings]
    return lines if checked.findings else [*lines, "Er is niets gevonden dat niet mocht."]


def _told(record: Record, frameworks: Mapping[str, Framework]) -> str:
    """Return in Dutch what a line says; nothing of a start, whose end is a line of its own."""
    from privacy.framework.wording import show_day
    from privacy.log.record import Activation, Deletion, Reading, Rotation, Run, Stop

    day, told = show_day(record.moment), ""
    match record:
        case Activation():
            told = f"versie {record.kader_versie} gold vanaf {day}: {record.raadsbesluit_id}"
        case Run():
            framework = frameworks.get(record.kader_sha256)
            decision = framework.raadsbesluit.id if framework else "geen besluit gevonden"
            told = (
                f"{record.taak} op {show_day(record.begin)}, {record.uitkomst},"
                f" onder besluit {decision}; gelezen {record.gelezen}, bewaard {record.bewaard}"
            )
        case Reading():
            told = f"op {day} las de rol {record.rol} {record.aantal} keer: {record.wat}"
        case Deletion():
            told = f"op {day} verwijderd: {record.aantal} {record.wat} (reden: {record.reden})"
        case Stop():
            told = f"op {day} stopte alles tot en met versie {record.tot_en_met_versie}"
        case Rotation():
            told = f"op {day} kwam anker {record.anker_versie} in gebruik"
        case _:
            pass
    return told


def _budget(checked: CheckedBundle) -> str:
    from privacy.framework.wording import show
    from privacy.log.record import Run

    spent = sum(record.rho_besteed for record in checked.records if isinstance(record, Run))
    return f"Besteed privacybudget voor openbare cijfers (rho), alles samen: {show(float(spent))}."
