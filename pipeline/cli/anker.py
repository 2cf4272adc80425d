"""Commands to replace the trust root: who may sign from now on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.paper import KeyOption, YesOption, confirm, open_key, read, replace, write_new
from pipeline.clock import utc_now

anker_app = typer.Typer(
    help="Een ander vertrouwensanker: de drie van nu en de drie van straks tekenen samen.",
    no_args_is_help=True,
)

RootArgument = Annotated[Path, typer.Argument(help="Het nieuwe anker (JSON).")]
ProposalArgument = Annotated[Path, typer.Argument(help="De wissel (JSON).")]


@anker_app.command(epilog="Voorbeeld: stadspols anker voorstel nieuw-anker.json wissel.json")
def voorstel(nieuw: RootArgument, wissel: ProposalArgument) -> None:
    """Maak een wissel zonder handtekeningen. Het nieuwe anker maakt u met sleutel anker."""
    from privacy.framework.rotation import propose_root

    write_new(wissel, propose_root(read(nieuw)))


@anker_app.command(
    epilog="Voorbeeld: stadspols anker onderteken nieuw-anker.json wissel.json "
    "--sleutel griffier.sleutel"
)
def onderteken(
    nieuw: RootArgument, wissel: ProposalArgument, sleutel: KeyOption, ja: YesOption = False
) -> None:
    """Zet uw handtekening onder precies dit nieuwe anker."""
    from privacy.errors import PrivacyError
    from privacy.framework.ceremony import sign
    from privacy.framework.envelope import unsigned
    from privacy.framework.rotation import propose_root
    from privacy.framework.trust import read_trust_root

    root, envelope = read(nieuw), read(wissel)
    if unsigned(envelope) != propose_root(root):
        raise PrivacyError("kader.anker_ander", "Deze wissel hoort bij een ander anker.")
    for person in read_trust_root(root).personen:
        typer.echo(f"{person.rol}: {person.naam}, sleutel {person.publieke_sleutel[:12]}…")
    confirm("Mogen deze personen voortaan ondertekenen?", yes=ja)
    replace(wissel, sign(envelope, open_key(sleutel)))


@anker_app.command(
    epilog="Voorbeeld: stadspols anker wissel nieuw-anker.json wissel.json nieuw.besluit.json"
)
def wissel(
    nieuw: RootArgument,
    wissel: ProposalArgument,
    besluit: Annotated[
        Path, typer.Argument(help="Het besluit over het kader van nu, door de nieuwe personen.")
    ],
    ja: YesOption = False,
) -> None:
    """Zet het nieuwe anker in werking, in de map die STADSPOLS_CONFIG noemt.

    Het kader zelf verandert niet; de nieuwe personen tekenen het opnieuw. Werk dat loopt, stopt.
    """
    from pipeline.journal import Journal
    from pipeline.root_files import replace_root
    from pipeline.settings import load_settings
    from privacy.errors import Permanent

    settings = load_settings()
    if settings.config is None:
        raise Permanent("instelling", "zet STADSPOLS_CONFIG op de map met het kader")
    confirm(f"Dit anker in werking zetten in {settings.config}?", yes=ja)
    replace_root(
        settings.config,
        read(nieuw),
        read(wissel),
        read(besluit),
        journal=Journal(settings.journal, utc_now),
        now=utc_now(),
    )
    typer.echo("Het nieuwe anker geldt nu. Geef de vingerafdruk aan wie bundels controleert.")
