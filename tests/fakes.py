"""Fakes that implement our protocols, and small builders for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from pipeline.settings import PACKAGED_CONFIG
from privacy.framework.approved import ApprovedFramework, verify
from privacy.framework.ceremony import example_ceremony, with_validity

if TYPE_CHECKING:
    from privacy.epoch import Epoch

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""The moment at which tests happen; the example framework is valid from 1 November 2026."""


class MemoryKeys:
    """A `KeyStore` without files."""

    def __init__(self) -> None:
        self.keys: dict[Epoch, bytes] = {}

    def load(self, epoch: Epoch) -> bytes | None:
        return self.keys.get(epoch)

    def create(self, epoch: Epoch, key: bytes) -> bytes:
        return self.keys.setdefault(epoch, key)

    def destroy(self, epoch: Epoch) -> None:
        self.keys.pop(epoch, None)

    def epochs(self) -> list[Epoch]:
        return sorted(self.keys)


@cache
def example_bytes() -> bytes:
    """Return the packaged framework, valid around `NOW` whatever the calendar says."""
    packaged = (PACKAGED_CONFIG / "privacykader.yaml").read_bytes()
    return with_validity(packaged, datetime(2026, 11, 1).date(), datetime(2027, 10, 31).date())  # noqa: DTZ001 - days


def approve(framework: bytes) -> ApprovedFramework:
    """Return `framework` approved by example keys at `NOW`."""
    approval, trust_root = example_ceremony(framework, NOW)
    return verify(framework, approval, trust_root, now=NOW)
