"""Commands for keys: make one, and enter the persons who have one in a trust root."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.paper import passphrase, write_new

if TYPE_CHECKING:
    from privacy.framework.ceremony import Nominee

_PUBLIC_KEY_DIGITS = 64

sleutel_app = typer.Typer(
    help="Sleutels om mee te ondertekenen, en wie ze heeft.", no_args_is_help=True
)


@sleutel_app.command(epilog="Voorbeeld: stadspols sleutel nieuw griffier.sleutel")
def nieuw(
    bestand: Annotated[Path, typer.Argument(help="Het nieuwe sleutelbestand.")],
) -> None:
    """Maak een sleutel. Alleen wie de wachtzin kent, kan ermee ondertekenen.

    Bewaar het bestand op een stick en de wachtzin ergens anders. Geef de publieke sleutel aan
    wie het vertrouwensanker maakt. De wachtzin kan ook de eerste regel van stdin zijn.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from privacy.framework.key_document import PASSPHRASE_MIN_CHARACTERS, lock

    typed = passphrase(f"Wachtzin (minstens {PASSPHRASE_MIN_CHARACTERS} tekens)", new=True)
    private_key = Ed25519PrivateKey.generate()
    write_new(bestand, lock(private_key, typed), mode=0o600)
    typer.echo(f"Publieke sleutel: {private_key.public_key().public_bytes_raw().hex()}")


@sleutel_app.command(
    epilog='Voorbeeld: stadspols sleutel anker vertrouwensanker.json -p "griffier:A. Jansen:1f0a…" '
    '-p "presidium:B. de Vries:93bc…" -p "fg:C. Bakker:77e1…"'
)
def anker(
    bestand: Annotated[Path, typer.Argument(help="Het nieuwe vertrouwensanker.")],
    persoon: Annotated[
        list[str],
        typer.Option("--persoon", "-p", help="rol:naam:publieke sleutel, één keer per persoon."),
    ],
    versie: Annotated[int, typer.Option(help="Nummer van dit anker.", min=1)] = 1,
    voorbeeld: Annotated[
        bool, typer.Option("--voorbeeld", help="Alleen voor een kader met VOORBEELD erin.")
    ] = False,
) -> None:
    """Leg vast wie mag ondertekenen: griffier, presidium, fg (alle drie nodig) en college."""
    from privacy.framework.ceremony import trust_root
    from privacy.framework.trust import read_trust_root

    root = trust_root(tuple(map(_nominee, persoon)), version=versie, example=voorbeeld)
    read_trust_root(root)
    write_new(bestand, root)


def _nominee(text: str) -> Nominee:
    """Return the person in `rol:naam:publieke sleutel`.

    Raises:
        Permanent: it has another form.
    """
    from privacy.errors import Permanent
    from privacy.framework.ceremony import Nominee
    from privacy.framework.trust import Signatory

    role, _, rest = text.partition(":")
    name, _, public_key = rest.rpartition(":")
    if len(public_key) != _PUBLIC_KEY_DIGITS:
        raise Permanent("sleutel.persoon", "Een publieke sleutel telt 64 cijfers 0-9a-f.")
    try:
        return Nominee(f"{role}-{public_key[:8]}", name, Signatory(role), bytes.fromhex(public_key))
    except ValueError:
        raise Permanent("sleutel.persoon", "Schrijf een persoon als rol:naam:sleutel.") from None
