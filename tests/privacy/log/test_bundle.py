from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from privacy.errors import PrivacyError
from privacy.framework.approval import digest
from privacy.framework.ceremony import sign
from privacy.framework.document import parse_framework
from privacy.framework.rotation import propose_root
from privacy.framework.trust import Signatory
from privacy.log.bundle import CheckedBundle, check_bundle
from privacy.log.checkpoint import Checkpoint, log_key, propose_checkpoint, read_checkpoint
from tests.privacy.framework.council import FRAMEWORK, THREE, Council, next_version
from tests.privacy.log.conftest import FIELDS, START, log_of

LOG_KEY = Ed25519PrivateKey.generate()
KEYS = {key.keyid: key for key in [log_key(LOG_KEY.public_key().public_bytes_raw())]}
OLD, NEW = Council(), Council(version=2)
SECOND = next_version(FRAMEWORK, ("k: 10 ", "k: 12 "))
APPROVED, NARROWED = OLD.approve(FRAMEWORK), OLD.approve(SECOND, Signatory.FG)
LISTED = parse_framework(FRAMEWORK).algoritmen[0].sha256


def activation(framework: bytes, approval: bytes, version: int) -> dict[str, Any]:
    return {
        "soort": "kader", "kader_versie": version, "verruimd_bij": 1,
        "kader_sha256": digest(framework), "besluit_sha256": digest(approval),
        "anker_sha256": digest(OLD.root), "raadsbesluit_id": "VOORBEELD-2026-001",
    }  # fmt: skip


ROTATION = {"soort": "anker", "anker_versie": 2, "anker_sha256": digest(NEW.root)}
LOG = [
    activation(FRAMEWORK, APPROVED, 1),
    FIELDS[2] | {"kader_sha256": digest(FRAMEWORK), "model_sha256": (LISTED,)},
    activation(SECOND, NARROWED, 2),
    ROTATION,
]


def checkpoint(log: bytes, code: str = "GM0034") -> bytes:
    return sign(propose_checkpoint(log, code, START + timedelta(days=1)), LOG_KEY)


def bundle(log: list[dict[str, Any]] = LOG) -> dict[str, bytes]:
    rotation = NEW.sign(OLD.sign(propose_root(NEW.root), *THREE), *THREE)
    return {
        "anker/1.json": OLD.root,
        "anker/2.json": NEW.root,
        "anker/2.wissel.json": rotation,
        "kader/1.yaml": FRAMEWORK,
        "kader/1.besluit.json": APPROVED,
        "kader/2.yaml": SECOND,
        "kader/2.besluit.json": NARROWED,
        "logboek.jsonl": log_of(log),
        "controlepunt.json": checkpoint(log_of(log)),
    }


def held(log: list[dict[str, Any]], code: str = "GM0034") -> Checkpoint:
    return read_checkpoint(checkpoint(log_of(log), code), KEYS)


def checked(files: dict[str, bytes], kept: Checkpoint | None = None) -> CheckedBundle:
    return check_bundle(files, KEYS, kept)


def refused(files: dict[str, bytes], kept: Checkpoint | None = None) -> str:
    with pytest.raises(PrivacyError) as caught:
        checked(files, kept)
    return caught.value.rule


def test_a_whole_bundle_shows_the_decision_of_each_run() -> None:
    found = checked(bundle(), held(LOG[:2]))
    assert found.findings == ()
    assert found.root_sha256 == digest(OLD.root)
    assert found.frameworks[digest(FRAMEWORK)].raadsbesluit.id == "VOORBEELD-2026-001"
    assert len(found.records) == 4


