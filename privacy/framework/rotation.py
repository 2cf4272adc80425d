"""Rotation: a new trust root, by the thresholds of the old and of the new one.

Source: GOVERNANCE section 2; the TUF specification, section 5.3 (update the root role).
Guarantee: whoever holds only new keys, or only old ones, changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from privacy.errors import PrivacyError
from privacy.framework.envelope import open_envelope, seal
from privacy.framework.trust import read_trust_root

if TYPE_CHECKING:
    from privacy.framework.trust import TrustRoot

PAYLOAD_TYPE: Final = "application/vnd.stadspols.vertrouwensanker+json"


def propose_root(new_root_bytes: bytes) -> bytes:
    """Return an unsigned proposal for a new root, for `ceremony.sign`.

    Raises:
        PrivacyError: the new root is no trust root.
    """
    read_trust_root(new_root_bytes)
    return seal(new_root_bytes, PAYLOAD_TYPE)


def rotate(old_root_bytes: bytes, proposal: bytes, new_root_bytes: bytes) -> TrustRoot:
    """Return the new root, which `proposal` holds and both thresholds signed.

    Raises:
        PrivacyError: as `open_envelope`; `kader.anker_versie`, `kader.anker_voorbeeld`,
            `kader.anker_sleutel`, `kader.anker_ander`, `kader.anker_drempel_oud`,
            `kader.anker_drempel_nieuw`.
    """
    old, new = read_trust_root(old_root_bytes), read_trust_root(new_root_bytes)
    _check_successor(old, new)
    signed = open_envelope(proposal, PAYLOAD_TYPE, old.keys() | new.keys())
    if signed.payload != new_root_bytes:
        raise PrivacyError("kader.anker_ander", "De handtekeningen horen bij een ander anker.")
    if not old.may_widen(old.holders(signed.key_ids)):
        raise PrivacyError(
            "kader.anker_drempel_oud", "Handtekeningen van het oude anker ontbreken."
        )
    if not new.may_widen(new.holders(signed.key_ids)):
        raise PrivacyError(
            "kader.anker_drempel_nieuw", "Handtekeningen van het nieuwe anker ontbreken."
        )
    return new


def _check_successor(old: TrustRoot, new: TrustRoot) -> None:
    if new.anker_versie != old.anker_versie + 1:
        raise PrivacyError("kader.anker_versie", "Het nieuwe anker heeft niet het volgende nummer.")
    if new.voorbeeld != old.voorbeeld:
        raise PrivacyError(
            "kader.anker_voorbeeld", "Een voorbeeldanker wordt nooit een echt anker."
        )
    owner = {person.sleutel_id: person.id for person in old.personen}
    if any(owner.get(p.sleutel_id, p.id) != p.id for p in new.personen):
        raise PrivacyError("kader.anker_sleutel", "Een sleutel gaat niet over op een ander.")
