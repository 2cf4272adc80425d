from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from pipeline.bundling import bundle_of
from pipeline.framework_files import activate, open_gate, read_papers
from pipeline.journal import Journal
from pipeline.root_files import replace_root
from pipeline.settings import Settings
from privacy.errors import PrivacyError
from privacy.framework.ceremony import draft_successor
from privacy.framework.document import parse_framework
from privacy.framework.envelope import signer_of
from privacy.framework.rotation import propose_root
from privacy.framework.stop import propose_stop, stop_order
from privacy.framework.trust import Signatory
from privacy.log.bundle import check_bundle
from privacy.log.checkpoint import log_key
from tests.fakes import NOW, example_bytes, signed_example
from tests.faults.moments import gone_after
from tests.privacy.framework.council import THREE, Council, next_version

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

OLD, NEW = Council(example=False), Council(example=False, version=2)
FRAMEWORK = example_bytes().replace(b"id: VOORBEELD-2026-001", b"id: RB-2026-001")
LOG_KEY = OLD.keys[Signatory.COLLEGE]
KEYS = {key.keyid: key for key in [log_key(LOG_KEY.public_key().public_bytes_raw())]}


def clock() -> datetime:
    return NOW


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    config = signed_example(tmp_path / "config")
    (config / "privacykader.yaml").write_bytes(FRAMEWORK)
    (config / "privacykader.besluit.json").write_bytes(OLD.approve(FRAMEWORK))
    (config / "vertrouwensanker.json").write_bytes(OLD.root)
    return Settings(config=config, data=tmp_path / "data", keys=tmp_path / "keys")


@pytest.fixture
def journal(settings: Settings) -> Journal:
    journal = Journal(settings.journal, clock)
    open_gate(settings, clock, journal)
    return journal


def both() -> bytes:
    return NEW.sign(OLD.sign(propose_root(NEW.root), *THREE), *THREE)


def rotate(settings: Settings, journal: Journal, proposal: bytes, approval: bytes) -> None:
    assert settings.config is not None
    replace_root(settings.config, NEW.root, proposal, approval, journal=journal, now=NOW)


def put_in_force(
    settings: Settings,
    journal: Journal,
    framework: bytes,
    decision: bytes,
    now: Callable[[], datetime] = clock,
) -> None:
    assert settings.config is not None
    activate(settings.config, framework, decision, clock=now, journal=journal)


@pytest.mark.parametrize("ran", [True, False], ids=["a job ran", "nothing ran"])
def test_after_rotation_the_new_persons_rule_and_a_bundle_tells_the_chain(
    settings: Settings, journal: Journal, ran: bool
) -> None:
    rotate(settings, journal, both(), NEW.approve(FRAMEWORK))
    if ran:
        open_gate(settings, clock, journal)
    assert settings.config is not None
    second = next_version(FRAMEWORK, ("k: 10 ", "k: 12 "))
    with pytest.raises(PrivacyError):
        put_in_force(settings, journal, second, OLD.approve(second))
    put_in_force(settings, journal, second, NEW.approve(second, Signatory.FG))
    open_gate(settings, clock, journal)
    files = bundle_of(settings, LOG_KEY, NOW)
    assert {"anker/1.json", "anker/2.json", "anker/2.wissel.json", "kader/2.yaml"} <= files.keys()
    checked = check_bundle(files, {}, None)
    assert checked == check_bundle(files, KEYS, None)
    assert checked.findings == ()
    assert [r.soort for r in checked.records] == ["kader", "anker", "kader", "kader"]


@pytest.mark.parametrize("files", range(4))
def test_a_rotation_that_was_killed_is_given_again(
    files: int, settings: Settings, journal: Journal
) -> None:
    with gone_after(files):
        rotate(settings, journal, both(), NEW.approve(FRAMEWORK))
    with pytest.raises(PrivacyError):
        open_gate(settings, clock, journal)
    rotate(settings, journal, both(), NEW.approve(FRAMEWORK))
    open_gate(settings, clock, journal)
    assert check_bundle(bundle_of(settings, LOG_KEY, NOW), KEYS, None).findings == ()


@pytest.mark.parametrize("files", range(4))
def test_an_activation_that_was_killed_is_given_again(
    files: int, settings: Settings, journal: Journal
) -> None:
    assert settings.config is not None
    second = next_version(FRAMEWORK, ("k: 10 ", "k: 12 "))
    decision = OLD.approve(second)
    with gone_after(files):
        put_in_force(settings, journal, second, decision)
    if files < 3:
        assert open_gate(settings, clock, journal).approved.framework.kader_versie == 1
    else:
        with pytest.raises(PrivacyError):
            open_gate(settings, clock, journal)
    put_in_force(settings, journal, second, decision)
    assert open_gate(settings, clock, journal).approved.framework.kader_versie == 2
    assert len(read_papers(settings.config).history) == 1
    assert check_bundle(bundle_of(settings, LOG_KEY, NOW), KEYS, None).findings == ()


