from __future__ import annotations

from privacy.level import Level


def test_levels_run_from_coarse_to_fine() -> None:
    for coarse, fine in zip(Level, list(Level)[1:], strict=False):
        assert coarse < fine
        assert coarse <= fine
        assert fine > coarse
        assert fine >= coarse
        assert fine >= fine  # noqa: PLR0124 - the order is reflexive
