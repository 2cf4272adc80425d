from __future__ import annotations

import pytest

from privacy.errors import PrivacyError
from privacy.framework.approval import digest
from privacy.framework.approved import ApprovedFramework, verify
from privacy.framework.authority import SignedFramework
from privacy.framework.trust import Signatory
from tests.privacy.framework.council import FRAMEWORK, NOW, Council, edited, next_version

NARROWER = next_version(FRAMEWORK, ("k: 10 ", "k: 12 "))
WIDER = next_version(FRAMEWORK, ("k: 10 ", "k: 9 "))
MIXED = next_version(FRAMEWORK, ("k: 10 ", "k: 12 "), ("cellen_dagen: 1095", "cellen_dagen: 1096"))


def signed(council: Council, framework: bytes, *roles: Signatory) -> SignedFramework:
    return SignedFramework(framework, council.approve(framework, *roles))


def opened(council: Council, chain: tuple[SignedFramework, ...]) -> ApprovedFramework:
    newest, *history = chain
    return verify(newest.framework, newest.approval, council.root, now=NOW, history=history)


def refused(council: Council, *chain: SignedFramework) -> str:
    with pytest.raises(PrivacyError) as caught:
        opened(council, chain)
    return caught.value.rule


@pytest.mark.parametrize("role", [Signatory.FG, Signatory.GRIFFIER])
def test_fg_or_griffier_narrows_alone(council: Council, role: Signatory) -> None:
    approved = opened(council, (signed(council, NARROWER, role), signed(council, FRAMEWORK)))
    assert (approved.framework.kader_versie, approved.widened_at) == (2, 1)


@pytest.mark.parametrize("role", [Signatory.PRESIDIUM, Signatory.COLLEGE])
def test_presidium_or_college_does_not_narrow_alone(council: Council, role: Signatory) -> None:
    chain = (signed(council, NARROWER, role), signed(council, FRAMEWORK))
    assert refused(council, *chain) == "kader.drempel"


@pytest.mark.parametrize("framework", [WIDER, MIXED])
def test_nobody_widens_alone_whatever_the_author_claims(council: Council, framework: bytes) -> None:
    chain = (signed(council, framework, Signatory.FG), signed(council, FRAMEWORK))
    assert refused(council, *chain) == "kader.verruimd"


def test_three_persons_widen(council: Council) -> None:
    approved = opened(council, (signed(council, WIDER),))
    assert (approved.framework.vrijgave.intern.k, approved.widened_at) == (9, 2)


def test_a_narrowing_without_its_predecessor_is_refused(council: Council) -> None:
    assert refused(council, signed(council, NARROWER, Signatory.FG)) == "kader.drempel"


def test_a_narrowing_with_another_predecessor_is_refused(council: Council) -> None:
    other = edited(FRAMEWORK, ("k: 10 ", "k: 11 "))
    chain = (signed(council, NARROWER, Signatory.FG), signed(council, other))
    assert refused(council, *chain) == "kader.voorganger"


def test_a_narrowing_that_skips_a_number_is_refused(council: Council) -> None:
    skipped = edited(NARROWER, ("kader_versie: 2", "kader_versie: 3"))
    chain = (signed(council, skipped, Signatory.FG), signed(council, FRAMEWORK))
    assert refused(council, *chain) == "kader.voorganger"


def test_a_narrowing_of_what_was_never_approved_is_refused(council: Council) -> None:
    chain = (signed(council, NARROWER, Signatory.FG), signed(council, FRAMEWORK, Signatory.FG))
    assert refused(council, *chain) == "kader.drempel"


def test_narrowings_chain_down_to_three_signatures(council: Council) -> None:
    third = edited(
        NARROWER,
        ("kader_versie: 2", "kader_versie: 3"),
        (digest(FRAMEWORK), digest(NARROWER)),
        ("k: 12 ", "k: 15 "),
    )
    chain = (
        signed(council, third, Signatory.GRIFFIER),
        signed(council, NARROWER, Signatory.FG),
        signed(council, FRAMEWORK),
    )
    approved = opened(council, chain)
    assert (approved.framework.vrijgave.intern.k, approved.widened_at) == (15, 1)


def test_a_narrowing_never_outlives_its_predecessor(council: Council) -> None:
    longer = next_version(
        FRAMEWORK,
        ("\ngeldig_van: 2026-11-01", "\ngeldig_van: 2026-11-02"),
        ("\ngeldig_tot: 2027-10-31", "\ngeldig_tot: 2027-11-01"),
    )
    chain = (signed(council, longer, Signatory.FG), signed(council, FRAMEWORK))
    assert refused(council, *chain) == "kader.verruimd"
