"""The commands `piek`: see surges, say whether they were right, see how good they are."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from pipeline.clock import TIMEZONE, utc_now
from pipeline.verdict import REASONS, Reason, Verdict
from privacy.posts import Signal

if TYPE_CHECKING:
    from pipeline.assessments import Assessments
    from pipeline.scorecard import Rate, Scorecard
    from pipeline.settings import Settings
    from privacy.framework.roles import Rol

piek_app = typer.Typer(
    help="Pieken in de vrijgegeven cijfers: bekijken, beoordelen, en hoe goed zij zijn.",
    no_args_is_help=True,
)
RoleOption = Annotated[
    str, typer.Option("--rol", help="De rol uit het kader waarin u dit zegt; geen naam.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Als JSON.")]

_ANALYST = "analist"
_SHOWN_SURGES = 50
_QUESTION = timedelta(seconds=30)
_REASONS = "\n\n".join(
    f"[bold]{verdict}[/bold]: " + "; ".join(f"{name} ({text})" for name, text in reasons.items())
    for verdict, reasons in REASONS.items()
)


@piek_app.command(epilog="Voorbeeld: stadspols piek toon --open")
def toon(
    only_open: Annotated[
        bool, typer.Option("--open", help="Alleen wat nog niet is beoordeeld.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Toon de pieken, nieuwste eerst, met hun laatste oordeel."""
    from pipeline.assessments import latest, released_surges

    settings, assessments = _opened()
    said = latest(assessments.facts())
    surges = [
        {**row, "oordeel": said[row["piek_id"]].oordeel, "reden": said[row["piek_id"]].reden}
        if row["piek_id"] in said
        else {**row, "oordeel": None, "reden": None}
        for row in released_surges(settings.released)
    ]
    surges = [row for row in surges if not (only_open and row["oordeel"])]
    if as_json:
        typer.echo(json.dumps(surges, default=str, ensure_ascii=False))
        return
    table = Table("piek", "van", "tot", "gebied", "signaal", "cijfer", "verwacht", "oordeel")
    for row in surges[:_SHOWN_SURGES]:
        table.add_row(
            row["piek_id"],
            f"{row['tijd_van']:%Y-%m-%d}",
            f"{row['tijd_tot']:%Y-%m-%d}",
            row["gebied_naam"],
            row["signaal"],
            f"{row['waarde']} ({row['onder']}-{row['boven']})",
            f"{row['verwacht']:.0f}, hooguit {row['bovengrens']:.0f}",
            f"{row['oordeel']}: {row['reden']}" if row["oordeel"] else "",
        )
    Console().print(table if surges else "Geen pieken.")
    if len(surges) > _SHOWN_SURGES:
        typer.echo(f"... en nog {len(surges) - _SHOWN_SURGES}: gebruik --json")


@piek_app.command(
    help=f"Zeg of een piek terecht was, en waarom. Het laatste oordeel telt.\n\n{_REASONS}",
    epilog="Voorbeeld: stadspols piek beoordeel 3f2a91c07b44 terecht gevolg_gegeven",
)
def beoordeel(
    piek_id: Annotated[str, typer.Argument(metavar="PIEK", help="De piek, uit: piek toon.")],
    oordeel: Annotated[Verdict, typer.Argument(help="Uw oordeel.")],
    reden: Annotated[Reason, typer.Argument(help="Waarom; vrije tekst kan niet.")],
    rol: RoleOption = _ANALYST,
) -> None:
    """Zeg of een piek terecht was, en waarom."""
    settings, assessments = _opened()
    assessments.assess(piek_id, oordeel, reden, _role(settings, rol))
    typer.echo(f"Piek {piek_id}: {oordeel} ({reden}), beoordeeld door {rol}.")


