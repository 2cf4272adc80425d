"""Commands for the log: show it, sign its state, prove a line, check it against a checkpoint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.amount import amount
from pipeline.cli.paper import KeyOption, because, open_key, read, write_new
from pipeline.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from securesystemslib.signer import SSlibKey  # type: ignore[attr-defined] # its public name

    from privacy.log.checkpoint import Checkpoint

logboek_app = typer.Typer(
    help="Het logboek: wat er liep, onder welk besluit, en of het nog heel is.",
    no_args_is_help=True,
)

LogArgument = Annotated[Path, typer.Argument(help="Het logboek (een regel per feit).")]
CheckpointArgument = Annotated[Path, typer.Argument(help="Een controlepunt (JSON).")]


@logboek_app.command(epilog="Voorbeeld: stadspols logboek toon logboek.jsonl")
def toon(logboek: LogArgument) -> None:
    """Toon elke regel van het logboek. Er staan geen persoonsgegevens in."""
    from privacy.log.journal import read_log

    for record in read_log(read(logboek)):
        fields = record.model_dump(mode="json", exclude={"nummer", "moment", "soort"})
        facts = ", ".join(f"{name} {_short(value)}" for name, value in fields.items())
        typer.echo(f"{record.nummer} {record.moment:%Y-%m-%d %H:%M} {record.soort}: {facts}")


@logboek_app.command(
    epilog="Voorbeeld: stadspols logboek checkpoint logboek.jsonl controlepunt.json "
    "--gemeente GM0034 --sleutel logboek.sleutel"
)
def checkpoint(
    logboek: LogArgument,
    controlepunt: CheckpointArgument,
    gemeente: Annotated[str, typer.Option(help="Code van de gemeente, zoals GM0034.")],
    sleutel: KeyOption,
) -> None:
    """Onderteken hoe lang het logboek nu is en wat erin staat. Geef een kopie aan de griffie."""
    from privacy.framework.ceremony import sign
    from privacy.log.checkpoint import propose_checkpoint
    from privacy.log.journal import read_log

    data = read(logboek)
    read_log(data)
    proposal = propose_checkpoint(data, gemeente, utc_now())
    write_new(controlepunt, sign(proposal, open_key(sleutel)))


@logboek_app.command(
    epilog="Voorbeeld: stadspols logboek bundel bundel.zip --sleutel logboek.sleutel"
)
def bundel(
    bestand: Annotated[Path, typer.Argument(help="De nieuwe bundel (ZIP).")], sleutel: KeyOption
) -> None:
    """Pak in waarmee een raadslid kan controleren wat er liep, met een controlepunt van nu."""
    from pipeline.bundle_files import write_bundle
    from pipeline.bundling import bundle_of
    from pipeline.settings import load_settings
    from privacy.errors import Permanent

    key = open_key(sleutel)
    files = bundle_of(load_settings(), key, utc_now())
    try:
        write_bundle(bestand, files)
    except OSError as error:
        raise Permanent("bestand.schrijven", because(error, bestand)) from None
    typer.echo(f"Geschreven: {bestand}")
    typer.echo(f"Publieke sleutel: {key.public_key().public_bytes_raw().hex()}")


@logboek_app.command(epilog="Voorbeeld: stadspols logboek bewijs logboek.jsonl 12")
def bewijs(
    logboek: LogArgument, regel: Annotated[int, typer.Argument(help="Nummer van de regel.", min=0)]
) -> None:
    """Bewijs dat een regel in het logboek staat, zonder de andere regels te tonen (JSON)."""
    from privacy.errors import Permanent
    from privacy.log.journal import lines_of, tree_of
    from privacy.log.merkle import inclusion_proof, root_hash

    leaves = tree_of(lines_of(read(logboek)))
    if regel >= len(leaves):
        raise Permanent("logboek.geen_regel", f"Het logboek telt {len(leaves)} regel(s).")
    proof = {
        "regel": regel,
        "omvang": len(leaves),
        "blad_sha256": leaves[regel].hex(),
        "bewijs": [each.hex() for each in inclusion_proof(regel, leaves)],
        "wortel_sha256": root_hash(leaves).hex(),
    }
    typer.echo(json.dumps(proof, indent=2))


@logboek_app.command(
    epilog="Voorbeeld: stadspols logboek controleer logboek.jsonl controlepunt.json --publiek 1f0a…"
)
def controleer(
    logboek: LogArgument,
    controlepunt: CheckpointArgument,
    publiek: Annotated[
        list[str], typer.Option(help="Publieke sleutel van wie het controlepunt tekende.")
    ],
) -> None:
    """Zeg of het logboek sinds uw controlepunt alleen langer is geworden."""
    from privacy.log.checkpoint import check_log
    from privacy.log.journal import read_log

    data = read(logboek)
    records, held = read_log(data), held_checkpoint(controlepunt, public_keys(publiek))
    check_log(data, held)
    then, now = (amount(n, "regel", "regels") for n in (held.omvang, len(records)))
    typer.echo(f"Het logboek is heel: {then} van toen, {now} nu.")


def public_keys(texts: list[str]) -> dict[str, SSlibKey]:
    """Return the keys, by id, that are written in hexadecimal.

    Raises:
        Permanent: a key is no key.
    """
    from privacy.errors import Permanent
    from privacy.log.checkpoint import log_key

    try:
        keys = [log_key(bytes.fromhex(each)) for each in texts]
    except ValueError:
        raise Permanent("sleutel.publiek", "Een publieke sleutel telt 64 cijfers 0-9a-f.") from None
    return {key.keyid: key for key in keys}


def held_checkpoint(path: Path, keys: Mapping[str, SSlibKey]) -> Checkpoint:
    """Return the checkpoint in `path`, signed by one of `keys`.

    Raises:
        PrivacyError: the signature does not hold.
    """
    from privacy.log.checkpoint import read_checkpoint

    return read_checkpoint(read(path), keys)


def _short(value: object) -> object:
    """Return a digest cut to its first 12 digits; anything else as it is."""
    digest_length = 64
    return f"{value[:12]}…" if isinstance(value, str) and len(value) == digest_length else value
