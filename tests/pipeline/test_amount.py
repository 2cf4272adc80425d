from __future__ import annotations

import pytest

from pipeline.amount import amount, decimal


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0 regels"), (1, "1 regel"), (2, "2 regels"), (12_000, "12.000 regels")],
)
def test_a_number_has_the_noun_that_goes_with_it(value: int, written: str) -> None:
    assert amount(value, "regel", "regels") == written


def test_a_decimal_has_a_comma() -> None:
    assert decimal(2.5, 3) == "2,500"
