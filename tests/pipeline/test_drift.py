from __future__ import annotations

import math
from datetime import date, timedelta

from pipeline.counts import Kind
from pipeline.drift import drift, stability_index
from pipeline.lake.day_counts import DayCount

TODAY = date(2026, 11, 20)


def days(name: str, per_day: dict[int, int], kind: Kind = Kind.SCORE) -> list[DayCount]:
    return [DayCount(TODAY - timedelta(days=ago), kind, name, n) for ago, n in per_day.items()]


def test_the_index_is_the_one_of_the_books() -> None:
    index = stability_index({"a": 50_000, "b": 50_000}, {"a": 60_000, "b": 40_000})
    assert math.isclose(index, 0.1 * math.log(1.2) - 0.1 * math.log(0.8), rel_tol=1e-3)
    assert stability_index({"a": 5}, {"a": 5}) == 0


def test_only_what_moved_stands_out() -> None:
    counts = [
        *days("onrust.0", {1: 900, 10: 900}),
        *days("onrust.9", {1: 100, 10: 100}),
        *days("haat.0", {1: 500, 10: 990}),
        *days("haat.9", {1: 500, 10: 10}),
        *days("nl", {1: 1000, 10: 1000}, Kind.LANGUAGE),
        *days("", {1: 5000, 10: 1}, Kind.READ),
    ]
    moved = drift(counts, TODAY)
    assert set(moved) == {"score:onrust", "score:haat", "taal"}
    assert moved["score:onrust"] == moved["taal"] == 0
    assert moved["score:haat"] > 0.25


def test_too_little_says_nothing() -> None:
    assert drift([*days("onrust.0", {1: 499, 10: 9000})], TODAY) == {}
    assert drift([*days("onrust.0", {1: 9000, 40: 9000})], TODAY) == {}
