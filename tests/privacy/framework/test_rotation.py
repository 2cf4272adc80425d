from __future__ import annotations

from typing import Any

import pytest

from privacy.errors import PrivacyError
from privacy.framework.rotation import propose_root, rotate
from privacy.framework.trust import Signatory
from tests.privacy.framework.council import FRAMEWORK, THREE, Council, reshape

NEW = Council(version=2)


def both(old: Council, new: Council = NEW) -> bytes:
    return new.sign(old.sign(propose_root(new.root), *THREE), *THREE)


def refused(old: Council, proposal: bytes, new_root: bytes = NEW.root) -> str:
    with pytest.raises(PrivacyError) as caught:
        rotate(old.root, proposal, new_root)
    return caught.value.rule


def test_old_and_new_thresholds_together_rotate(council: Council) -> None:
    assert rotate(council.root, both(council), NEW.root).anker_versie == 2


def test_rotation_without_the_old_keys_is_refused(council: Council) -> None:
    proposal = NEW.sign(propose_root(NEW.root), *THREE)
    assert refused(council, proposal) == "kader.anker_drempel_oud"


@pytest.mark.parametrize("missing", THREE)
def test_rotation_with_two_of_three_old_keys_is_refused(
    council: Council, missing: Signatory
) -> None:
    kept = [role for role in THREE if role != missing]
    proposal = NEW.sign(council.sign(propose_root(NEW.root), *kept), *THREE)
    assert refused(council, proposal) == "kader.anker_drempel_oud"


def test_rotation_without_the_new_keys_is_refused(council: Council) -> None:
    proposal = council.sign(propose_root(NEW.root), *THREE)
    assert refused(council, proposal) == "kader.anker_drempel_nieuw"


def test_one_person_can_be_replaced_while_two_stay(council: Council) -> None:
    successor = Council(version=2)
    for role in (Signatory.GRIFFIER, Signatory.PRESIDIUM):
        successor.keys[role] = council.keys[role]
    proposal = successor.sign(council.sign(propose_root(successor.root), *THREE), Signatory.FG)
    assert rotate(council.root, proposal, successor.root).anker_versie == 2


def test_signatures_for_another_root_are_refused(council: Council) -> None:
    other = Council(version=2)
    other.keys = {**NEW.keys, Signatory.COLLEGE: other.keys[Signatory.COLLEGE]}
    assert refused(council, both(council), other.root) == "kader.anker_ander"


@pytest.mark.parametrize("version", [1, 3])
def test_a_root_that_is_not_the_next_is_refused(council: Council, version: int) -> None:
    other = Council(version=version)
    assert refused(council, both(council, other), other.root) == "kader.anker_versie"


def test_an_example_root_never_becomes_a_real_one(council: Council) -> None:
    real = Council(version=2, example=False)
    assert refused(council, both(council, real), real.root) == "kader.anker_voorbeeld"


def test_a_key_does_not_pass_to_another_person(council: Council) -> None:
    taken = Council(version=2)
    taken.keys[Signatory.PRESIDIUM] = council.keys[Signatory.COLLEGE]
    assert refused(council, both(council, taken), taken.root) == "kader.anker_sleutel"


def test_an_approval_is_no_rotation(council: Council) -> None:
    assert refused(council, council.approve(FRAMEWORK)) == "kader.payload_type"


def test_what_is_no_trust_root_is_not_proposed(council: Council) -> None:
    def change(root: dict[str, Any]) -> None:
        root["drempels"]["verruimen"] = {"college": 1}

    with pytest.raises(PrivacyError, match=r"kader\.anker_drempel"):
        propose_root(reshape(council.root, change))
