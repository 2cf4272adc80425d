from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from privacy.errors import PrivacyError
from privacy.kept_text import SLOT, KeptText, Slot, seal, unseal
from privacy.posts import Signal

KEY = bytes(range(32))
SLOT_1 = Slot.of(datetime(2026, 11, 20, 12, 17, 31, tzinfo=UTC))
KEPT = KeptText("geen rust in de <ADRES_1> 😡 \ud800", (Signal.ONRUST, Signal.HAAT), "a" * 64)


def test_a_slot_is_ten_minutes_and_reads_back() -> None:
    assert str(SLOT_1) == "20261120T1210Z"
    assert Slot.parse(str(SLOT_1)) == SLOT_1


@pytest.mark.parametrize("label", ["20261120T1217Z", "20261120T1210", "x"])
def test_what_is_no_slot_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match=r"slot|format"):
        Slot.parse(label)


@pytest.mark.parametrize("hours", [0, 1, 72])
def test_a_slot_ends_before_any_of_its_texts_has_had_more_than_its_hours(hours: int) -> None:
    end = SLOT_1.start + timedelta(hours=hours)
    assert SLOT_1.ended(hours, end)
    assert not SLOT_1.ended(hours, end - timedelta(seconds=1))
    last_kept = SLOT_1.start + SLOT - timedelta(seconds=1)
    assert SLOT_1.ended(hours, last_kept + timedelta(hours=hours))


def test_what_is_sealed_opens_with_its_own_key_slot_and_name_only() -> None:
    sealed = seal(KEPT, KEY, SLOT_1, "n")
    assert unseal(sealed, KEY, SLOT_1, "n") == KEPT
    other = Slot(SLOT_1.start + SLOT)
    for key, slot, name in ((KEY[::-1], SLOT_1, "n"), (KEY, other, "n"), (KEY, SLOT_1, "m")):
        with pytest.raises(PrivacyError, match=r"tekst\.onleesbaar"):
            unseal(sealed, key, slot, name)


@pytest.mark.parametrize("length", [0, 5, 20, -1])
def test_what_a_killed_process_left_half_does_not_open(length: int) -> None:
    with pytest.raises(PrivacyError, match=r"tekst\.onleesbaar"):
        unseal(seal(KEPT, KEY, SLOT_1, "n")[:length], KEY, SLOT_1, "n")


def test_neither_the_bytes_nor_their_number_tell_the_text() -> None:
    short, long = (KeptText(text, KEPT.signals, KEPT.model_sha256) for text in ("ja", "ja" * 90))
    assert len(seal(short, KEY, SLOT_1, "n")) == len(seal(long, KEY, SLOT_1, "n"))
    assert b"jaja" not in seal(long, KEY, SLOT_1, "n")
    assert seal(short, KEY, SLOT_1, "n") != seal(short, KEY, SLOT_1, "n")
