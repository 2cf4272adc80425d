"""Commands for the council's framework: write, check, explain, compare, sign, stop, show."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.paper import KeyOption, YesOption, confirm, open_key, read, replace, write_new
from pipeline.clock import utc_now

if TYPE_CHECKING:
    from privacy.framework.approved import ApprovedFramework
    from privacy.framework.schema import Framework

kader_app = typer.Typer(
    help="Het privacykader: wat de raad toestaat, en wie dat ondertekende.", no_args_is_help=True
)

FrameworkArgument = Annotated[Path, typer.Argument(help="Het kader (YAML).")]
ApprovalArgument = Annotated[Path, typer.Argument(help="Het besluit (JSON).")]


@kader_app.command(epilog="Voorbeeld: stadspols kader nieuw privacykader.yaml")
def nieuw(
    bestand: Annotated[Path, typer.Argument(help="Het nieuwe kader.")],
    na: Annotated[Path | None, typer.Option(help="De versie waarop dit kader volgt.")] = None,
    van: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="DAG",
            help="Eerste dag (jjjj-mm-dd); het kader geldt dan een jaar.",
        ),
    ] = None,
) -> None:
    """Begin een kader: een voorbeeld om in te vullen, of de opvolger van een kader."""
    from pipeline.framework_files import FRAMEWORK_NAME
    from pipeline.settings import PACKAGED_CONFIG
    from privacy.framework.ceremony import draft_successor, with_validity
    from privacy.framework.rules import last_day_of_year_from

    draft = draft_successor(read(na)) if na else read(PACKAGED_CONFIG / FRAMEWORK_NAME)
    if van:
        draft = with_validity(draft, van.date(), last_day_of_year_from(van.date()))
    write_new(bestand, draft)


@kader_app.command(epilog="Voorbeeld: stadspols kader controleer privacykader.yaml")
def controleer(bestand: FrameworkArgument) -> None:
    """Zeg of dit een kader is dat het systeem begrijpt. Wie het goedkeurde telt hier niet."""
    from privacy.framework.approval import digest

    data = read(bestand)
    framework = _framework(data)
    _mark(framework)
    typer.echo(f"Dit is een volledig kader: versie {framework.kader_versie}.")
    typer.echo(f"Vingerafdruk: {digest(data)}")


@kader_app.command(epilog="Voorbeeld: stadspols kader uitleg privacykader.yaml")
def uitleg(bestand: FrameworkArgument) -> None:
    """Leg het hele kader uit in gewone taal."""
    from privacy.framework.explanation import explain

    typer.echo(explain(_framework(read(bestand))), nl=False)


@kader_app.command(epilog="Voorbeeld: stadspols kader verschil oud.yaml nieuw.yaml")
def verschil(
    oud: Annotated[Path, typer.Argument(help="Het kader van nu.")],
    nieuw: Annotated[Path, typer.Argument(help="Het kader dat komt.")],
) -> None:
    """Toon wat ruimer en wat nauwer wordt, en wie dan moet ondertekenen."""
    from privacy.framework.difference import compare
    from privacy.framework.explanation import explain_difference

    before, after = _framework(read(oud)), _framework(read(nieuw))
    _mark(after)
    typer.echo(explain_difference(compare(before, after)), nl=False)


@kader_app.command(
    epilog="Voorbeeld: stadspols kader voorstel privacykader.yaml privacykader.besluit.json"
)
def voorstel(bestand: FrameworkArgument, besluit: ApprovalArgument) -> None:
    """Maak een besluit zonder handtekeningen, dat nog niets toestaat."""
    from privacy.framework.ceremony import propose

    write_new(besluit, propose(read(bestand)))


@kader_app.command(
    epilog="Voorbeeld: stadspols kader onderteken privacykader.yaml privacykader.besluit.json "
    "--sleutel griffier.sleutel"
)
def onderteken(
    bestand: FrameworkArgument, besluit: ApprovalArgument, sleutel: KeyOption, ja: YesOption = False
) -> None:
    """Zet uw handtekening onder precies dit kader."""
    from privacy.framework.approval import digest
    from privacy.framework.ceremony import sign_approval
    from privacy.framework.explanation import summarise

    data, envelope = read(bestand), read(besluit)
    framework = _framework(data)
    _mark(framework)
    for line in summarise(framework):
        typer.echo(line)
    typer.echo(f"Vingerafdruk: {digest(data)}")
    confirm("Staat u hierachter?", yes=ja)
    replace(besluit, sign_approval(envelope, data, open_key(sleutel)))


@kader_app.command(
    epilog="Voorbeeld: stadspols kader stop privacykader.yaml stop.json "
    '--reden "een klacht wordt onderzocht" --sleutel fg.sleutel'
)
def stop(
    bestand: FrameworkArgument,
    bevel: Annotated[Path, typer.Argument(help="Het nieuwe stopbevel.")],
    reden: Annotated[str, typer.Option(help="Waarom alles moet stoppen; geen namen.")],
    sleutel: KeyOption,
    ja: YesOption = False,
) -> None:
    """Leg alles stil. De FG of de griffier kan dit alleen.

    Weer starten kan alleen met een nieuwe versie die griffier, presidium en FG ondertekenen.
    """
    from privacy.framework.ceremony import sign
    from privacy.framework.stop import propose_stop, stop_order

    framework = _framework(read(bestand))
    _mark(framework)
    order = stop_order(framework, reden, utc_now().date())
    confirm(f"Alles stoppen tot en met versie {order.tot_en_met_versie}?", yes=ja)
    write_new(bevel, sign(propose_stop(order), open_key(sleutel)))


@kader_app.command(epilog="Voorbeeld: stadspols kader activeer nieuw.yaml nieuw.besluit.json")
def activeer(
    bestand: FrameworkArgument, besluit: ApprovalArgument, *, ja: YesOption = False
) -> None:
    """Zet een nieuwe, ondertekende versie in werking, in de map die STADSPOLS_CONFIG noemt.

    De vorige versie wordt bewaard in de map eerder. Werk dat op dat moment loopt, stopt.
    """
    from pipeline.framework_files import activate
    from pipeline.journal import Journal
    from pipeline.settings import load_settings
    from privacy.errors import Permanent

    settings = load_settings()
    if settings.config is None:
        raise Permanent("instelling", "zet STADSPOLS_CONFIG op de map met het kader")
    confirm(f"Dit kader in werking zetten in {settings.config}?", yes=ja)
    approved = activate(
        settings.config,
        read(bestand),
        read(besluit),
        clock=utc_now,
        journal=Journal(settings.journal, utc_now),
    )
    typer.echo(f"Versie {approved.framework.kader_versie} geldt nu. Werk dat liep, stopt.")


@kader_app.command(epilog="Voorbeeld: stadspols kader status")
def status() -> None:
    """Toon welk kader nu geldt, door welk besluit, tot wanneer, en welke bronnen open zijn."""
    from pipeline.framework_files import load_framework
    from pipeline.settings import load_settings

    now = utc_now()
    approved = load_framework(load_settings(), now)
    _mark(approved.framework)
    for line in _status_lines(approved, now):
        typer.echo(line)


def _status_lines(approved: ApprovedFramework, now: datetime) -> list[str]:
    from privacy.errors import PrivacyError
    from privacy.framework.wording import show_day

    framework = approved.framework
    lines = [
        f"Privacykader {framework.gemeente.naam}, versie {framework.kader_versie}",
        f"Besluit: {framework.raadsbesluit.id} van {show_day(framework.raadsbesluit.datum)}",
        f"Geldig tot en met: {show_day(framework.geldig_tot)}",
        f"Vingerafdruk: {approved.sha256}",
    ]
    for source in framework.bronnen:
        try:
            approved.source(source.id, now)
        except PrivacyError as error:
            lines.append(f"Bron {source.id}: dicht {error}")
        else:
            lines.append(f"Bron {source.id}: open tot {show_day(source.herzien_voor)}")
    return lines


def _framework(data: bytes) -> Framework:
    from privacy.framework.document import parse_framework

    return parse_framework(data)


def _mark(framework: Framework) -> None:
    """Say first that an example is an example."""
    from privacy.framework.schema import EXAMPLE_MARK

    if framework.is_example:
        typer.echo(EXAMPLE_MARK)
