"""Text that stays for the granted hours: sealed under the key of a slot of ten minutes.

Who destroys the key of a slot makes every text of it unreadable, wherever its bytes still lie.

Source: GOVERNANCE section 1 (`tekst.bewaren_uren`), G8, G9; AVG art. 5(1)(e).
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from privacy.errors import PrivacyError
from privacy.posts import Signal

KEY_BYTES: Final = 32
SLOT: Final = timedelta(minutes=10)
_LABEL: Final = "%Y%m%dT%H%MZ"
_NONCE_BYTES: Final = 12
_BLOCK_BYTES: Final = 512
"""Texts are filled up to a multiple of this: the length of a file tells little of its text."""


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """Ten minutes in which texts were kept; they all end together."""

    start: datetime

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """Return the slot that holds `moment`."""
        past = (moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) % SLOT
        return cls(moment.astimezone(UTC) - past)

    @classmethod
    def parse(cls, label: str) -> Self:
        """Return the slot written as `20261120T1210Z`.

        Raises:
            ValueError: `label` is no slot.
        """
        slot = cls(datetime.strptime(label, _LABEL).replace(tzinfo=UTC))
        if slot != cls.of(slot.start):
            raise ValueError("no slot begins then")
        return slot

    def ended(self, kept_hours: int, now: datetime) -> bool:
        """Return whether the oldest text that this slot can hold has had its hours at `now`.

        Guarantee: no text is ever kept longer than the council granted; it may go ten minutes
        earlier.
        """
        return now >= self.start + timedelta(hours=kept_hours)

    def __str__(self) -> str:
        return self.start.strftime(_LABEL)


@dataclass(frozen=True, slots=True)
class KeptText:
    """A pseudonymised text, what the model with this digest read in it, and nothing else.

    No author, no area, no source, no moment: a reader judges words, not a person.
    """

    text: str
    signals: tuple[Signal, ...]
    model_sha256: str


def seal(kept: KeptText, key: bytes, slot: Slot, name: str) -> bytes:
    """Return `kept` encrypted (AES-256-GCM) and bound to its slot and name.

    Source: NIST SP 800-38D.
    """
    plain = json.dumps(
        {"text": kept.text, "signals": kept.signals, "model": kept.model_sha256},
        ensure_ascii=False,
    ).encode("utf-8", "surrogatepass")
    filled = plain.ljust(-(-len(plain) // _BLOCK_BYTES) * _BLOCK_BYTES)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, filled, _place(slot, name))


def unseal(data: bytes, key: bytes, slot: Slot, name: str) -> KeptText:
    """Return the text that `seal` closed.

    Raises:
        PrivacyError: `tekst.onleesbaar`, it is damaged, or of another key, slot or name.
    """
    try:
        plain = AESGCM(key).decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], _place(slot, name))
    except (InvalidTag, ValueError):
        raise PrivacyError("tekst.onleesbaar", "Deze tekst is niet meer te lezen.") from None
    fields = json.loads(plain.decode("utf-8", "surrogatepass"))
    return KeptText(
        fields["text"], tuple(Signal(signal) for signal in fields["signals"]), fields["model"]
    )


def _place(slot: Slot, name: str) -> bytes:
    return f"{slot}/{name}".encode()
