from __future__ import annotations

import json

import pytest
import structlog

from pipeline import log
from privacy.errors import PrivacyError


def test_names_and_numbers_pass(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure()
    structlog.get_logger().info("klaar", job="innemen", count=3, seconds=0.5)
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["job"], line["count"]) == ("klaar", "innemen", 3)


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "kort"},
        {"author": "jan"},
        {"source": "een zin met spaties"},
        {"job": "a" * 81},
        {"job": ["innemen"]},
        {"job": "@jan_uit_almere"},
    ],
)
def test_everything_else_is_refused_without_showing_it(
    fields: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    log.configure()
    with pytest.raises(PrivacyError) as refused:
        structlog.get_logger().info("klaar", **fields)
    (value,) = fields.values()
    assert str(value) not in str(refused.value)
    assert capsys.readouterr().err == ""


def test_a_sentence_is_no_event_name() -> None:
    log.configure()
    with pytest.raises(PrivacyError, match=r"logboek\.waarde"):
        structlog.get_logger().info("vanavond 21 uur bij het station")
