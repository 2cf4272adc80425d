from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from privacy.detect.engine import build_detector
from privacy.detect.span import PIIType
from privacy.epoch import Epoch
from privacy.fingerprint import FINGERPRINT_HEX_DIGITS
from privacy.keyring import KeyRing
from privacy.objection import ObjectionList
from privacy.posts import AreaCode, PseudonymisedPost, SourceId
from privacy.pseudonymise import Pseudonymiser, Refusal, author_pseudonyms, redact
from privacy.raw import RawPost
from tests.fakes import NOW, MemoryKeys, approve, example_bytes

if TYPE_CHECKING:
    from privacy.detect.span import Detector


NOBODY = ObjectionList(b"", frozenset())


class FixedArea:
    """An `AreaFinder` that knows one word."""

    def find(self, text: str) -> tuple[AreaCode, ...]:
        return (AreaCode("WK1"),) if "Filmwijk" in text else ()


@pytest.fixture(scope="module")
def detector() -> Detector:
    return build_detector()


@pytest.fixture(scope="module")
def pseudonymiser(detector: Detector) -> Pseudonymiser:
    ring = KeyRing(approve(example_bytes()), MemoryKeys())
    return Pseudonymiser(ring, detector, FixedArea(), lambda: NOBODY)


def post(
    text: str = "In de Filmwijk belde Jan de Vries mij op 06-12345678",
    *,
    post_id: str = "1",
    author: str = "jan_uit_almere",
    created_at: datetime = NOW - timedelta(minutes=37),
) -> RawPost:
    return RawPost(
        post_id=post_id,
        created_at=created_at,
        author=author,
        source=SourceId("bestand"),
        text=text,
    )


def one(pseudonymiser: Pseudonymiser, raw: RawPost) -> PseudonymisedPost:
    (result,) = pseudonymiser.pseudonymise([raw], NOW)
    assert isinstance(result, PseudonymisedPost)
    return result


def test_nothing_of_the_person_is_left(pseudonymiser: Pseudonymiser) -> None:
    result = one(pseudonymiser, post())
    for secret in ("Jan", "Vries", "06-12345678", "jan_uit_almere"):
        assert secret not in repr(result)
    assert result.areas == (AreaCode("WK1"),)
    assert result.found[PIIType.PERSON] == 1
    assert result.found[PIIType.PHONE] == 1


def test_the_moment_is_cut_to_the_hour_in_utc(pseudonymiser: Pseudonymiser) -> None:
    result = one(pseudonymiser, post(created_at=datetime(2026, 11, 19, 23, 59, 58, 7, tzinfo=UTC)))
    assert result.hour == datetime(2026, 11, 19, 23, tzinfo=UTC)


def test_one_author_keeps_one_pseudonym_within_the_epoch_only(
    pseudonymiser: Pseudonymiser,
) -> None:
    first = one(pseudonymiser, post(post_id="1"))
    second = one(pseudonymiser, post(post_id="2"))
    earlier = one(pseudonymiser, post(created_at=NOW - timedelta(weeks=1)))
    other = one(pseudonymiser, post(author="piet"))
    assert first.author == second.author
    assert first.key != second.key
    assert len({first.author, earlier.author, other.author}) == 3


def test_near_copies_share_a_fingerprint_within_the_epoch_and_with_its_key_only(
    pseudonymiser: Pseudonymiser, detector: Detector
) -> None:
    text = "vanavond allemaal naar de Filmwijk, neem je vrienden mee"
    first = one(pseudonymiser, post(text))
    copy = one(pseudonymiser, post(text.replace(",", " !!"), post_id="2", author="piet"))
    earlier = one(pseudonymiser, post(text, created_at=NOW - timedelta(weeks=1)))
    elsewhere = Pseudonymiser(
        KeyRing(approve(example_bytes()), MemoryKeys()), detector, FixedArea(), lambda: NOBODY
    )
    other_key = one(elsewhere, post(text))
    assert first.fingerprint == copy.fingerprint
    assert len(first.fingerprint) == FINGERPRINT_HEX_DIGITS
    assert first.fingerprint not in {earlier.fingerprint, other_key.fingerprint}


def test_a_post_beyond_retention_is_refused_and_its_neighbours_are_kept(
    pseudonymiser: Pseudonymiser,
) -> None:
    old = post(created_at=NOW - timedelta(days=35))
    young = post(created_at=NOW - timedelta(days=35) + timedelta(seconds=1))
    results = pseudonymiser.pseudonymise([post(), old, young], NOW)
    assert [isinstance(r, PseudonymisedPost) for r in results] == [True, False, True]
    assert results[1] is Refusal.EXPIRED


def test_a_post_about_no_area_is_refused_unless_its_source_has_one(
    pseudonymiser: Pseudonymiser,
) -> None:
    nowhere = post("ergens ziet Jan de Vries rellen")
    assert pseudonymiser.pseudonymise([nowhere], NOW) == [Refusal.NO_AREA]
    (result,) = pseudonymiser.pseudonymise([nowhere], NOW, AreaCode("GM0034"))
    assert isinstance(result, PseudonymisedPost)
    assert result.areas == ()


def test_a_statement_about_the_health_of_a_person_is_refused(pseudonymiser: Pseudonymiser) -> None:
    (result,) = pseudonymiser.pseudonymise([post("mijn buurman heeft kanker, de Filmwijk")], NOW)
    assert result is Refusal.SPECIAL_CATEGORY


def test_redact_gives_text_and_the_places_in_the_input(detector: Detector) -> None:
    text = "Bel Jan de Vries op 06-12345678"
    (redacted,) = redact([text], detector)
    assert [(text[s.start : s.end], s.type) for s in redacted.spans] == [
        ("Jan de Vries", PIIType.PERSON),
        ("06-12345678", PIIType.PHONE),
    ]
    assert redact([], detector) == []


def test_an_account_that_objects_is_dropped_from_the_next_call_on(detector: Detector) -> None:
    list_ = NOBODY
    ring = KeyRing(approve(example_bytes()), MemoryKeys())
    reader = Pseudonymiser(ring, detector, FixedArea(), lambda: list_)
    assert isinstance(one(reader, post()), PseudonymisedPost)
    empty = ObjectionList(b"k" * 32, frozenset())
    list_ = ObjectionList(empty.key, frozenset({empty.mark("jan_uit_almere")}))
    assert reader.pseudonymise([post()], NOW) == [Refusal.OBJECTION]
    assert isinstance(one(reader, post(author="piet")), PseudonymisedPost)


def test_an_account_is_known_by_one_pseudonym_per_source_and_living_epoch() -> None:
    ring = KeyRing(approve(example_bytes()), MemoryKeys())
    sources = [SourceId("bestand"), SourceId("voorbeeld")]
    assert author_pseudonyms(ring, sources, "jan", NOW) == frozenset()
    for weeks in (0, 1, 3):
        ring.pseudonym(Epoch.of(NOW - timedelta(weeks=weeks)), "post", "x", now=NOW)
    assert len(author_pseudonyms(ring, sources, "jan", NOW)) == 6
    late = NOW + timedelta(weeks=5)
    assert len(author_pseudonyms(ring, sources, "jan", late)) < 6
