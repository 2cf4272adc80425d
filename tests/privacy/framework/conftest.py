from __future__ import annotations

import pytest

from tests.privacy.framework.council import Council


@pytest.fixture(scope="session")
def council() -> Council:
    return Council()
