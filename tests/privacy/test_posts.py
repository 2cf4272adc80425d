from __future__ import annotations

from dataclasses import replace

import pytest

from privacy.posts import AuthorPseudonym
from tests.fakes import classified


def test_a_post_has_an_author_exactly_when_it_has_a_signal() -> None:
    with_signal, without = classified(1), classified(2, author=None)
    with pytest.raises(ValueError, match="exactly"):
        replace(with_signal, author=None)
    with pytest.raises(ValueError, match="exactly"):
        replace(without, author=AuthorPseudonym("a1"))
