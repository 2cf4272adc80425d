from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime

import pytest

from privacy.errors import PrivacyError
from privacy.framework.approved import ApprovedFramework, verify
from privacy.framework.ceremony import with_validity
from privacy.framework.roles import Recht, Rol
from privacy.framework.schema import BronSoort
from privacy.framework.trust import Signatory
from tests.privacy.framework.council import FRAMEWORK, NOW, Council, edited

TWO_OCCASIONS = edited(
    FRAMEWORK,
    ("    bronnen: [voorbeeld, bestand]", "    bronnen: [bestand]"),
    (
        "aanleidingen:\n",
        (
            "aanleidingen:\n"
            "  - id: proef\n"
            "    reden: een proef van een maand\n"
            "    eigenaar: griffier\n"
            "    geldig_tot: 2026-11-30\n"
            "    bronnen: [voorbeeld]\n"
        ),
    ),
)
NEXT_MONTH = datetime(2026, 12, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def approved(council: Council) -> ApprovedFramework:
    return verify(FRAMEWORK, council.approve(FRAMEWORK), council.root, now=NOW)


def opened(council: Council, framework: bytes, now: datetime = NOW) -> ApprovedFramework:
    return verify(framework, council.approve(framework), council.root, now=now)


def test_an_open_source_is_returned(approved: ApprovedFramework) -> None:
    assert approved.source("bestand", NOW).soort == BronSoort.BESTAND


def test_a_source_that_is_not_listed_is_refused(approved: ApprovedFramework) -> None:
    with pytest.raises(PrivacyError, match=r"kader\.bron_onbekend"):
        approved.source("elders", NOW)


def test_a_framework_that_expires_under_way_closes(approved: ApprovedFramework) -> None:
    for gate in (approved.check, lambda now: approved.source("bestand", now)):
        with pytest.raises(PrivacyError, match=r"kader\.verlopen"):
            gate(datetime(2027, 11, 1, tzinfo=UTC))


def test_a_lapsed_review_closes_that_source_only(council: Council) -> None:
    framework = FRAMEWORK.replace(b"herzien_voor: 2027-11-01", b"herzien_voor: 2026-12-01", 1)
    approved = opened(council, framework)
    approved.source("voorbeeld", datetime(2026, 11, 30, 21, 59, tzinfo=UTC))
    with pytest.raises(PrivacyError, match=r"kader\.bron_verlopen"):
        approved.source("voorbeeld", datetime(2026, 11, 30, 22, 0, tzinfo=UTC))
    approved.source("bestand", NEXT_MONTH)


def test_a_lapsed_occasion_closes_what_it_covers(council: Council) -> None:
    approved = opened(council, TWO_OCCASIONS)
    approved.source("voorbeeld", NOW)
    with pytest.raises(PrivacyError, match=r"kader\.aanleiding_verlopen"):
        approved.source("voorbeeld", NEXT_MONTH)
    approved.source("bestand", NEXT_MONTH)


def test_everything_closes_when_the_last_source_closes(council: Council) -> None:
    framework = FRAMEWORK.replace(b"    geldig_tot: 2027-10-31", b"    geldig_tot: 2026-11-30")
    approved = opened(council, framework)
    with pytest.raises(PrivacyError, match=r"kader\.bronnen_verlopen"):
        approved.check(NEXT_MONTH)
    with pytest.raises(PrivacyError, match=r"kader\.bronnen_verlopen"):
        opened(council, framework, NEXT_MONTH)


def test_everything_closes_when_the_dpia_lapses(council: Council) -> None:
    framework = edited(FRAMEWORK, ("\n  herzien_voor: 2027-11-01", "\n  herzien_voor: 2026-12-01"))
    with pytest.raises(PrivacyError, match=r"kader\.dpia_verlopen"):
        opened(council, framework).check(NEXT_MONTH)


def test_a_listed_model_is_returned_and_another_digest_refused(approved: ApprovedFramework) -> None:
    listed = approved.framework.algoritmen[0]
    assert approved.algorithm(listed.id, listed.sha256, listed.taak) == listed
    for id_, sha256, task in (
        (listed.id, "0" * 64, listed.taak),
        ("ander", listed.sha256, listed.taak),
        (listed.id, listed.sha256, "gezichten"),
    ):
        with pytest.raises(PrivacyError, match=r"kader\.algoritme_onbekend"):
            approved.algorithm(id_, sha256, task)


def test_it_cannot_be_changed_copied_pickled_or_subclassed(approved: ApprovedFramework) -> None:
    def subclass() -> None:
        class Wider(ApprovedFramework):  # type: ignore[misc] # the point of the test
            pass

    attempts = (
        lambda: setattr(approved, "sha256", "0" * 64),
        lambda: delattr(approved, "sha256"),
        lambda: copy.copy(approved),
        lambda: copy.deepcopy(approved),
        lambda: pickle.dumps(approved),
        subclass,
    )
    for attempt in attempts:
        with pytest.raises(PrivacyError, match=r"kader\.zegel"):
            attempt()


def test_without_a_moment_the_days_are_not_checked_but_the_signatures_are(
    council: Council,
) -> None:
    lapsed = with_validity(FRAMEWORK, date(2020, 1, 1), date(2020, 12, 31))
    approved = verify(lapsed, council.approve(lapsed), council.root, now=None)
    with pytest.raises(PrivacyError, match=r"kader\.verlopen"):
        approved.source("bestand", NOW)
    with pytest.raises(PrivacyError, match=r"kader\.drempel"):
        verify(lapsed, council.approve(lapsed, Signatory.FG), council.root, now=None)


def test_a_role_has_the_rights_that_the_framework_gives_and_no_other(
    approved: ApprovedFramework,
) -> None:
    approved.require(Rol.ANALIST, Recht.INTERN_ZIEN)
    with pytest.raises(PrivacyError, match=r"kader\.recht.*Besluit: .*Vragen: "):
        approved.require(Rol.RAADSLID, Recht.INTERN_ZIEN)
