from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from models.load import load_classifier, load_name_finder
from models.measured import require
from pipeline.durable import DRAFT
from pipeline.framework_files import activate, load_framework, open_gate
from pipeline.journal import Journal
from pipeline.settings import Settings
from privacy.errors import PrivacyError
from privacy.framework.approval import digest
from privacy.framework.ceremony import Nominee, draft_successor, propose, sign, trust_root
from privacy.framework.trust import Signatory
from tests.fakes import NOW, example_bytes

if TYPE_CHECKING:
    from pathlib import Path


def settings(tmp_path: Path, config: Path | None = None) -> Settings:
    return Settings(config=config, data=tmp_path / "data", keys=tmp_path / "keys")


def test_the_example_is_signed_on_the_first_run_and_kept(tmp_path: Path) -> None:
    first = load_framework(settings(tmp_path), NOW)
    again = load_framework(settings(tmp_path), NOW + timedelta(days=100))
    assert first.framework.is_example
    assert (first.sha256, first.approval_sha256) == (again.sha256, again.approval_sha256)


def test_a_lapsed_example_is_made_anew(tmp_path: Path) -> None:
    load_framework(settings(tmp_path), NOW)
    later = NOW + timedelta(days=500)
    assert load_framework(settings(tmp_path), later).framework.geldig_van == later.date()


def test_an_example_that_was_left_half_is_made_anew(tmp_path: Path) -> None:
    there = settings(tmp_path)
    half = there.data / f".voorbeeldkader{DRAFT}"
    half.mkdir(parents=True)
    (half / "privacykader.yaml").touch()
    assert load_framework(there, NOW).framework.is_example
    assert not half.exists()


def test_a_lapsed_example_is_made_anew_by_one_of_many(tmp_path: Path) -> None:
    later = NOW + timedelta(days=500)
    for attempt in range(10):
        there = settings(tmp_path / str(attempt))
        load_framework(there, NOW)
        with ThreadPoolExecutor(8) as many:
            found = {each.sha256 for each in many.map(load_framework, [there] * 8, [later] * 8)}
        assert len(found) == 1
        assert {path.name for path in there.data.iterdir()} == {
            "voorbeeldkader",
            "voorbeeldkader.slot",
        }


def test_the_example_permits_the_packaged_models(tmp_path: Path) -> None:
    approved = load_framework(settings(tmp_path), NOW)
    model, names = load_classifier(), load_name_finder()
    listed = approved.algorithm(model.id, model.sha256, "signalen")
    assert listed.taak == "signalen"
    require(model.measured, listed.minimum)
    assert approved.algorithm(names.id, names.sha256, "persoonsgegevens").id == names.id


def test_no_private_key_is_written(tmp_path: Path) -> None:
    load_framework(settings(tmp_path), NOW)
    names = {path.name for path in (tmp_path / "data").rglob("*") if path.is_file()}
    papers = {"privacykader.yaml", "privacykader.besluit.json", "vertrouwensanker.json"}
    assert names == papers | {"voorbeeldkader.slot"}
    for path in (tmp_path / "data").rglob("*.json"):
        assert b"PRIVATE" not in path.read_bytes().upper()


@pytest.fixture
def council(tmp_path: Path) -> Path:
    """Return a configuration folder of its own, properly signed."""
    load_framework(settings(tmp_path / "maker"), NOW)
    return (tmp_path / "maker" / "data" / "voorbeeldkader").rename(tmp_path / "config")


def test_a_configured_folder_is_used(tmp_path: Path, council: Path) -> None:
    assert load_framework(settings(tmp_path, council), NOW).framework.kader_versie == 1


@pytest.mark.parametrize(
    "name", ["privacykader.yaml", "privacykader.besluit.json", "vertrouwensanker.json"]
)
def test_without_one_of_the_three_files_nothing_runs(
    tmp_path: Path, council: Path, name: str
) -> None:
    (council / name).unlink()
    with pytest.raises(PrivacyError, match=name):
        load_framework(settings(tmp_path, council), NOW)


@pytest.mark.parametrize("name", ["eerder/1.besluit.json", "stop-1.json"])
def test_a_paper_that_goes_while_it_is_read_shuts_the_gate(
    tmp_path: Path, council: Path, name: str
) -> None:
    (council / "eerder").mkdir()
    (council / "eerder" / "1.yaml").touch()
    (council / "eerder" / "1.besluit.json").touch()
    (council / name).unlink(missing_ok=True)
    (council / name).symlink_to("nothing")
    with pytest.raises(PrivacyError, match=r"kader\.bestand"):
        load_framework(settings(tmp_path, council), NOW)


def test_an_edited_framework_does_not_run(tmp_path: Path, council: Path) -> None:
    file = council / "privacykader.yaml"
    file.write_bytes(file.read_bytes().replace(b"k: 10 ", b"k: 5  "))
    with pytest.raises(PrivacyError, match=r"kader\.ander_kader"):
        load_framework(settings(tmp_path, council), NOW)


