"""Fakes that implement our protocols, and small builders for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING

from models.error_rates import ErrorRates
from pipeline.counts import Counts, Kind
from pipeline.framework_files import APPROVAL_NAME, FRAMEWORK_NAME, TRUST_ROOT_NAME, open_gate
from pipeline.journal import Journal
from pipeline.lake.store import Batch
from pipeline.settings import PACKAGED_CONFIG, Settings
from privacy.epoch import Epoch
from privacy.framework.approved import ApprovedFramework, verify
from privacy.framework.ceremony import example_ceremony, with_validity
from privacy.posts import (
    AreaCode,
    AuthorPseudonym,
    ClassifiedPost,
    Fingerprint,
    PostKey,
    Signal,
    SourceId,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.framework_files import Gate

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
    return with_validity(packaged, date(2026, 11, 1), date(2027, 10, 31))


def text_granting_bytes(hours: int = 2) -> bytes:
    """Return the example framework that lets the FG read texts for some hours."""
    granted = example_bytes()
    for before, after in (
        (b"bewaren_uren: 0", b"bewaren_uren: %d" % hours),
        (b"inzage_rollen: []", b"inzage_rollen: [fg]"),
        (b"openbaar_zien, bezwaar_verwerken]", b"openbaar_zien, bezwaar_verwerken, tekst_inzien]"),
    ):
        assert before in granted
        granted = granted.replace(before, after)
    return granted


def approve(framework: bytes) -> ApprovedFramework:
    """Return `framework` approved by example keys at `NOW`."""
    approval, trust_root = example_ceremony(framework, NOW)
    return verify(framework, approval, trust_root, now=NOW)


def signed_example(folder: Path, framework: bytes | None = None) -> Path:
    """Return `folder` with the three files of a signed example framework."""
    content = framework or example_bytes()
    approval, trust_root = example_ceremony(content, NOW)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FRAMEWORK_NAME).write_bytes(content)
    (folder / APPROVAL_NAME).write_bytes(approval)
    (folder / TRUST_ROOT_NAME).write_bytes(trust_root)
    return folder


def example_gate(folder: Path, framework: bytes | None = None) -> Gate:
    """Return the open gate of a signed example in `folder`."""
    config = signed_example(folder / "config", framework)
    settings = Settings(config=config, data=folder, keys=folder)
    return open_gate(settings, lambda: NOW, Journal(folder / "logboek.jsonl", lambda: NOW))


def classified(  # noqa: PLR0913 - a builder: all keyword-only, all with a default
    number: int = 1,
    *,
    author: str | None = "a1",
    hour: datetime = datetime(2026, 11, 10, 9, tzinfo=UTC),
    areas: tuple[str, ...] = ("WK003418",),
    signals: tuple[Signal, ...] = (Signal.ONRUST,),
    source: str = "bestand",
    fingerprint: str | None = None,
) -> ClassifiedPost:
    """Return a storable post; `author=None` goes with no signals.

    Posts of different authors have different fingerprints unless one is given.
    """
    return ClassifiedPost(
        key=PostKey(f"{number:032x}"),
        author=AuthorPseudonym(author) if author else None,
        fingerprint=Fingerprint(fingerprint or author) if author else None,
        epoch=Epoch.of(hour),
        source=SourceId(source),
        hour=hour,
        areas=tuple(AreaCode(area) for area in areas),
        signals=signals if author else (),
    )


ALMOST_PERFECT = {signal: ErrorRates(10**9, 10**9, 0, 10**9) for signal in Signal}
"""A model that makes no mistakes worth mentioning: figures are the counts of flagged authors."""


def batch(*posts: ClassifiedPost, position: int | str = 1, shard: str = "s") -> Batch:
    """Return a batch of the source `bestand` that counts its posts as read."""
    counts = Counts()
    counts.add(Kind.READ, number=len(posts))
    return Batch(posts, counts, SourceId("bestand"), shard, str(position))
