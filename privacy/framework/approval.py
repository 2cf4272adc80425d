"""Approval: the council's decision about the exact bytes of a framework.

An in-toto Statement v1 in a DSSE envelope; its subject is the framework by SHA-256.

Source: GOVERNANCE section 2; in-toto Attestation Framework v1; DSSE v1.0.2.
Guarantee: without the signatures that the trust root demands, nothing is returned.
"""
# No `from __future__ import annotations`: pydantic reads the annotations at run time.

import hashlib
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import Field

from privacy.framework import canonical
from privacy.framework.envelope import open_envelope
from privacy.framework.schema import Closed, Day, DecisionId, Framework, Sha256, Url
from privacy.framework.trust import Person, TrustRoot

PAYLOAD_TYPE: Final = "application/vnd.in-toto+json"
FILE_NAME: Final = "privacykader.yaml"


class Decision(Closed):
    """The council decision that an approval rests on."""

    id: DecisionId
    url: Url
    datum: Day


class Predicate(Closed):
    """What an approval says about a framework, apart from its digest."""

    besluit: Decision
    kader_versie: int
    vorige_sha256: Sha256 | Literal["geen"]


class _Digest(Closed):
    sha256: Sha256


class _Subject(Closed):
    name: Literal["privacykader.yaml"]
    digest: _Digest


class _Statement(Closed):
    type: Literal["https://in-toto.io/Statement/v1"] = Field(alias="_type")
    subject: tuple[_Subject]
    predicate_type: Literal["urn:stadspols:kaderbesluit:v1"] = Field(alias="predicateType")
    predicate: Predicate


@dataclass(frozen=True, slots=True)
class Approval:
    """An authenticated decision about the framework with digest `sha256`."""

    sha256: str
    predicate: Predicate
    signers: tuple[Person, ...]


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data`, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def predicate_of(framework: Framework) -> Predicate:
    """Return the predicate of the only statement that can approve `framework`."""
    decision = framework.raadsbesluit
    return Predicate(
        besluit=Decision(id=decision.id, url=decision.url, datum=decision.datum),
        kader_versie=framework.kader_versie,
        vorige_sha256=framework.vorige_sha256,
    )


def statement(framework_bytes: bytes, framework: Framework) -> bytes:
    """Return the in-toto statement that approves `framework_bytes`, to be signed."""
    return canonical.encode(
        {
            "_type": "https://in-toto.io/Statement/v1",
            "subject": [{"name": FILE_NAME, "digest": {"sha256": digest(framework_bytes)}}],
            "predicateType": "urn:stadspols:kaderbesluit:v1",
            "predicate": predicate_of(framework).model_dump(mode="json"),
        }
    )


def read_approval(data: bytes, root: TrustRoot) -> Approval:
    """Return the approval in `data`; whether its signers suffice is the caller's to decide.

    Raises:
        PrivacyError: as `open_envelope`, or the payload is no statement about a framework.
    """
    signed = open_envelope(data, PAYLOAD_TYPE, root.keys())
    stated = canonical.read(signed.payload, _Statement, "Besluit")
    signers = root.holders(signed.key_ids)
    return Approval(stated.subject[0].digest.sha256, stated.predicate, signers)
