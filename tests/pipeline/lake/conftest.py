from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from pipeline.lake.store import Store
from privacy.posts import SourceId

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOUR = datetime(2026, 11, 10, 9, tzinfo=UTC)
SOURCE = SourceId("bestand")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "keys" / "catalogus.sqlite", tmp_path / "lake", threads=2) as opened:
        yield opened
