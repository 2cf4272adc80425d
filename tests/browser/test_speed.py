"""Pages are small and quick, with ten years of figures."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import pytest

from tests.browser.pages import PAGES, Shown

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

MOST_BYTES = 150_000
MOST_MS = 500
TRIES = 5

_WEIGHT = """() => [...performance.getEntriesByType('navigation'),
  ...performance.getEntriesByType('resource')].reduce((sum, e) => sum + e.transferSize, 0)"""
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"


@pytest.mark.parametrize("shown", [p for p in PAGES if p.installation == "year"], ids=str)
def test_a_page_weighs_little_and_paints_soon(visit: Visit, ten_years: str, shown: Shown) -> None:
    with visit.open(ten_years + shown.path, shown.role) as page:
        weight = page.evaluate(_WEIGHT)
        paints = []
        for _ in range(TRIES):
            page.goto(ten_years + shown.path)
            page.wait_for_function(_PAINTED)
            paints.append(page.evaluate(_PAINT))
    print(f"{shown.name}: {weight / 1000:.0f} kB, first paint {median(paints):.0f} ms")  # noqa: T201 - to look at, with -s
    assert weight < MOST_BYTES
    assert median(paints) < MOST_MS
