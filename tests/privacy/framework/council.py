"""A council for tests: persons with keys, who sign what they are given."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from privacy.framework import canonical
from privacy.framework.approval import digest
from privacy.framework.ceremony import Nominee, propose, sign, trust_root
from privacy.framework.trust import Signatory

if TYPE_CHECKING:
    from collections.abc import Callable

FRAMEWORK = Path(__file__).with_name("kader.yaml").read_bytes()
SHIPPED = Path(__file__).parents[3] / "config" / "privacykader.yaml"
REAL_FRAMEWORK = FRAMEWORK.replace(b"id: VOORBEELD-2026-001", b"id: RB-2026-001")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
THREE = (Signatory.GRIFFIER, Signatory.PRESIDIUM, Signatory.FG)


def edited(data: bytes, *changes: tuple[str, str]) -> bytes:
    """Return `data` with each old text, which occurs exactly once, replaced by the new."""
    text = data.decode()
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.encode()


def next_version(data: bytes, *changes: tuple[str, str]) -> bytes:
    """Return the successor of version 1 in `data`, with `changes`."""
    chain = (
        ("kader_versie: 1", "kader_versie: 2"),
        ("vorige_sha256: geen", f"vorige_sha256: {digest(data)}"),
    )
    return edited(data, *chain, *changes)


def reshape(document: bytes, change: Callable[[Any], object]) -> bytes:
    """Return the JSON `document` after `change`, in its canonical spelling."""
    loaded = json.loads(document)
    change(loaded)
    return canonical.encode(loaded)


class Council:
    """One person per role, of a municipality that uses the product in earnest or for example."""

    def __init__(self, *, example: bool = True, version: int = 1) -> None:
        self.keys = {role: Ed25519PrivateKey.generate() for role in Signatory}
        self.version = version
        self.example = example

    @property
    def root(self) -> bytes:
        nominees = tuple(
            Nominee(f"p-{role}", f"Persoon {role}", role, key.public_key().public_bytes_raw())
            for role, key in self.keys.items()
        )
        return trust_root(nominees, version=self.version, example=self.example)

    def sign(self, envelope: bytes, *roles: Signatory) -> bytes:
        for role in roles:
            envelope = sign(envelope, self.keys[role])
        return envelope

    def approve(self, framework: bytes, *roles: Signatory) -> bytes:
        return self.sign(propose(framework), *(roles or THREE))
