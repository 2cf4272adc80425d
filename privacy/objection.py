"""ObjectionList: accounts whose owner objected, known only by a keyed hash.

It outlives the pseudonyms: an objection holds until it is withdrawn, not for a week.

Source: AVG art. 21; GOVERNANCE section 6.
Guarantee: the list names nobody; whoever knows an account can find it only with the key, which
lies in the key folder.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

KEY_BYTES: Final = 32
_MARK_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class ObjectionList:
    """The marks of accounts, and the key that makes them; the key of an empty list may be empty."""

    key: bytes
    marks: frozenset[str]

    def holds(self, author: str) -> bool:
        """Return whether the owner of this account objected."""
        return bool(self.marks) and self.mark(author) in self.marks

    def mark(self, author: str) -> str:
        """Return 32 hexadecimal digits for an account, whatever its capitals.

        The source is no part of it: an account that two sources deliver is one account.

        Source: RFC 2104.
        """
        account = normalize("NFC", author).strip().casefold()
        message = b"bezwaar" + account.encode("utf-8", "surrogatepass")
        return hmac.digest(self.key, message, hashlib.sha256)[:_MARK_BYTES].hex()
