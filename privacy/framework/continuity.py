"""Continuity: versions only go forward, the clock never back, nothing changes under way.

Pure comparisons; the caller reads what was seen before from the log and the store.

Source: GOVERNANCE section 2 (rollback, clock set back, edited between parse and task).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacy.errors import PrivacyError

if TYPE_CHECKING:
    from datetime import datetime

    from privacy.framework.approved import ApprovedFramework


@dataclass(frozen=True, slots=True)
class Seen:
    """The highest framework version ever active, and its digest."""

    version: int
    sha256: str


def check_succession(approved: ApprovedFramework, seen: Seen | None) -> Seen:
    """Return what is seen from now on: the same framework, or the one that names it as previous.

    Raises:
        PrivacyError: `kader.teruggedraaid`, `kader.dubbele_versie`, `kader.keten`.
    """
    version = approved.framework.kader_versie
    current = Seen(version, approved.sha256)
    if seen is None or current == seen:
        return current
    if version < seen.version:
        raise PrivacyError("kader.teruggedraaid", "Er is al een nieuwere versie van het kader.")
    if version == seen.version:
        raise PrivacyError("kader.dubbele_versie", "Er is al een ander kader met dit nummer.")
    if (version - 1, approved.framework.vorige_sha256) != (seen.version, seen.sha256):
        raise PrivacyError("kader.keten", "Dit kader volgt niet op de versie die hier actief was.")
    return current


def check_clock(now: datetime, latest: datetime | None) -> None:
    """`now` is not before `latest`, the newest moment in the log or its checkpoints.

    Raises:
        PrivacyError: `kader.klok_teruggezet`; `kader.klok`, a moment has no offset.
    """
    if now.tzinfo is None or (latest is not None and latest.tzinfo is None):
        raise PrivacyError("kader.klok", "De klok noemt geen tijdzone.")
    if latest is not None and now < latest:
        raise PrivacyError("kader.klok_teruggezet", "De klok loopt achter op het logboek.")


def check_unchanged(before: ApprovedFramework, after: ApprovedFramework) -> None:
    """Both are the same framework under the same approval and root.

    Raises:
        PrivacyError: `kader.gewijzigd`.
    """
    digests = [(a.sha256, a.approval_sha256, a.trust_root_sha256) for a in (before, after)]
    if digests[0] != digests[1]:
        raise PrivacyError("kader.gewijzigd", "Het kader is tijdens het werk gewijzigd.")
