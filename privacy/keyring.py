"""The key ring: one random key per epoch, which opens only for an approved framework."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from privacy.errors import PrivacyError
from privacy.framework.approved import ApprovedFramework

if TYPE_CHECKING:
    from datetime import datetime

    from privacy.epoch import Epoch

_KEY_BYTES = 32
_PSEUDONYM_BYTES = 16


class KeyStore(Protocol):
    """Keeps epoch keys; the implementation does the I/O, outside the data folder."""

    def load(self, epoch: Epoch) -> bytes | None:
        """Return the key of the epoch, or None."""
        ...

    def create(self, epoch: Epoch, key: bytes) -> bytes:
        """Keep `key` unless the epoch has one; return the key that now stands (first wins)."""
        ...

    def destroy(self, epoch: Epoch) -> None:
        """Make the key of the epoch unrecoverable; nothing happens when there is none."""
        ...

    def epochs(self) -> list[Epoch]:
        """Return the epochs that have a key, oldest first."""
        ...


class KeyRing:
    """Makes pseudonyms that are stable within an epoch and cannot be linked across epochs.

    Guarantee: G7; keys are used only under an approved framework, and are destroyed when the
    retention of their epoch's posts has ended, after which no pseudonym can be recomputed.
    """

    def __init__(self, approved: ApprovedFramework, store: KeyStore) -> None:
        if type(approved) is not ApprovedFramework:
            raise PrivacyError("sleutelring.kader", "the key ring opens for an approved framework")
        self._retention = timedelta(days=approved.framework.bewaartermijnen.berichten_dagen)
        self._store = store
        self._open: dict[Epoch, bytes] = {}

    def keeps(self, moment: datetime, now: datetime) -> bool:
        """Return whether what was posted at `moment` may still be kept at `now`."""
        return now < moment + self._retention

    def pseudonym(self, epoch: Epoch, purpose: str, *parts: str, now: datetime) -> str:
        """Return 32 hexadecimal digits for `parts` under the epoch's key.

        Each part is preceded by its length, so that no two lists of parts collide.

        Raises:
            PrivacyError: the retention of the epoch has ended.

        Source: RFC 2104; EDPB Guidelines 01/2025 on pseudonymisation.
        """
        message = b"".join(
            len(part).to_bytes(8, "big") + part
            for part in (text.encode("utf-8", "surrogatepass") for text in (purpose, *parts))
        )
        digest = hmac.digest(self._key(epoch, now), message, hashlib.sha256)
        return digest[:_PSEUDONYM_BYTES].hex()

    def epochs(self, now: datetime) -> list[Epoch]:
        """Return the epochs that have a key and are still kept, oldest first."""
        return [epoch for epoch in self._store.epochs() if self.keeps(epoch.end, now)]

    def destroy_expired(self, now: datetime) -> list[Epoch]:
        """Destroy the key of each epoch whose retention has ended; return those epochs."""
        expired = [epoch for epoch in self._store.epochs() if not self.keeps(epoch.end, now)]
        for epoch in expired:
            self._store.destroy(epoch)
            self._open.pop(epoch, None)
        return expired

    def _key(self, epoch: Epoch, now: datetime) -> bytes:
        if not self.keeps(epoch.end, now):
            raise PrivacyError("sleutelring.verlopen", f"de bewaartermijn van {epoch} is voorbij")
        if epoch not in self._open:
            stored = self._store.load(epoch)
            key = stored or self._store.create(epoch, secrets.token_bytes(_KEY_BYTES))
            if len(key) != _KEY_BYTES:
                raise PrivacyError("sleutelring.kapot", f"de sleutel van {epoch} is beschadigd")
            self._open[epoch] = key
        return self._open[epoch]