@pytest.mark.parametrize("name", sorted(bundle()))
def test_every_file_that_is_changed_or_missing_shows(name: str) -> None:
    changed, missing = bundle(), bundle()
    changed[name] = changed[name][:-20] + b"#" + changed[name][-19:]
    del missing[name]
    assert refused(changed)
    assert refused(missing) == "logboek.bundel"


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        ("logboek.kader_ontbreekt", ("kader/2.yaml", "kader/2.besluit.json")),
        ("logboek.anker", ("anker/2.json", "anker/2.wissel.json")),
    ],
)
def test_a_version_or_root_that_is_left_out_whole_is_found(
    rule: str, names: tuple[str, str]
) -> None:
    files = bundle()
    for name in names:
        del files[name]
    assert [finding.rule for finding in checked(files).findings] == [rule]


def test_a_file_that_does_not_belong_is_refused() -> None:
    for name in ("kader/0.yaml", "../kader/1.yaml", "berichten.parquet"):
        assert refused(bundle() | {name: b""}) == "logboek.bundel"


def test_lines_after_the_checkpoint_are_refused() -> None:
    longer = bundle() | {"logboek.jsonl": log_of([*LOG, FIELDS[5]])}
    assert refused(longer) == "logboek.ongetekend"


def test_a_log_that_is_not_the_one_the_reader_knew_is_refused() -> None:
    assert refused(bundle(), held([LOG[0], FIELDS[5]])) == "logboek.herschreven"
    assert refused(bundle(), held([*LOG, FIELDS[5]])) == "logboek.afgekapt"
    assert refused(bundle(), held(LOG[:1], "GM0184")) == "logboek.ander_logboek"


def test_a_log_that_names_another_approval_is_found() -> None:
    other = [LOG[0] | {"besluit_sha256": "0" * 64}, *LOG[1:]]
    assert [f.rule for f in checked(bundle(other)).findings] == ["logboek.besluit"]


def test_a_log_that_claims_a_wider_mandate_is_found() -> None:
    claimed = [*LOG[:2], LOG[2] | {"verruimd_bij": 2}, LOG[3]]
    assert [f.rule for f in checked(bundle(claimed)).findings] == ["logboek.besluit"]


def test_a_log_that_names_a_trust_root_outside_the_bundle_is_refused() -> None:
    other = [LOG[0] | {"anker_sha256": "0" * 64}, *LOG[1:]]
    assert refused(bundle(other)) == "logboek.bundel"


def test_a_version_that_was_never_activated_needs_the_newest_root() -> None:
    assert refused(bundle(LOG[:2])) == "kader.ondertekenaar"
    pending = bundle(LOG[:2]) | {"kader/2.besluit.json": NEW.approve(SECOND)}
    assert checked(pending).findings == ()


def test_a_framework_that_nobody_could_allow_is_refused() -> None:
    wider = next_version(FRAMEWORK, ("k: 10 ", "k: 9 "))
    forged = bundle() | {
        "kader/2.yaml": wider,
        "kader/2.besluit.json": OLD.approve(wider, Signatory.FG),
    }
    forged_log = [*LOG[:2], activation(wider, forged["kader/2.besluit.json"], 2)]
    forged |= {
        "logboek.jsonl": log_of(forged_log),
        "controlepunt.json": checkpoint(log_of(forged_log)),
    }
    assert refused(forged) == "kader.verruimd"


@pytest.mark.parametrize("key", [None, b"", b"ab", b"\xff" * 64])
def test_without_a_key_of_its_own_or_of_the_reader_nothing_is_believed(key: bytes | None) -> None:
    files = bundle() if key is None else bundle() | {"logboek.sleutel": key}
    with pytest.raises(PrivacyError, match=r"logboek\.sleutel"):
        check_bundle(files, {}, None)


def test_a_key_in_the_bundle_is_told_by_its_fingerprint_and_must_fit() -> None:
    public = LOG_KEY.public_key().public_bytes_raw()
    files = bundle() | {"logboek.sleutel": public.hex().encode()}
    assert check_bundle(files, {}, None).log_key_ids == (hashlib.sha256(public).hexdigest(),)
    with pytest.raises(PrivacyError, match=r"kader\.ondertekenaar"):
        check_bundle(bundle() | {"logboek.sleutel": b"ab" * 32}, {}, None)
