"""The signing ceremony: propose, sign, and the example that a first run performs.

Source: GOVERNANCE section 2.
Guarantee: example keys exist in memory for one call and sign only an example framework.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from privacy.errors import PrivacyError
from privacy.framework import canonical
from privacy.framework.approval import PAYLOAD_TYPE, digest, statement
from privacy.framework.approved import verify
from privacy.framework.document import parse_framework
from privacy.framework.envelope import add_signature, seal, signer_of, unsigned
from privacy.framework.schema import EXAMPLE_MARK
from privacy.framework.trust import NARROWING_FLOOR, WIDENING_FLOOR, Signatory, key_id

if TYPE_CHECKING:
    from datetime import datetime

_DATED: Final = re.compile(
    r"^(?P<key>[ -]*(?P<name>geldig_van|geldig_tot|herzien_voor|datum): )"
    r"(?P<day>\d{4}-\d{2}-\d{2})(?=$| )",
    re.MULTILINE,
)
_VERSION: Final = re.compile(r"^kader_versie: \d+", re.MULTILINE)
_PREVIOUS: Final = re.compile(r"^vorige_sha256: (geen|[0-9a-f]{64})( +#.*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Nominee:
    """A person to enter in a trust root, with a raw Ed25519 public key (32 bytes)."""

    id: str
    name: str
    role: Signatory
    public_key: bytes


def propose(framework_bytes: bytes) -> bytes:
    """Return an unsigned approval of `framework_bytes`, which no gate accepts.

    Raises:
        PrivacyError: the framework is no framework.
    """
    payload = statement(framework_bytes, parse_framework(framework_bytes))
    return seal(payload, PAYLOAD_TYPE)


def sign(envelope: bytes, private_key: Ed25519PrivateKey) -> bytes:
    """Return `envelope` with one more signature. NOT checked: what it says; the signer reads it.

    Raises:
        PrivacyError: `envelope` is no envelope.
    """
    return add_signature(envelope, signer_of(private_key))


def sign_approval(envelope: bytes, framework_bytes: bytes, private_key: Ed25519PrivateKey) -> bytes:
    """Return the approval `envelope` of exactly `framework_bytes` with one more signature.

    Raises:
        PrivacyError: `kader.ander_kader`, the envelope approves something else.
    """
    if unsigned(envelope) != propose(framework_bytes):
        raise PrivacyError("kader.ander_kader", "Dit voorstel hoort bij een ander kader.")
    return sign(envelope, private_key)


def draft_successor(framework_bytes: bytes) -> bytes:
    """Return the framework as the draft of its next version, which names it as previous.

    Raises:
        PrivacyError: it is no framework, or `kader.versie_vorm`: a field stands in another form.
    """
    before = parse_framework(framework_bytes)
    number, previous = before.kader_versie + 1, digest(framework_bytes)
    text = _VERSION.sub(f"kader_versie: {number}", framework_bytes.decode())
    draft = _PREVIOUS.sub(f"vorige_sha256: {previous}", text).encode()
    after = parse_framework(draft)
    if (after.kader_versie, after.vorige_sha256) != (number, previous):
        raise PrivacyError("kader.versie_vorm", "Schrijf `kader_versie: 1` op een eigen regel.")
    return draft


def trust_root(nominees: tuple[Nominee, ...], *, version: int, example: bool) -> bytes:
    """Return a trust root of `nominees` with the thresholds at their floor. NOT checked: it."""
    return canonical.encode(
        {
            "soort": "stadspols.vertrouwensanker/1",
            "anker_versie": version,
            "voorbeeld": example,
            "personen": [
                {
                    "id": nominee.id,
                    "naam": nominee.name,
                    "rol": nominee.role,
                    "algoritme": "ed25519",
                    "publieke_sleutel": nominee.public_key.hex(),
                    "sleutel_id": key_id(nominee.public_key),
                }
                for nominee in nominees
            ],
            "drempels": {
                "verruimen": dict.fromkeys(WIDENING_FLOOR, 1),
                "versmallen_of_stoppen": sorted(NARROWING_FLOOR),
            },
        }
    )


def example_ceremony(framework_bytes: bytes, now: datetime) -> tuple[bytes, bytes]:
    """Return an approval and a trust root for an example framework; their keys are forgotten.

    Raises:
        PrivacyError: `kader.geen_voorbeeld`, a council's framework is not signed this way;
            or the framework does not hold at `now`.
    """
    if not parse_framework(framework_bytes).is_example:
        raise PrivacyError(
            "kader.geen_voorbeeld", "Alleen een VOORBEELD-kader krijgt deze sleutels."
        )
    approval = propose(framework_bytes)
    nominees: list[Nominee] = []
    for role in sorted(WIDENING_FLOOR):
        private_key = Ed25519PrivateKey.generate()
        approval = sign(approval, private_key)
        public = private_key.public_key().public_bytes_raw()
        name = f"{EXAMPLE_MARK}: {role}"
        nominees.append(Nominee(f"voorbeeld-{role}", name, role, public))
    root = trust_root(tuple(nominees), version=1, example=True)
    verify(framework_bytes, approval, root, now=now)
    return approval, root


def with_validity(framework_bytes: bytes, van: date, tot: date) -> bytes:
    """Return the framework valid from `van` to `tot`, both included, comments untouched.

    Occasions end on `tot`, sources and DPIA are open through `tot`, and no decision is dated
    after `van`.

    Raises:
        PrivacyError: the result is no framework, or a date stands in a form that was not found.
    """
    last = tot.isoformat()
    after = date.fromordinal(min(tot.toordinal() + 1, date.max.toordinal())).isoformat()
    days = {"geldig_van": van.isoformat(), "geldig_tot": last, "herzien_voor": after}

    def dated(match: re.Match[str]) -> str:
        first_or_earlier = min(match["day"], van.isoformat())
        return match["key"] + days.get(match["name"], first_or_earlier)

    parse_framework(framework_bytes)
    changed = _DATED.sub(dated, framework_bytes.decode()).encode()
    framework = parse_framework(changed)
    ends = {occasion.geldig_tot for occasion in framework.aanleidingen}
    reviews = {source.herzien_voor for source in framework.bronnen} | {framework.dpia.herzien_voor}
    if (framework.geldig_van, framework.geldig_tot, ends) != (van, tot, {tot}) or min(
        reviews
    ) <= tot:
        raise PrivacyError("kader.datum_vorm", "Schrijf elke datum als `veld: jjjj-mm-dd`.")
    return changed
