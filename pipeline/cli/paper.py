"""What the signing commands read, write and ask: files, passphrases, consent."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from privacy.errors import Permanent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KeyOption = Annotated[Path, typer.Option("--sleutel", help="Uw sleutelbestand.")]
YesOption = Annotated[bool, typer.Option("--ja", help="Niet vragen of het klopt.")]

_WHY: Final[Mapping[type[OSError], str]] = {
    FileNotFoundError: "het bestand of de map bestaat niet",
    FileExistsError: "dit bestand bestaat al",
    IsADirectoryError: "dit is een map",
    NotADirectoryError: "dit is geen map",
    PermissionError: "dit mag u niet lezen of schrijven",
}


def read(path: Path) -> bytes:
    """Return the bytes of `path`.

    Raises:
        Permanent: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise Permanent("bestand.lezen", because(error, path)) from None


def write_new(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """`path` holds `data`; it did not exist before.

    Raises:
        Permanent: it exists, or it cannot be written.
    """
    from pipeline import durable

    try:
        durable.write_new(path, data, mode)
    except OSError as error:
        raise Permanent("bestand.schrijven", because(error, path)) from None
    typer.echo(f"Geschreven: {path}")


def replace(path: Path, data: bytes) -> None:
    """`path` holds `data`, in one step.

    Raises:
        Permanent: it cannot be written.
    """
    from pipeline import durable

    try:
        durable.write(path, data)
    except OSError as error:
        raise Permanent("bestand.schrijven", because(error, path)) from None
    typer.echo(f"Bijgewerkt: {path}")


def because(error: OSError, path: Path) -> str:
    """Return in Dutch why a file could not be read or written."""
    why = _WHY.get(type(error), error.strerror)
    return f"{path.name or path}: {why}"


def open_key(path: Path) -> Ed25519PrivateKey:
    """Return the private key in `path`, after its owner typed the passphrase.

    Raises:
        PrivacyError: the passphrase is wrong.
    """
    from privacy.framework.key_document import unlock

    data = read(path)
    return unlock(data, passphrase("Wachtzin"))


def passphrase(question: str, *, new: bool = False) -> str:
    """Return the passphrase that its owner typed, or the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    again = "Nog een keer" if new else False
    typed: str = typer.prompt(question, hide_input=True, confirmation_prompt=again, err=True)
    return typed


def confirm(question: str, *, yes: bool) -> None:
    """The person agreed.

    Raises:
        Permanent: they did not.
    """
    if not yes and typer.prompt(f"{question} (ja/nee)", err=True).strip().lower() != "ja":
        raise Permanent("ondertekenen.afgebroken", "Er is niets ondertekend.")
