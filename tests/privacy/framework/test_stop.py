from __future__ import annotations

import pytest

from privacy.errors import PrivacyError
from privacy.framework import canonical
from privacy.framework.approved import ApprovedFramework, verify
from privacy.framework.authority import SignedFramework
from privacy.framework.envelope import seal
from privacy.framework.stop import (
    PAYLOAD_TYPE,
    StopOrder,
    check_not_stopped,
    propose_stop,
    read_stop,
    stop_order,
)
from privacy.framework.trust import Signatory, read_trust_root
from tests.privacy.framework.council import FRAMEWORK, NOW, THREE, Council, next_version

ORDER = {
    "soort": "stadspols.stop/1",
    "gemeente_code": "GM0034",
    "tot_en_met_versie": 1,
    "datum": "2026-11-24",
    "reden": "een klacht wordt onderzocht",
}


def order(**changes: object) -> bytes:
    return propose_stop(StopOrder.model_validate_json(canonical.encode(ORDER | changes)))


@pytest.fixture(scope="module")
def approved(council: Council) -> ApprovedFramework:
    return verify(FRAMEWORK, council.approve(FRAMEWORK), council.root, now=NOW)


def refused(approved: ApprovedFramework, council: Council, *orders: bytes) -> str:
    with pytest.raises(PrivacyError) as caught:
        check_not_stopped(approved, orders, council.root)
    return caught.value.rule


def test_without_orders_nothing_stops(council: Council, approved: ApprovedFramework) -> None:
    check_not_stopped(approved, (), council.root)


@pytest.mark.parametrize("role", [Signatory.FG, Signatory.GRIFFIER])
def test_fg_or_griffier_stops_alone(
    council: Council, approved: ApprovedFramework, role: Signatory
) -> None:
    assert refused(approved, council, council.sign(order(), role)) == "kader.gestopt"


@pytest.mark.parametrize("role", [Signatory.COLLEGE, Signatory.PRESIDIUM])
def test_college_or_presidium_does_not_stop_alone(council: Council, role: Signatory) -> None:
    with pytest.raises(PrivacyError, match=r"kader\.stop_drempel"):
        read_stop(council.sign(order(), role), read_trust_root(council.root))


def test_an_order_that_cannot_be_read_stops_too(
    council: Council, approved: ApprovedFramework
) -> None:
    for data in (b"", b"{}", order(), Council().sign(order(), Signatory.FG)):
        assert refused(approved, council, data).startswith("kader.")


def test_an_approval_is_no_stop_order(council: Council, approved: ApprovedFramework) -> None:
    assert refused(approved, council, council.approve(FRAMEWORK)) == "kader.payload_type"


@pytest.mark.parametrize("extra", [{"extra": 1}, {"reden": ""}, {"datum": "gisteren"}])
def test_a_signed_order_of_another_shape_stops_as_unreadable(
    council: Council, approved: ApprovedFramework, extra: dict[str, object]
) -> None:
    signed = council.sign(seal(canonical.encode(ORDER | extra), PAYLOAD_TYPE), Signatory.FG)
    assert refused(approved, council, signed) == "kader.json"


def test_an_order_for_another_municipality_is_refused_aloud(
    council: Council, approved: ApprovedFramework
) -> None:
    signed = council.sign(order(gemeente_code="GM0184"), Signatory.FG)
    assert refused(approved, council, signed) == "kader.stop_gemeente"


def test_orders_are_judged_under_the_root_of_the_framework(approved: ApprovedFramework) -> None:
    assert refused(approved, Council()) == "kader.ander_anker"


def test_a_new_version_of_three_persons_ends_the_stop(council: Council) -> None:
    version_2 = next_version(FRAMEWORK)
    resumed = verify(version_2, council.approve(version_2, *THREE), council.root, now=NOW)
    check_not_stopped(resumed, [council.sign(order(), Signatory.FG)], council.root)


def test_a_narrower_version_of_one_person_does_not_end_the_stop(council: Council) -> None:
    version_2 = next_version(FRAMEWORK, ("k: 10 ", "k: 12 "))
    narrowed = verify(
        version_2,
        council.approve(version_2, Signatory.FG),
        council.root,
        now=NOW,
        history=[SignedFramework(FRAMEWORK, council.approve(FRAMEWORK))],
    )
    stop = council.sign(order(), Signatory.GRIFFIER)
    assert refused(narrowed, council, stop) == "kader.gestopt"


def test_an_order_names_the_framework_it_stops_and_needs_a_reason(
    approved: ApprovedFramework,
) -> None:
    made = stop_order(approved.framework, "een klacht", NOW.date())
    assert (made.gemeente_code, made.tot_en_met_versie) == ("GM0034", 1)
    with pytest.raises(PrivacyError, match=r"kader\.stop_reden"):
        stop_order(approved.framework, "", NOW.date())