def test_a_configured_framework_that_lapsed_is_never_renewed(tmp_path: Path, council: Path) -> None:
    with pytest.raises(PrivacyError, match=r"kader\.verlopen"):
        load_framework(settings(tmp_path, council), datetime(2028, 1, 1, tzinfo=UTC))


def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "logboek.jsonl", lambda: NOW)


def test_any_file_that_may_be_a_stop_order_shuts_the_gate(tmp_path: Path, council: Path) -> None:
    open_gate(settings(tmp_path, council), lambda: NOW, journal(tmp_path))
    (council / "stop.json").write_bytes(b"{}")
    with pytest.raises(PrivacyError):
        open_gate(settings(tmp_path, council), lambda: NOW, journal(tmp_path))
    with pytest.raises(PrivacyError):
        load_framework(settings(tmp_path, council), NOW)


def test_a_new_version_is_put_in_force_and_the_old_one_kept(tmp_path: Path) -> None:
    keys = [Ed25519PrivateKey.generate() for _ in range(3)]
    nominees = tuple(
        Nominee(role, f"VOORBEELD {role}", role, key.public_key().public_bytes_raw())
        for role, key in zip(
            (Signatory.GRIFFIER, Signatory.PRESIDIUM, Signatory.FG), keys, strict=True
        )
    )
    first = example_bytes()
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "privacykader.yaml").write_bytes(first)
    (folder / "privacykader.besluit.json").write_bytes(signed(first, keys))
    (folder / "vertrouwensanker.json").write_bytes(trust_root(nominees, version=1, example=True))
    open_gate(settings(tmp_path, folder), lambda: NOW, journal(tmp_path))

    narrower = draft_successor(first).replace(b"k: 10 ", b"k: 12 ")
    by_the_fg_alone = sign(propose(narrower), keys[2])
    approved = activate(
        folder, narrower, by_the_fg_alone, clock=lambda: NOW, journal=journal(tmp_path)
    )
    assert approved.framework.kader_versie == 2
    assert (folder / "eerder" / "1.yaml").read_bytes() == first
    gate = open_gate(settings(tmp_path, folder), lambda: NOW, journal(tmp_path))
    assert gate.approved.framework.vrijgave.intern.k == 12

    wider = draft_successor(narrower).replace(b"k: 12 ", b"k: 9  ")
    with pytest.raises(PrivacyError, match=r"kader\.verruimd"):
        activate(
            folder,
            wider,
            sign(propose(wider), keys[2]),
            clock=lambda: NOW,
            journal=journal(tmp_path),
        )
    activate(folder, wider, signed(wider, keys), clock=lambda: NOW, journal=journal(tmp_path))
    assert (
        open_gate(settings(tmp_path, folder), lambda: NOW, journal(tmp_path)).approved.widened_at
        == 3
    )

    (folder / "privacykader.yaml").write_bytes(narrower)
    (folder / "privacykader.besluit.json").write_bytes(by_the_fg_alone)
    with pytest.raises(PrivacyError):
        open_gate(settings(tmp_path, folder), lambda: NOW, journal(tmp_path))


def signed(framework: bytes, keys: list[Ed25519PrivateKey]) -> bytes:
    approval = propose(framework)
    for key in keys:
        approval = sign(approval, key)
    return approval


def test_an_older_framework_of_a_council_is_refused(tmp_path: Path, council: Path) -> None:
    journal(tmp_path).record(
        soort="kader",
        kader_versie=2,
        verruimd_bij=2,
        kader_sha256="1" * 64,
        besluit_sha256="1" * 64,
        anker_sha256=digest((council / "vertrouwensanker.json").read_bytes()),
        raadsbesluit_id="RB-2026-001",
    )
    with pytest.raises(PrivacyError, match=r"kader\.teruggedraaid"):
        open_gate(settings(tmp_path, council), lambda: NOW, journal(tmp_path))


def test_a_clock_that_was_set_back_is_noticed(tmp_path: Path, council: Path) -> None:
    open_gate(settings(tmp_path, council), lambda: NOW, journal(tmp_path))
    with pytest.raises(PrivacyError, match=r"kader\.klok_teruggezet"):
        open_gate(
            settings(tmp_path, council), lambda: NOW - timedelta(seconds=1), journal(tmp_path)
        )


def test_examples_do_not_follow_upon_one_another(tmp_path: Path) -> None:
    for moment in (NOW, NOW + timedelta(days=500)):
        log = Journal(tmp_path / "logboek.jsonl", lambda moment=moment: moment)  # type: ignore[misc]
        open_gate(settings(tmp_path), lambda moment=moment: moment, log)  # type: ignore[misc]
