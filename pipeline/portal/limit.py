"""A limit to how fast one visitor asks, without keeping who they are.

An address is hashed with a salt that lives in memory only, and forgotten when its bucket is full
again: what remains leads to nobody.
"""

from __future__ import annotations

import hashlib
import math
import secrets
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_VISITORS = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    seconds: float
    """When `left` was true, on the limit's clock."""


class Limit:
    """`burst` questions at once, and `per_second` more for every second of quiet."""

    def __init__(self, per_second: float, burst: int, seconds: Callable[[], float]) -> None:
        self._per_second = per_second
        self._burst = burst
        self._seconds = seconds
        self._salt = secrets.token_bytes(32)
        self._buckets: dict[bytes, _Bucket] = {}
        self._lock = threading.Lock()

    def wait_seconds(self, address: str) -> int:
        """Take one question from the bucket of `address`; return how long to wait; 0 is not."""
        visitor = hashlib.blake2b(address.encode(), key=self._salt, digest_size=16).digest()
        now = self._seconds()
        with self._lock:
            if len(self._buckets) >= _MOST_VISITORS:
                self._forget(now)
            bucket = self._buckets.setdefault(visitor, _Bucket(self._burst, now))
            bucket.left = min(self._burst, bucket.left + (now - bucket.seconds) * self._per_second)
            bucket.seconds = now
            if bucket.left < 1:
                return math.ceil((1 - bucket.left) / self._per_second)
            bucket.left -= 1
            return 0

    def _forget(self, now: float) -> None:
        """Forget who has been quiet long enough; when nobody has, everybody."""
        full = self._burst / self._per_second
        self._buckets = {
            visitor: bucket
            for visitor, bucket in self._buckets.items()
            if now - bucket.seconds < full
        }
        if len(self._buckets) >= _MOST_VISITORS:
            self._buckets.clear()