@pytest.mark.parametrize("killed", [False, True])
def test_what_was_in_force_is_in_the_log_though_nothing_ran_under_it(
    settings: Settings, killed: bool
) -> None:
    journal = Journal(settings.journal, clock)
    second = next_version(FRAMEWORK, ("k: 10 ", "k: 12 "))
    third = draft_successor(second).replace(b"k: 12 ", b"k: 13 ")
    if killed:  # after the files, before the record of the second version
        moments = iter([NOW])
        dying = Journal(settings.journal, lambda: next(moments))
        with pytest.raises(StopIteration):
            put_in_force(settings, dying, second, OLD.approve(second))
    else:
        put_in_force(settings, journal, second, OLD.approve(second))
    put_in_force(settings, journal, third, OLD.approve(third))
    rotate(settings, journal, both(), NEW.approve(third))
    checked = check_bundle(bundle_of(settings, LOG_KEY, NOW), KEYS, None)
    assert checked.findings == ()
    assert [getattr(r, "kader_versie", "anker") for r in checked.records] == [1, 2, 3, "anker", 3]
    assert open_gate(settings, clock, journal).approved.framework.kader_versie == 3


def test_the_clock_is_read_after_what_was_in_force_is_recorded(settings: Settings) -> None:
    ticks = count()
    journal = Journal(settings.journal, lambda: NOW + timedelta(seconds=next(ticks)))
    second = next_version(FRAMEWORK, ("k: 10 ", "k: 12 "))
    decision = OLD.approve(second)
    put_in_force(settings, journal, second, decision, lambda: NOW + timedelta(seconds=next(ticks)))
    assert len(journal.records()) == 2


def test_an_older_version_is_put_in_force_by_nobody(settings: Settings, journal: Journal) -> None:
    second = next_version(FRAMEWORK, ("k: 10 ", "k: 12 "))
    put_in_force(settings, journal, second, OLD.approve(second))
    with pytest.raises(PrivacyError, match=r"kader\.teruggedraaid"):
        put_in_force(settings, journal, FRAMEWORK, OLD.approve(FRAMEWORK))
    assert open_gate(settings, clock, journal).approved.framework.kader_versie == 2


def test_a_folder_that_was_put_back_is_brought_up_to_date_without_a_record(
    settings: Settings, journal: Journal
) -> None:
    second = next_version(FRAMEWORK, ("k: 10 ", "k: 12 "))
    put_in_force(settings, journal, second, OLD.approve(second))
    assert settings.config is not None
    (settings.config / "privacykader.yaml").write_bytes(FRAMEWORK)
    (settings.config / "privacykader.besluit.json").write_bytes(OLD.approve(FRAMEWORK))
    put_in_force(settings, journal, second, OLD.approve(second))
    assert [r.soort for r in journal.records()] == ["kader", "kader"]
    assert check_bundle(bundle_of(settings, LOG_KEY, NOW), KEYS, None).findings == ()


def test_a_stop_is_in_the_log_before_the_persons_change_who_signed_it(
    settings: Settings, journal: Journal
) -> None:
    assert settings.config is not None
    order = propose_stop(stop_order(parse_framework(FRAMEWORK), "een klacht", NOW.date()))
    (settings.config / "stop.json").write_bytes(OLD.sign(order, Signatory.FG))
    rotate(settings, journal, both(), NEW.approve(FRAMEWORK))
    with pytest.raises(PrivacyError, match=r"kader\.gestopt"):
        open_gate(settings, clock, journal)
    second = next_version(FRAMEWORK, ("k: 10 ", "k: 12 "))
    with pytest.raises(PrivacyError, match=r"kader\.gestopt"):
        put_in_force(settings, journal, second, NEW.approve(second, Signatory.FG))
    put_in_force(settings, journal, second, NEW.approve(second))
    assert open_gate(settings, clock, journal).approved.framework.kader_versie == 2
    assert check_bundle(bundle_of(settings, LOG_KEY, NOW), KEYS, None).findings == ()


def test_a_root_that_the_old_persons_did_not_sign_changes_nothing(
    settings: Settings, journal: Journal
) -> None:
    proposal = NEW.sign(propose_root(NEW.root), *THREE)
    with pytest.raises(PrivacyError, match=r"kader\.anker_drempel_oud"):
        rotate(settings, journal, proposal, NEW.approve(FRAMEWORK))
    open_gate(settings, clock, journal)


def test_a_root_without_the_new_persons_approval_of_the_framework_changes_nothing(
    settings: Settings, journal: Journal
) -> None:
    with pytest.raises(PrivacyError):
        rotate(settings, journal, both(), OLD.approve(FRAMEWORK))
    open_gate(settings, clock, journal)


def test_a_root_that_was_put_there_by_hand_shuts_the_gate(
    settings: Settings, journal: Journal
) -> None:
    assert settings.config is not None
    (settings.config / "vertrouwensanker.json").write_bytes(NEW.root)
    (settings.config / "privacykader.besluit.json").write_bytes(NEW.approve(FRAMEWORK))
    with pytest.raises(PrivacyError, match=r"kader\.anker_vervangen"):
        open_gate(settings, clock, journal)


def test_a_bundle_of_a_damaged_log_is_not_made(settings: Settings, journal: Journal) -> None:
    journal.record(soort="stop", bevel_sha256="a" * 64, tot_en_met_versie=1)
    settings.journal.write_bytes(settings.journal.read_bytes()[5:])
    with pytest.raises(PrivacyError, match="logboek"):
        bundle_of(settings, LOG_KEY, NOW)


def test_a_key_has_one_form_everywhere() -> None:
    assert signer_of(LOG_KEY).public_key.keyid in KEYS
