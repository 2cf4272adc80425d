"""The hourly look at framework, sources and jobs, and a message about what is new.

It touches no post, key or figure, so it is no processing and leaves no attestation in the log; a
version of the framework that it sees first does come in the log, by the gate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.alarms import Level, alarms
from pipeline.clock import utc_now
from pipeline.condition import RunCondition, read, update
from pipeline.framework_files import open_gate
from pipeline.jobs.report import Seen, report_end, report_refusal
from pipeline.journal import Journal
from pipeline.notify import as_text, send
from privacy.errors import PrivacyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pipeline.settings import Settings

NAME = "kadercontrole"


def check_framework(settings: Settings, clock: Callable[[], datetime] = utc_now) -> dict[str, int]:
    """Look whether the framework holds, and tell operators what newly needs a person.

    Each alarm is told once; it is told again when it gets worse, or comes back. Returns the
    number of alarms and warnings, and for how many days the framework still holds.

    Raises:
        PrivacyError: the framework does not hold; operators have been told.
        Transient, Permanent: the message could not be sent; it is not counted as told.
    """
    refusal = _look(settings, clock)
    try:
        counts = _tell(settings, clock())
    finally:
        if refusal is not None:
            raise refusal
    return counts


def _look(settings: Settings, clock: Callable[[], datetime]) -> PrivacyError | None:
    started = clock()
    try:
        gate = open_gate(settings, clock, Journal(settings.journal, clock))
    except PrivacyError as error:
        report_refusal(settings.condition, NAME, error.rule, clock())
        return error
    run = RunCondition(
        outcome="voltooid", ended=clock(), seconds=(clock() - started).total_seconds()
    )
    report_end(settings.condition, NAME, run, gate.approved, Seen())
    return None


def _tell(settings: Settings, now: datetime) -> dict[str, int]:
    condition = read(settings.condition)
    found = alarms(condition, now)
    new = [alarm for alarm in found if alarm.key not in condition.told]
    if new:
        send(settings, as_text(new))
    keys = tuple(alarm.key for alarm in found)
    update(settings.condition, lambda present: present.with_(told=keys))
    deadlines = condition.framework.deadlines if condition.framework else ()
    return {
        "alarm": sum(alarm.level is Level.ALARM for alarm in found),
        "waarschuwing": sum(alarm.level is Level.WARNING for alarm in found),
        "gemeld": len(new),
        "dagen_geldig": min((d.days_left(now.date()) for d in deadlines), default=0),
    }
