"""The condition of an installation, with the framework as it is at this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.clock import utc_now
from pipeline.condition import framework_condition, read, refused
from pipeline.framework_files import load_framework
from privacy.errors import PrivacyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pipeline.condition import Condition
    from pipeline.settings import Settings


def health(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Condition:
    """Return the condition that the jobs left, and whether the framework holds now.

    Raises:
        Permanent: `toestand.bestand`, the file cannot be read.
    """
    now, last = clock(), read(settings.condition)
    try:
        framework = framework_condition(load_framework(settings, now), now)
    except PrivacyError as error:
        framework = refused(last.framework, error.rule, now)
    return last.with_(framework=framework)
