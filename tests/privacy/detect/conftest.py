from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from privacy.detect.engine import build_detector
from privacy.detect.lexicon import load_lexicon

if TYPE_CHECKING:
    from privacy.detect.lexicon import Lexicon
    from privacy.detect.span import Detector


@pytest.fixture(scope="session")
def detector() -> Detector:
    return build_detector()


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()
