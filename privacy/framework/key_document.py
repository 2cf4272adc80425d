"""A private signing key as a document that opens with a passphrase only.

Source: RFC 7914 (scrypt); NIST SP 800-38D (AES-GCM); NIST SP 800-63B (length of a passphrase).
Guarantee: without the passphrase the key is not readable; with a changed byte it does not open.
"""
# No `from __future__ import annotations`: pydantic reads the annotations at run time.

import secrets
from typing import Annotated, Final, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from pydantic import Field

from privacy.errors import PrivacyError
from privacy.framework import canonical
from privacy.framework.schema import Closed

PASSPHRASE_MIN_CHARACTERS: Final = 14
_COST: Final = 2**17
"""scrypt with r=8, p=1: 128 MiB and about half a second per guess."""

Hex = Annotated[str, Field(pattern=r"^([0-9a-f]{2})+$", max_length=256)]


class _KeyDocument(Closed):
    soort: Literal["stadspols.sleutel/1"]
    publieke_sleutel: Annotated[Hex, Field(min_length=64, max_length=64)]
    zout: Annotated[Hex, Field(min_length=32, max_length=32)]
    nonce: Annotated[Hex, Field(min_length=24, max_length=24)]
    versleuteld: Annotated[Hex, Field(min_length=96, max_length=96)]


def lock(private_key: Ed25519PrivateKey, passphrase: str) -> bytes:
    """Return `private_key`, encrypted under `passphrase`.

    Raises:
        PrivacyError: `sleutel.wachtzin`, the passphrase is too short.
    """
    if len(passphrase) < PASSPHRASE_MIN_CHARACTERS:
        raise PrivacyError(
            "sleutel.wachtzin", f"Een wachtzin telt minstens {PASSPHRASE_MIN_CHARACTERS} tekens."
        )
    public = private_key.public_key().public_bytes_raw()
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    secret = AESGCM(_stretch(passphrase, salt)).encrypt(
        nonce, private_key.private_bytes_raw(), public
    )
    return canonical.write(
        _KeyDocument(
            soort="stadspols.sleutel/1",
            publieke_sleutel=public.hex(),
            zout=salt.hex(),
            nonce=nonce.hex(),
            versleuteld=secret.hex(),
        )
    )


def unlock(data: bytes, passphrase: str) -> Ed25519PrivateKey:
    """Return the private key in `data`.

    Raises:
        PrivacyError: `sleutel.dicht`, the passphrase is wrong or the document changed;
            `kader.json`, `kader.spelling`: it is no key document.
    """
    document = canonical.read(data, _KeyDocument, "Sleutelbestand")
    salt, nonce, secret, public = (
        bytes.fromhex(part)
        for part in (
            document.zout,
            document.nonce,
            document.versleuteld,
            document.publieke_sleutel,
        )
    )
    try:
        raw = AESGCM(_stretch(passphrase, salt)).decrypt(nonce, secret, public)
    except InvalidTag:
        raise PrivacyError("sleutel.dicht", "De wachtzin past niet bij deze sleutel.") from None
    return Ed25519PrivateKey.from_private_bytes(raw)


def public_key_of(data: bytes) -> bytes:
    """Return the raw public key (32 bytes) of a key document; no passphrase is needed.

    Raises:
        PrivacyError: `kader.json`, `kader.spelling`: it is no key document.
    """
    return bytes.fromhex(canonical.read(data, _KeyDocument, "Sleutelbestand").publieke_sleutel)


def _stretch(passphrase: str, salt: bytes) -> bytes:
    """Return 32 bytes that cost a guesser memory and time."""
    return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(
        passphrase.encode("utf-8", "surrogatepass")
    )
