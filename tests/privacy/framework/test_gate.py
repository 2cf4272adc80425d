from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from privacy.errors import PrivacyError
from privacy.framework.approval import digest
from privacy.framework.authority import SignedFramework
from privacy.framework.ceremony import sign
from privacy.framework.continuity import Seen
from privacy.framework.document import parse_framework
from privacy.framework.gate import Known, Papers, admit
from privacy.framework.stop import propose_stop, stop_order
from privacy.framework.trust import Signatory
from tests.privacy.framework.council import FRAMEWORK, NOW, Council, next_version

NOTHING = Known(None, None, None, frozenset(), 0)
NARROWED = next_version(FRAMEWORK, ("k: 10 ", "k: 12 "))


@pytest.fixture(scope="module")
def papers(council: Council) -> Papers:
    return Papers(FRAMEWORK, council.approve(FRAMEWORK), council.root, (), ())


@pytest.fixture(scope="module")
def stop(council: Council) -> bytes:
    order = propose_stop(stop_order(parse_framework(FRAMEWORK), "een klacht", NOW.date()))
    return sign(order, council.keys[Signatory.FG])


def refused(papers: Papers, known: Known = NOTHING) -> str:
    with pytest.raises(PrivacyError) as caught:
        admit(papers, known, NOW)
    return caught.value.rule


def test_a_new_log_admits_an_approved_framework(papers: Papers) -> None:
    assert admit(papers, NOTHING, NOW).sha256 == digest(FRAMEWORK)


def test_a_log_that_knows_it_all_admits_the_same_framework(papers: Papers) -> None:
    known = Known(Seen(1, digest(FRAMEWORK)), NOW, digest(papers.trust_root), frozenset(), 0)
    assert admit(papers, known, NOW).sha256 == digest(FRAMEWORK)


def test_a_narrowed_version_is_admitted_with_its_predecessor(
    council: Council, papers: Papers
) -> None:
    narrowed = replace(
        papers,
        framework=NARROWED,
        approval=council.approve(NARROWED, Signatory.FG),
        history=(SignedFramework(papers.framework, papers.approval),),
    )
    known = replace(NOTHING, seen=Seen(1, digest(FRAMEWORK)))
    assert admit(narrowed, known, NOW).framework.vrijgave.intern.k == 12


def test_three_files_of_another_council_are_refused(papers: Papers) -> None:
    other = Council()
    theirs = Papers(FRAMEWORK, other.approve(FRAMEWORK), other.root, (), ())
    assert admit(theirs, NOTHING, NOW).sha256 == digest(FRAMEWORK), "a new log pins nothing"
    known = replace(NOTHING, trust_root_sha256=digest(papers.trust_root))
    assert refused(theirs, known) == "kader.anker_vervangen"


def test_a_stop_order_closes_the_gate(papers: Papers, stop: bytes) -> None:
    assert refused(replace(papers, stop_orders=(stop,))) == "kader.gestopt"


def test_a_stop_that_the_log_remembers_holds_when_its_file_is_gone(papers: Papers) -> None:
    assert refused(papers, replace(NOTHING, stopped_until=1)) == "kader.gestopt"


def test_a_remembered_stop_outlives_the_keys_that_signed_it(stop: bytes) -> None:
    successor = Council(version=2)
    version_2 = next_version(FRAMEWORK)
    resumed = Papers(version_2, successor.approve(version_2), successor.root, (), (stop,))
    known = Known(
        Seen(1, digest(FRAMEWORK)), NOW, digest(successor.root), frozenset({digest(stop)}), 1
    )
    assert admit(resumed, known, NOW).widened_at == 2
    assert refused(resumed, replace(known, stop_orders_sha256=frozenset())) == "kader.ondertekenaar"
    same = Papers(FRAMEWORK, successor.approve(FRAMEWORK), successor.root, (), (stop,))
    assert refused(same, known) == "kader.gestopt"


def test_rollback_closes_the_gate(papers: Papers) -> None:
    assert refused(papers, replace(NOTHING, seen=Seen(2, "0" * 64))) == "kader.teruggedraaid"


def test_another_framework_with_the_number_of_the_last_closes_the_gate(papers: Papers) -> None:
    assert refused(papers, replace(NOTHING, seen=Seen(1, "0" * 64))) == "kader.dubbele_versie"


def test_a_clock_set_back_closes_the_gate(papers: Papers) -> None:
    later = replace(NOTHING, moment=NOW + timedelta(seconds=1))
    assert refused(papers, later) == "kader.klok_teruggezet"
