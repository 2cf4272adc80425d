from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.detect.checksum import calendar_date, elfproef, luhn, mod97, octets

BSN = "999990007"
CARD = "4111111111111111"
IBANS = ("NL91ABNA0417164300", "DE89370400440532013000", "BE68539007547034")


@pytest.mark.parametrize("at", range(len(BSN)))
@pytest.mark.parametrize("digit", "0123456789")
def test_any_changed_digit_of_a_bsn_fails(at: int, digit: str) -> None:
    mutant = BSN[:at] + digit + BSN[at + 1 :]
    assert elfproef(mutant) is (mutant == BSN)


@pytest.mark.parametrize("iban", IBANS)
@pytest.mark.parametrize("digit", "0123456789")
def test_any_changed_digit_of_an_iban_fails(iban: str, digit: str) -> None:
    for at, char in enumerate(iban):
        if char.isdigit():
            mutant = iban[:at] + digit + iban[at + 1 :]
            assert mod97(mutant) is (mutant == iban)


@pytest.mark.parametrize("at", range(len(CARD)))
@pytest.mark.parametrize("digit", "0123456789")
def test_any_changed_digit_of_a_card_fails(at: int, digit: str) -> None:
    mutant = CARD[:at] + digit + CARD[at + 1 :]
    assert luhn(mutant) is (mutant == CARD)


def test_a_card_of_zeros_is_none() -> None:
    assert not luhn("0000 0000 0000 0000")
    assert not luhn("")


def test_eight_digits_pass_as_a_bsn_with_a_leading_zero() -> None:
    assert elfproef("12345672") is elfproef("012345672")


@pytest.mark.parametrize("text", ["000000000", "1234567890", "", "geen"])
def test_what_cannot_be_a_bsn_fails(text: str) -> None:
    assert not elfproef(text)


def test_separators_do_not_change_the_checks() -> None:
    assert elfproef("9999.90.007")
    assert mod97("nl91 ABNA-0417.1643 00")
    assert not mod97("")


def test_octets_end_at_255() -> None:
    assert octets("255.0.0.1")
    assert not octets("256.0.0.1")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3-4-1985", date(1985, 4, 3)),
        ("03/04/'85", date(1985, 4, 3)),
        ("3 april 1985", date(1985, 4, 3)),
        ("1985-04-03", date(1985, 4, 3)),
        ("'54-02-17", date(1954, 2, 17)),
        ("1.1.12", date(2012, 1, 1)),
        ("31-02-1985", None),
        ("3-13-1985", None),
        ("3 foo 1985", None),
        ("3-4", None),
        ("3-4-1700", None),
    ],
)
def test_dates_are_days_of_the_calendar(text: str, day: date | None) -> None:
    assert calendar_date(text) == day


@given(st.dates(min_value=date(1900, 1, 1)))
def test_every_day_since_1900_is_read(day: date) -> None:
    assert calendar_date(f"{day.day}-{day.month}-{day.year:04}") == day