@piek_app.command(epilog="Voorbeeld: stadspols piek gemist WK003401 onrust 2026-11-03 2026-11-04")
def gemist(
    gebied: Annotated[str, typer.Argument(help="Code van het gebied, zoals WK003401.")],
    signaal: Annotated[Signal, typer.Argument(help="Het signaal.")],
    van: Annotated[
        datetime, typer.Argument(formats=["%Y-%m-%d"], metavar="VAN", help="De eerste dag.")
    ],
    tot: Annotated[
        datetime, typer.Argument(formats=["%Y-%m-%d"], metavar="TOT", help="De laatste dag.")
    ],
    rol: RoleOption = _ANALYST,
) -> None:
    """Meld wat mensen zagen en geen piek liet zien. Alleen gebied, signaal en dagen."""
    from pipeline.read import query
    from privacy.errors import Permanent

    settings, assessments = _opened()
    role = _role(settings, rol)
    sql = "SELECT DISTINCT gebied_code FROM cellen"
    if gebied not in query(settings.released, sql, limit=_QUESTION).column(0).to_pylist():
        raise Permanent("piek.gebied", "dit gebied heeft geen cijfers; zie gebied_code in cellen")
    assessments.report_miss(gebied, signaal, van.date(), tot.date(), role)
    typer.echo(f"Gemist: {signaal} in {gebied}, gemeld door {rol}.")


@piek_app.command(epilog="Voorbeeld: stadspols piek scorekaart 2026-11")
def scorekaart(
    maand: Annotated[str, typer.Argument(help="De maand, zoals 2026-11; leeg: deze.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Toon hoe goed de pieken van een maand waren, volgens wie ze beoordeelden."""
    from pipeline.journal import Journal
    from pipeline.scorecard import Month, scorecard

    settings, assessments = _opened()
    month = Month.parse(maand or f"{datetime.now(TIMEZONE):%Y-%m}")
    log = Journal(settings.journal, utc_now).records()
    card = scorecard(month, assessments.facts(), log, settings.released)
    rows = _rows(card)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    table = Table(f"scorekaart {card.month}", "", show_lines=False)
    for name, value in rows.items():
        table.add_row(name, value if isinstance(value, str) else str(value))
    Console().print(table)


def _rows(card: Scorecard) -> dict[str, object]:
    """Return the lines of a scorecard as they are shown."""
    hours = card.hours_to_detection
    return {
        "pieken getoond": card.shown,
        **{f"waarvan {verdict}": number for verdict, number in card.verdicts.items()},
        "waarvan niet beoordeeld": card.unassessed,
        "terecht van wat beoordeeld is": _rate(card.precision),
        "gemist volgens mensen": card.missed,
        "gevonden van wat er was, hooguit": _rate(card.found_at_most),
        "uren tot de eerste vrijgave met de piek": "onbekend" if hours is None else round(hours, 1),
        "cijfers die tot een daad leidden": _rate(card.used),
        "berichten gelezen": card.posts_read,
        "berichten bewaard": card.posts_stored,
    }


def _rate(rate: Rate) -> str:
    if rate.share is None or rate.interval is None:
        return "onbekend"
    low, high = rate.interval
    return f"{rate.hits} van {rate.total} ({rate.share:.0%}, 95% zeker {low:.0%} tot {high:.0%})"


def _opened() -> tuple[Settings, Assessments]:
    from pipeline.assessments import Assessments
    from pipeline.settings import load_settings

    settings = load_settings()
    return settings, Assessments(settings.assessments, utc_now)


def _role(settings: Settings, name: str) -> Rol:
    """Return the role of that name, which may see surges."""
    from pipeline.assessments import check_may_assess
    from pipeline.framework_files import load_framework
    from privacy.errors import Permanent
    from privacy.framework.roles import Rol

    if name not in set(Rol):
        raise Permanent("rol.onbekend", f"deze rol bestaat niet; kies uit {', '.join(Rol)}")
    check_may_assess(load_framework(settings, utc_now()).framework, Rol(name))
    return Rol(name)
