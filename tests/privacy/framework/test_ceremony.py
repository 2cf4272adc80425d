from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from privacy.errors import PrivacyError
from privacy.framework.approval import digest
from privacy.framework.approved import verify
from privacy.framework.ceremony import (
    draft_successor,
    example_ceremony,
    propose,
    sign,
    sign_approval,
    with_validity,
)
from privacy.framework.document import parse_framework
from privacy.framework.schema import EXAMPLE_MARK
from privacy.framework.trust import Signatory, read_trust_root
from tests.privacy.framework.council import (
    FRAMEWORK,
    NOW,
    REAL_FRAMEWORK,
    SHIPPED,
    edited,
    next_version,
)

VAN, TOT = date(2025, 3, 1), date(2026, 2, 28)


def test_the_example_ceremony_opens_the_shipped_framework_today() -> None:
    framework = with_validity(SHIPPED.read_bytes(), VAN, TOT)
    now = datetime(2025, 6, 1, tzinfo=UTC)
    approval, root = example_ceremony(framework, now)
    approved = verify(framework, approval, root, now=now)
    assert approved.framework.is_example


def test_example_persons_are_called_examples_in_three_roles() -> None:
    _, root_bytes = example_ceremony(FRAMEWORK, NOW)
    root = read_trust_root(root_bytes)
    assert root.voorbeeld
    assert {person.rol for person in root.personen} == set(Signatory) - {Signatory.COLLEGE}
    assert all(EXAMPLE_MARK in person.naam for person in root.personen)


def test_every_ceremony_makes_new_keys() -> None:
    roots = [read_trust_root(example_ceremony(FRAMEWORK, NOW)[1]) for _ in range(2)]
    ids = [{person.sleutel_id for person in root.personen} for root in roots]
    assert not ids[0] & ids[1]


def test_a_real_framework_gets_no_example_signatures() -> None:
    with pytest.raises(PrivacyError, match=r"kader\.geen_voorbeeld"):
        example_ceremony(REAL_FRAMEWORK, NOW)


def test_the_ceremony_refuses_a_framework_that_has_lapsed() -> None:
    with pytest.raises(PrivacyError, match=r"kader\.verlopen"):
        example_ceremony(FRAMEWORK, datetime(2028, 1, 1, tzinfo=UTC))


def test_something_that_is_no_envelope_is_not_signed() -> None:
    with pytest.raises(PrivacyError, match=r"kader\.json"):
        sign(b"{}", Ed25519PrivateKey.generate())


@pytest.mark.parametrize(
    ("van", "tot"), [(VAN, TOT), (date(2031, 1, 1), date(2031, 1, 1)), (date(2028, 2, 29), TOT)]
)
def test_validity_moves_every_date_that_would_lapse(van: date, tot: date) -> None:
    tot = max(van, tot)
    framework = parse_framework(with_validity(FRAMEWORK, van, tot))
    assert (framework.geldig_van, framework.geldig_tot) == (van, tot)
    assert {occasion.geldig_tot for occasion in framework.aanleidingen} == {tot}
    assert framework.dpia.herzien_voor > tot
    assert all(source.herzien_voor > tot for source in framework.bronnen)
    assert framework.raadsbesluit.datum <= van


def test_validity_leaves_everything_else_alone() -> None:
    moved = with_validity(FRAMEWORK, VAN, TOT)
    pairs = zip(FRAMEWORK.decode().splitlines(), moved.decode().splitlines(), strict=True)
    changed = {old.split(":")[0].strip(" -") for old, new in pairs if old != new}
    assert changed == {"geldig_van", "geldig_tot", "herzien_voor", "datum"}
    first = parse_framework(FRAMEWORK)
    assert with_validity(moved, first.geldig_van, first.geldig_tot) != moved


@pytest.mark.parametrize(
    ("rule", "van", "tot"),
    [
        ("kader.geldigheid", VAN, date(2026, 3, 1)),
        ("kader.geldigheid", VAN, date(2025, 2, 28)),
        ("kader.veld_waarde", date(9999, 1, 1), date.max),
    ],
)
def test_an_impossible_validity_is_refused(rule: str, van: date, tot: date) -> None:
    with pytest.raises(PrivacyError) as caught:
        with_validity(FRAMEWORK, van, tot)
    assert caught.value.rule == rule


@pytest.mark.parametrize(
    "change",
    [
        ("\ngeldig_van: 2026-11-01", "\ngeldig_van: '2026-11-01'"),
        ("\ngeldig_tot: 2027-10-31", "\ngeldig_tot:  2027-10-31"),
        ("    geldig_tot: 2027-10-31", "    'geldig_tot': 2027-10-31"),
        ("\n  herzien_voor: 2027-11-01", "\n  herzien_voor:\n    2027-11-01"),
    ],
)
def test_a_date_in_another_form_is_refused_rather_than_missed(change: tuple[str, str]) -> None:
    with pytest.raises(PrivacyError, match=r"kader\.(datum_vorm|geldigheid|besluit_datum)"):
        with_validity(edited(FRAMEWORK, change), date(2030, 1, 1), date(2030, 12, 31))


def test_a_signature_is_added_to_the_approval_of_that_framework_only() -> None:
    private_key = Ed25519PrivateKey.generate()
    once = sign_approval(propose(FRAMEWORK), FRAMEWORK, private_key)
    assert sign_approval(once, FRAMEWORK, Ed25519PrivateKey.generate()) != once
    assert sign_approval(once, FRAMEWORK, private_key) == once
    with pytest.raises(PrivacyError, match=r"kader\.ander_kader"):
        sign_approval(once, REAL_FRAMEWORK, private_key)


def test_the_draft_of_the_next_version_names_this_one_and_changes_nothing_else() -> None:
    draft = draft_successor(FRAMEWORK)
    assert draft == next_version(FRAMEWORK, ("  # dit is de eerste versie", ""))
    third = parse_framework(draft_successor(draft))
    assert (third.kader_versie, third.vorige_sha256) == (3, digest(draft))


def test_a_version_in_another_form_is_refused_rather_than_missed() -> None:
    with pytest.raises(PrivacyError, match=r"kader\.(versie_vorm|vorige)"):
        draft_successor(edited(FRAMEWORK, ("kader_versie: 1", "kader_versie:  1")))
    later = edited(next_version(FRAMEWORK), ("kader_versie: 2", "kader_versie:  2"))
    with pytest.raises(PrivacyError, match=r"kader\.versie_vorm"):
        draft_successor(later)
