from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.bundling import bundle_of
from pipeline.framework_files import activate, open_gate, read_papers
from pipeline.journal import Journal
from pipeline.root_files import replace_root
from pipeline.settings import Settings
from privacy.errors import PrivacyError
from privacy.framework.envelope import signer_of
from privacy.framework.rotation import propose_root
from privacy.framework.trust import Signatory
from privacy.log.bundle import check_bundle
from privacy.log.checkpoint import log_key
from tests.fakes import NOW, example_bytes, signed_example
from tests.faults.moments import gone_after
from tests.privacy.framework.council import THREE, Council, next_version

if TYPE_CHECKING:
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
        activate(settings.config, second, OLD.approve(second), NOW)
    activate(settings.config, second, NEW.approve(second, Signatory.FG), NOW)
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
        activate(settings.config, second, decision, NOW)
    if files < 3:
        assert open_gate(settings, clock, journal).approved.framework.kader_versie == 1
    else:
        with pytest.raises(PrivacyError):
            open_gate(settings, clock, journal)
    activate(settings.config, second, decision, NOW)
    assert open_gate(settings, clock, journal).approved.framework.kader_versie == 2
    assert len(read_papers(settings.config).history) == 1
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
