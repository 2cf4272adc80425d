"""Signed documents: DSSE envelopes whose every signature counts, or nothing does.

Source: DSSE v1.0.2 (pre-authentication encoding); GOVERNANCE section 2.
Guarantee: no payload is returned unless each signature in the envelope is a valid Ed25519
signature by a distinct known key, and the bytes are the only spelling of it.
"""
# No `from __future__ import annotations`: pydantic reads the annotations at run time.

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import Field
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import (  # type: ignore[attr-defined] # its public names
    CryptoSigner,
    SSlibKey,
)

from privacy.errors import PrivacyError
from privacy.framework import canonical
from privacy.framework.schema import Closed, Sha256
from privacy.framework.trust import key_id

Base64 = Annotated[
    str, Field(pattern=r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$")
]


class _Signature(Closed):
    keyid: Sha256
    sig: Annotated[Base64, Field(min_length=88, max_length=88)]


class _Envelope(Closed):
    payload: Base64
    payload_type: str = Field(alias="payloadType")
    signatures: tuple[_Signature, ...] = Field(max_length=100)


@dataclass(frozen=True, slots=True)
class Signed:
    """An authenticated payload and the ids of the keys that signed it, sorted."""

    payload: bytes
    key_ids: tuple[str, ...]


def open_envelope(data: bytes, payload_type: str, keys: Mapping[str, SSlibKey]) -> Signed:
    """Return the payload of `data` and which of `keys` signed it; enough or not is the caller's.

    Raises:
        PrivacyError: `kader.json`, `kader.spelling`, `kader.payload_type`,
            `kader.handtekening_ontbreekt`, `kader.ondertekenaar`, `kader.handtekening`.
    """
    document = canonical.read(data, _Envelope, "Ondertekend stuk")
    if document.payload_type != payload_type:
        raise PrivacyError("kader.payload_type", "Dit is een ander soort stuk dan hier hoort.")
    ids = tuple(signature.keyid for signature in document.signatures)
    if not ids:
        raise PrivacyError("kader.handtekening_ontbreekt", "Het stuk is niet ondertekend.")
    if list(ids) != sorted(set(ids)):
        raise PrivacyError("kader.spelling", "De handtekeningen staan dubbel of door elkaar.")
    if not keys.keys() >= set(ids):
        raise PrivacyError("kader.ondertekenaar", "Wie tekende, heeft niet de sleutel die u kent.")
    envelope = _from_bytes(data)
    try:
        envelope.verify([keys[id_] for id_ in ids], threshold=len(ids))
    except VerificationError:
        raise PrivacyError("kader.handtekening", "Een handtekening klopt niet.") from None
    return Signed(envelope.payload, ids)


def seal(payload: bytes, payload_type: str) -> bytes:
    """Return an envelope without signatures, which no gate accepts."""
    return canonical.encode(Envelope(payload, payload_type, {}).to_dict())


def add_signature(data: bytes, signer: CryptoSigner) -> bytes:
    """Return the envelope `data` with the signature of `signer` added, sorted by key id.

    Raises:
        PrivacyError: `data` is no envelope.
    """
    canonical.read(data, _Envelope, "Ondertekend stuk")
    envelope = _from_bytes(data)
    envelope.sign(signer)
    envelope.signatures = dict(sorted(envelope.signatures.items()))
    return canonical.encode(envelope.to_dict())


def unsigned(data: bytes) -> bytes:
    """Return the envelope `data` without its signatures.

    Raises:
        PrivacyError: `data` is no envelope.
    """
    canonical.read(data, _Envelope, "Ondertekend stuk")
    envelope = _from_bytes(data)
    return seal(envelope.payload, envelope.payload_type)


def signer_of(private_key: Ed25519PrivateKey) -> CryptoSigner:
    """Return what signs with `private_key`; its key id is that of the trust root."""
    public = private_key.public_key().public_bytes_raw()
    key = SSlibKey(key_id(public), "ed25519", "ed25519", {"public": public.hex()})
    return CryptoSigner(private_key, key)


def _from_bytes(data: bytes) -> Envelope:
    """Return the envelope of checked `data`, refusing base64 with stray bits.

    Raises:
        PrivacyError: `kader.spelling`.
    """
    envelope = Envelope.from_dict(json.loads(data))
    if canonical.encode(envelope.to_dict()) != data:
        raise PrivacyError("kader.spelling", "Ondertekend stuk: gewijzigd na het maken.")
    return envelope
