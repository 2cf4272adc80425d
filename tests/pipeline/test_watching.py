from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from pipeline import jobs
from pipeline.condition import read
from pipeline.settings import Settings
from privacy.errors import PrivacyError, Transient
from tests.fakes import NOW, signed_example

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        config=signed_example(tmp_path / "config"), data=tmp_path / "data", keys=tmp_path / "keys"
    )


def test_each_alarm_is_told_once_and_again_when_it_gets_worse(settings: Settings) -> None:
    first = jobs.check_framework(settings, lambda: NOW)
    assert first["gemeld"] == first["alarm"] == 2  # nothing ingested, nothing released
    assert first["dagen_geldig"] == 346
    assert jobs.check_framework(settings, lambda: NOW)["gemeld"] == 0
    deadlines = 0
    for days in (287, 288, 317, 340):  # 59, 58, 29 and 6 days left
        later = NOW + timedelta(days=days)
        deadlines = jobs.check_framework(settings, lambda later=later: later)["gemeld"]  # type: ignore[misc]
        assert (deadlines > 0) == (days != 288)


def test_a_framework_that_does_not_hold_is_told_and_fails(settings: Settings) -> None:
    later = NOW + timedelta(days=400)
    with pytest.raises(PrivacyError, match=r"kader\.verlopen"):
        jobs.check_framework(settings, lambda: later)
    told = read(settings.condition)
    assert any(key.startswith("kader_geweigerd:kader.verlopen") for key in told.told)
    assert told.runs["kadercontrole"].outcome == "afgebroken"


def test_what_could_not_be_sent_is_not_counted_as_told(settings: Settings) -> None:
    unreachable = settings.model_copy(update={"notify_webhook": SecretStr("http://127.0.0.1:9/")})
    with pytest.raises(Transient):
        jobs.check_framework(unreachable, lambda: NOW)
    assert read(settings.condition).told == ()
    with pytest.raises(PrivacyError):  # says more than that the webhook is down
        jobs.check_framework(unreachable, lambda: NOW + timedelta(days=400))
