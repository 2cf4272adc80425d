from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.epoch import Epoch

MOMENTS = st.timedeltas(timedelta(), timedelta(days=40_000)).map(
    lambda since: datetime(1990, 1, 1, tzinfo=UTC) + since
)


@given(MOMENTS)
def test_a_moment_lies_in_its_epoch(moment: datetime) -> None:
    epoch = Epoch.of(moment)
    assert epoch.start <= moment < epoch.end
    assert epoch.end - epoch.start == timedelta(weeks=1)


@given(MOMENTS)
def test_a_label_reads_back(moment: datetime) -> None:
    epoch = Epoch.of(moment)
    assert Epoch.parse(str(epoch)) == epoch


def test_the_epoch_follows_utc_and_not_the_offset_of_the_post() -> None:
    local = datetime(2026, 11, 16, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert str(Epoch.of(local)) == "2026-W46"


def test_a_moment_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        Epoch.of(datetime(2026, 1, 1))  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize("label", ["2026", "2026-W60", "x-W01", "2026-W"])
def test_a_wrong_label_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Epoch.parse(label)
