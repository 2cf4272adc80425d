"""TrustRoot: who may sign for the council, with which key, and how many are needed.

Source: GOVERNANCE section 2 (three persons, three roles, three keys; the college never suffices).
Guarantee: one person, one role, one key; no configuration lowers the floor of `Thresholds`.
"""
# No `from __future__ import annotations`: pydantic reads the annotations at run time.

import hashlib
from collections import Counter
from collections.abc import Collection
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field
from securesystemslib.signer import SSlibKey  # type: ignore[attr-defined] # its public name

from privacy.errors import PrivacyError
from privacy.framework import canonical
from privacy.framework.schema import Closed, FrozenMapping, Sha256, Slug, Text


class Signatory(StrEnum):
    """Role of a person who signs; the college proposes and counts for no threshold."""

    GRIFFIER = "griffier"
    PRESIDIUM = "presidium"
    FG = "fg"
    COLLEGE = "college"


WIDENING_FLOOR: Final = frozenset({Signatory.GRIFFIER, Signatory.PRESIDIUM, Signatory.FG})
NARROWING_FLOOR: Final = frozenset({Signatory.GRIFFIER, Signatory.FG})


class Person(Closed):
    """A person who signs, by role and Ed25519 public key."""

    id: Slug
    naam: Text
    rol: Signatory
    algoritme: Literal["ed25519"]
    publieke_sleutel: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    sleutel_id: Sha256

    def key(self) -> SSlibKey:
        """Return the public key in the form that verifies."""
        return SSlibKey(
            self.sleutel_id, self.algoritme, self.algoritme, {"public": self.publieke_sleutel}
        )


class Thresholds(Closed):
    """How many of each role widen; which roles narrow or stop alone."""

    verruimen: FrozenMapping[Signatory, Annotated[int, Field(ge=1, le=9)]]
    versmallen_of_stoppen: tuple[Signatory, ...] = Field(min_length=1)


class TrustRoot(Closed):
    """The persons a municipality trusts to sign."""

    soort: Literal["stadspols.vertrouwensanker/1"]
    anker_versie: int = Field(ge=1, le=1_000_000)
    voorbeeld: bool
    """Whether the keys were made for a demonstration; such a root never opens a real framework."""
    personen: tuple[Person, ...] = Field(min_length=1, max_length=100)
    drempels: Thresholds

    def keys(self) -> dict[str, SSlibKey]:
        """Return the public keys by id."""
        return {person.sleutel_id: person.key() for person in self.personen}

    def holders(self, key_ids: Collection[str]) -> tuple[Person, ...]:
        """Return the persons whose key is in `key_ids`."""
        return tuple(person for person in self.personen if person.sleutel_id in key_ids)

    def may_widen(self, signers: Collection[Person]) -> bool:
        """Whether `signers`, all distinct, reach every threshold for a wider framework."""
        present = Counter(person.rol for person in signers)
        return all(present[role] >= count for role, count in self.drempels.verruimen.items())

    def may_narrow(self, signers: Collection[Person]) -> bool:
        """Whether one of `signers` may narrow or stop alone."""
        return any(person.rol in self.drempels.versmallen_of_stoppen for person in signers)


def key_id(public_key: bytes) -> str:
    """Return the id of a raw Ed25519 public key (32 bytes): its SHA-256."""
    return hashlib.sha256(public_key).hexdigest()


def read_trust_root(data: bytes) -> TrustRoot:
    """Return the trust root in `data`. NOT checked: that it is the municipality's own.

    Raises:
        PrivacyError: `kader.anker_*` or another spelling than `canonical` gives.
    """
    root = canonical.read(data, TrustRoot, "Vertrouwensanker")
    _check_persons(root.personen)
    _check_thresholds(root)
    return root


def _check_persons(persons: tuple[Person, ...]) -> None:
    names = Counter(" ".join(person.naam.casefold().split()) for person in persons)
    ids = Counter(person.id for person in persons)
    if max(names.values()) > 1 or max(ids.values()) > 1:
        raise PrivacyError("kader.anker_persoon", "Eén persoon heeft één rol. Haal de tweede weg.")
    if max(Counter(person.publieke_sleutel for person in persons).values()) > 1:
        raise PrivacyError("kader.anker_sleutel", "Eén sleutel hoort bij één persoon.")
    for person in persons:
        if person.sleutel_id != key_id(bytes.fromhex(person.publieke_sleutel)):
            raise PrivacyError(
                "kader.anker_sleutel_id", "Een sleutel_id past niet bij zijn sleutel."
            )


def _check_thresholds(root: TrustRoot) -> None:
    thresholds = root.drempels
    if not set(thresholds.verruimen) >= WIDENING_FLOOR:
        raise PrivacyError(
            "kader.anker_drempel", "Verruimen vraagt minstens griffier, presidium en FG."
        )
    if not set(thresholds.versmallen_of_stoppen) <= NARROWING_FLOOR:
        raise PrivacyError("kader.anker_drempel", "Alleen de FG of de griffier versmalt of stopt.")
    if not root.may_widen(root.personen):
        raise PrivacyError("kader.anker_bezetting", "Er zijn te weinig personen voor de drempels.")
