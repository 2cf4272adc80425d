from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers.pds import running_pds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers.pds import Pds


@pytest.fixture(scope="session")
def pds() -> Iterator[Pds]:
    """A real AT Protocol server, one for all tests of a process."""
    with running_pds() as server:
        yield server
