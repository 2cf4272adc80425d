"""Structured logging with an allow-list: what is not on the list cannot be logged."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import structlog

from privacy.errors import PrivacyError

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any

ALLOWED_FIELDS = frozenset(
    {"event", "level", "timestamp", "job", "source", "count", "rule", "framework", "seconds"}
)
_NAME = re.compile(r"[A-Za-z0-9_.:+-]{1,80}")


def allow_listed(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Return the event when each field is on the list and is a number or a name.

    A name has no spaces and at most 80 characters: a text does not pass.

    Raises:
        PrivacyError: anything else; the message holds no value.

    Guarantee: G8, no text in logs.
    """
    unlisted = event.keys() - ALLOWED_FIELDS
    if unlisted:
        raise PrivacyError("logboek.veld", f"{len(unlisted)} log fields are not on the allow-list")
    for value in event.values():
        if not isinstance(value, int | float) and not _NAME.fullmatch(str(value)):
            raise PrivacyError("logboek.waarde", "a log value is neither a number nor a name")
    return event


def configure(level: str = "info") -> None:
    """Send log lines from `level` up to standard error as JSON; called by the edges only."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            allow_listed,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
