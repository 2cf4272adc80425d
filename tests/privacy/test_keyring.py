from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.epoch import Epoch
from privacy.errors import PrivacyError
from privacy.keyring import KeyRing
from tests.fakes import NOW, MemoryKeys, approve, example_bytes

THIS_WEEK = Epoch.of(NOW)
LAST_WEEK = Epoch.of(NOW - timedelta(weeks=1))


@pytest.fixture(scope="module")
def ring() -> KeyRing:
    return KeyRing(approve(example_bytes()), MemoryKeys())


def test_it_opens_for_an_approved_framework_only() -> None:
    with pytest.raises(PrivacyError, match=r"sleutelring\.kader"):
        KeyRing(object(), MemoryKeys())  # type: ignore[arg-type]


def test_a_pseudonym_is_stable_within_an_epoch(ring: KeyRing) -> None:
    first = ring.pseudonym(THIS_WEEK, "author", "bron", "jan", now=NOW)
    assert first == ring.pseudonym(THIS_WEEK, "author", "bron", "jan", now=NOW)
    assert len(bytes.fromhex(first)) == 16


def test_two_epochs_sources_and_purposes_cannot_be_linked(ring: KeyRing) -> None:
    names = {
        ring.pseudonym(epoch, purpose, source, "jan", now=NOW)
        for epoch in (THIS_WEEK, LAST_WEEK)
        for purpose in ("author", "post")
        for source in ("a", "b")
    }
    assert len(names) == 8


@given(st.lists(st.text(), min_size=1, max_size=4), st.lists(st.text(), min_size=1, max_size=4))
def test_parts_do_not_run_into_each_other(ring: KeyRing, left: list[str], right: list[str]) -> None:
    same = ring.pseudonym(THIS_WEEK, *left, now=NOW) == ring.pseudonym(THIS_WEEK, *right, now=NOW)
    assert same == (left == right)


def test_two_rings_make_different_pseudonyms() -> None:
    approved = approve(example_bytes())
    made = {
        KeyRing(approved, MemoryKeys()).pseudonym(THIS_WEEK, "author", "b", "jan", now=NOW)
        for _ in range(2)
    }
    assert len(made) == 2


def test_a_ring_uses_the_key_that_another_process_made_first() -> None:
    approved, store = approve(example_bytes()), MemoryKeys()
    left, right = KeyRing(approved, store), KeyRing(approved, store)
    assert left.pseudonym(THIS_WEEK, "a", now=NOW) == right.pseudonym(THIS_WEEK, "a", now=NOW)


def test_keys_are_destroyed_at_the_end_of_retention_and_not_before() -> None:
    store = MemoryKeys()
    ring = KeyRing(approve(example_bytes()), store)
    before = ring.pseudonym(THIS_WEEK, "author", "b", "jan", now=NOW)
    end = THIS_WEEK.end + timedelta(days=35)
    assert ring.destroy_expired(end - timedelta(seconds=1)) == []
    assert ring.pseudonym(THIS_WEEK, "author", "b", "jan", now=NOW) == before
    assert ring.destroy_expired(end) == [THIS_WEEK]
    assert store.keys == {}
    with pytest.raises(PrivacyError, match=r"sleutelring\.verlopen"):
        ring.pseudonym(THIS_WEEK, "author", "b", "jan", now=end)


def test_after_destruction_the_same_author_gets_another_pseudonym() -> None:
    store = MemoryKeys()
    ring = KeyRing(approve(example_bytes()), store)
    before = ring.pseudonym(THIS_WEEK, "author", "b", "jan", now=NOW)
    ring.destroy_expired(THIS_WEEK.end + timedelta(days=36))
    assert ring.pseudonym(THIS_WEEK, "author", "b", "jan", now=NOW) != before


def test_a_damaged_key_is_refused() -> None:
    store = MemoryKeys()
    store.keys[THIS_WEEK] = b"short"
    with pytest.raises(PrivacyError, match=r"sleutelring\.kapot"):
        KeyRing(approve(example_bytes()), store).pseudonym(THIS_WEEK, "a", now=NOW)
