from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from privacy.errors import PrivacyError
from privacy.framework.approved import ApprovedFramework, verify
from privacy.framework.continuity import Seen, check_clock, check_succession, check_unchanged
from tests.privacy.framework.council import FRAMEWORK, NOW, THREE, Council, edited, next_version

NAIVE = datetime(2026, 11, 24)  # noqa: DTZ001 - a clock without an offset


def opened(council: Council, framework: bytes) -> ApprovedFramework:
    return verify(framework, council.approve(framework), council.root, now=NOW)


def refused(approved: ApprovedFramework, seen: Seen) -> str:
    with pytest.raises(PrivacyError) as caught:
        check_succession(approved, seen)
    return caught.value.rule


def test_the_first_framework_is_seen(council: Council) -> None:
    approved = opened(council, FRAMEWORK)
    assert check_succession(approved, None) == Seen(1, approved.sha256)


def test_the_same_framework_again_is_fine(council: Council) -> None:
    approved = opened(council, FRAMEWORK)
    seen = check_succession(approved, None)
    assert check_succession(approved, seen) == seen


def test_the_next_version_that_names_the_last_one_is_fine(council: Council) -> None:
    seen = check_succession(opened(council, FRAMEWORK), None)
    successor = opened(council, next_version(FRAMEWORK))
    assert check_succession(successor, seen) == Seen(2, successor.sha256)


def test_a_lower_version_is_a_rollback(council: Council) -> None:
    seen = check_succession(opened(council, next_version(FRAMEWORK)), None)
    assert refused(opened(council, FRAMEWORK), seen) == "kader.teruggedraaid"


def test_another_framework_with_the_same_number_is_refused(council: Council) -> None:
    seen = check_succession(opened(council, FRAMEWORK), None)
    twin = opened(council, edited(FRAMEWORK, ("k: 10 ", "k: 12 ")))
    assert refused(twin, seen) == "kader.dubbele_versie"


def test_a_version_that_names_another_predecessor_is_refused(council: Council) -> None:
    seen = Seen(1, "0" * 64)
    assert refused(opened(council, next_version(FRAMEWORK)), seen) == "kader.keten"


def test_a_version_that_skips_one_is_refused(council: Council) -> None:
    third = opened(council, edited(next_version(FRAMEWORK), ("versie: 2", "versie: 3")))
    seen = check_succession(opened(council, FRAMEWORK), None)
    assert refused(third, seen) == "kader.keten"


def test_a_clock_that_runs_forward_is_fine() -> None:
    check_clock(NOW, None)
    check_clock(NOW, NOW)
    check_clock(NOW + timedelta(seconds=1), NOW)


def test_a_clock_set_back_is_detected() -> None:
    with pytest.raises(PrivacyError, match=r"kader\.klok_teruggezet"):
        check_clock(NOW - timedelta(seconds=1), NOW)


def test_a_clock_without_an_offset_is_refused() -> None:
    for now, latest in ((NAIVE, NOW), (NOW, NAIVE)):
        with pytest.raises(PrivacyError, match=r"\[kader\.klok\]"):
            check_clock(now, latest)


def test_a_framework_edited_between_parse_and_task_is_detected(council: Council) -> None:
    before = opened(council, FRAMEWORK)
    check_unchanged(before, opened(council, FRAMEWORK))
    edited_under_way = opened(council, edited(FRAMEWORK, ("k: 10 ", "k: 12 ")))
    with pytest.raises(PrivacyError, match=r"kader\.gewijzigd"):
        check_unchanged(before, edited_under_way)


def test_another_approval_of_the_same_bytes_is_a_change(council: Council) -> None:
    college = council.approve(FRAMEWORK, *THREE, *(set(council.keys) - set(THREE)))
    other = verify(FRAMEWORK, college, council.root, now=NOW)
    with pytest.raises(PrivacyError, match=r"kader\.gewijzigd"):
        check_unchanged(opened(council, FRAMEWORK), other)
