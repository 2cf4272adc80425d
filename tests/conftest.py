from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import structlog
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

settings.register_profile("stadspols", deadline=None)  # a busy machine is slow, not wrong
settings.load_profile("stadspols")


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """Put the log back that a test set up: another in the same process may have one of its own."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)
