"""The gate: one question, asked at parse, before each task and by the key ring: may this run now?

Source: GOVERNANCE section 2 (three gates, closed by default).
Guarantee: approval, validity, stop orders, rollback, clock and trust root are checked together;
no caller can forget one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacy.errors import PrivacyError
from privacy.framework.approval import digest
from privacy.framework.approved import verify
from privacy.framework.continuity import check_clock, check_succession
from privacy.framework.stop import check_mandate, check_not_stopped

if TYPE_CHECKING:
    from datetime import datetime

    from privacy.framework.approved import ApprovedFramework
    from privacy.framework.authority import SignedFramework
    from privacy.framework.continuity import Seen


@dataclass(frozen=True, slots=True)
class Papers:
    """All documents of the council that a gate needs, as bytes."""

    framework: bytes
    approval: bytes
    trust_root: bytes
    history: tuple[SignedFramework, ...]
    """Predecessors, newest first; needed for a version that was signed only to narrow."""
    stop_orders: tuple[bytes, ...]
    """Stop orders that came in; those that the log knows may be among them."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the log remembers; of a new log, nothing."""

    seen: Seen | None
    """The highest framework version that was active."""
    moment: datetime | None
    """The newest moment."""
    trust_root_sha256: str | None
    """The trust root in use, which only a rotation replaces."""
    stop_orders_sha256: frozenset[str]
    """Stop orders that were checked when they came in, under the trust root of that time."""
    stopped_until: int
    """The highest version that one of them stopped; 0 when there is none."""


def admit(papers: Papers, known: Known, now: datetime) -> ApprovedFramework:
    """Return the framework under which work may be done at `now`.

    Raises:
        PrivacyError: as `recognise`, `check_clock`, `check_mandate`, `check_not_stopped`.
    """
    check_clock(now, known.moment)
    approved = recognise(papers, known, now)
    check_mandate(approved, known.stopped_until)
    new = [order for order in papers.stop_orders if digest(order) not in known.stop_orders_sha256]
    check_not_stopped(approved, new, papers.trust_root)
    return approved


def recognise(papers: Papers, known: Known, now: datetime | None) -> ApprovedFramework:
    """Return the framework that the council approved, as what is in force or follows on it.

    It holds at `now`, or on some day with None. NOT checked: the clock, and whether it was stopped.

    Raises:
        PrivacyError: as `verify`, `check_succession`; `kader.anker_vervangen`, the trust root is
            not the one in the log.
    """
    if known.trust_root_sha256 not in (None, digest(papers.trust_root)):
        raise PrivacyError(
            "kader.anker_vervangen", "Dit is niet het anker uit het logboek. Gebruik een wissel."
        )
    highest = known.seen.version if known.seen else None
    approved = verify(
        papers.framework,
        papers.approval,
        papers.trust_root,
        now=now,
        highest_version=highest,
        history=papers.history,
    )
    check_succession(approved, known.seen)
    return approved
