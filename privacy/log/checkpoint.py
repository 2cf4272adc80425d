"""Checkpoint: a signed statement of how long the log is and what its root is.

The product signs with its log key; a witness, such as the griffie, may sign as well and keeps a
copy. Whoever holds an older checkpoint sees any cut, fork or rewrite.

Source: GOVERNANCE section 3; RFC 6962 section 3.5 (signed tree head).
Guarantee: two logs with the same checkpoint are the same log.
"""
# No `from __future__ import annotations`: pydantic reads the annotations at run time.

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal

from pydantic import Field
from securesystemslib.signer import SSlibKey  # type: ignore[attr-defined] # its public name

from privacy.errors import PrivacyError
from privacy.framework import canonical
from privacy.framework.envelope import open_envelope, seal
from privacy.framework.schema import Closed, Sha256
from privacy.framework.trust import key_id
from privacy.log.journal import lines_of, tree_of
from privacy.log.merkle import consistent, root_hash
from privacy.log.record import Count, Moment

PAYLOAD_TYPE: Final = "application/vnd.stadspols.logboek+json"
_KEY_BYTES: Final = 32


class Checkpoint(Closed):
    """The length and the root of the log at a moment."""

    soort: Literal["stadspols.logboek/1"]
    gemeente_code: str = Field(pattern=r"^GM[0-9]{4}$")
    omvang: Count
    wortel_sha256: Sha256
    moment: Moment


def propose_checkpoint(log: bytes, gemeente_code: str, moment: datetime) -> bytes:
    """Return an unsigned checkpoint of `log`, for `ceremony.sign`. NOT checked: the records."""
    lines = lines_of(log)
    checkpoint = Checkpoint(
        soort="stadspols.logboek/1",
        gemeente_code=gemeente_code,
        omvang=len(lines),
        wortel_sha256=root_hash(tree_of(lines)).hex(),
        moment=moment,
    )
    return seal(canonical.write(checkpoint), PAYLOAD_TYPE)


def log_key(public_key: bytes) -> SSlibKey:
    """Return a raw Ed25519 public key (32 bytes) in the form that verifies.

    Raises:
        ValueError: it has another length.
    """
    if len(public_key) != _KEY_BYTES:
        raise ValueError("a public key is 32 bytes long")
    return SSlibKey(key_id(public_key), "ed25519", "ed25519", {"public": public_key.hex()})


def read_checkpoint(data: bytes, keys: Mapping[str, SSlibKey]) -> Checkpoint:
    """Return the checkpoint in `data`, signed by one or more of `keys` and by no other.

    Raises:
        PrivacyError: as `open_envelope`.
    """
    signed = open_envelope(data, PAYLOAD_TYPE, keys)
    return canonical.read(signed.payload, Checkpoint, "Controlepunt")


def check_log(log: bytes, checkpoint: Checkpoint) -> None:
    """`log` begins with exactly the lines that `checkpoint` saw.

    Raises:
        PrivacyError: `logboek.afgekapt`, `logboek.herschreven`, `logboek.halve_regel`.
    """
    lines = lines_of(log)
    if len(lines) < checkpoint.omvang:
        missing = checkpoint.omvang - len(lines)
        raise PrivacyError("logboek.afgekapt", f"Er ontbreken minstens {missing} regel(s).")
    if root_hash(tree_of(lines[: checkpoint.omvang])).hex() != checkpoint.wortel_sha256:
        raise PrivacyError("logboek.herschreven", "Het logboek is niet het logboek van toen.")


def check_grown(older: Checkpoint, newer: Checkpoint, proof: Sequence[bytes]) -> None:
    """`newer` is of the same log as `older`, which only grew; no line of it is needed.

    Raises:
        PrivacyError: `logboek.ander_logboek`, `logboek.moment`, `logboek.afgekapt`,
            `logboek.herschreven`.
    """
    if older.gemeente_code != newer.gemeente_code:
        raise PrivacyError("logboek.ander_logboek", "Dit logboek is van een andere gemeente.")
    if newer.moment < older.moment:
        raise PrivacyError("logboek.moment", "Het nieuwe controlepunt is ouder dan het oude.")
    if newer.omvang < older.omvang:
        raise PrivacyError("logboek.afgekapt", "Het logboek is korter dan toen.")
    sizes = (older.omvang, newer.omvang)
    roots = (bytes.fromhex(older.wortel_sha256), bytes.fromhex(newer.wortel_sha256))
    if older.omvang and not consistent(sizes, roots, proof):
        raise PrivacyError("logboek.herschreven", "Het logboek is niet het logboek van toen.")
