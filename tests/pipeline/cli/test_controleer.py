"""A council member with a bundle, a public key and nothing else."""

from __future__ import annotations

import random
import zipfile
from typing import TYPE_CHECKING

import pytest
import typer

from pipeline.bundle_files import MAX_BYTES, read_bundle, write_bundle
from pipeline.cli import controleer
from pipeline.cli.logboek import logboek_app
from privacy.errors import Permanent, PrivacyError
from privacy.framework.schema import EXAMPLE_MARK
from privacy.log.bundle import check_bundle
from tests.pipeline.cli.typing_at import typed
from tests.privacy.log.conftest import log_of
from tests.privacy.log.test_bundle import KEYS, LOG, LOG_KEY, bundle, checkpoint

if TYPE_CHECKING:
    from pathlib import Path

PUBLIC = LOG_KEY.public_key().public_bytes_raw().hex()
app = typer.Typer()
app.add_typer(logboek_app, name="logboek")
controleer.register(app)


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    path = tmp_path / "bundel.zip"
    write_bundle(path, bundle())
    return path


def test_a_whole_bundle_tells_under_which_decision_each_task_ran(packed: Path) -> None:
    said = typed(app, "controleer", packed, "--publiek", PUBLIC)
    assert said.startswith(EXAMPLE_MARK)
    assert (
        "Regel 1: inlezen op 24 november 2026, voltooid, onder besluit VOORBEELD-2026-001" in said
    )
    assert "Er is niets gevonden dat niet mocht." in said


def test_a_kept_checkpoint_of_the_same_log_agrees(packed: Path, tmp_path: Path) -> None:
    kept = tmp_path / "punt.json"
    kept.write_bytes(checkpoint(log_of(LOG[:2])))
    assert "niets gevonden" in typed(
        app, "controleer", packed, "--publiek", PUBLIC, "--bewaard", kept
    )


def test_a_kept_checkpoint_of_another_log_shows_the_fraud(packed: Path, tmp_path: Path) -> None:
    kept = tmp_path / "punt.json"
    kept.write_bytes(checkpoint(log_of([LOG[0], LOG[0]])))
    with pytest.raises(PrivacyError, match=r"logboek\.herschreven"):
        typed(app, "controleer", packed, "--publiek", PUBLIC, "--bewaard", kept)


def test_a_task_that_broke_the_framework_is_named_and_the_exit_code_says_so(
    tmp_path: Path,
) -> None:
    path = tmp_path / "bundel.zip"
    write_bundle(path, bundle([LOG[0], LOG[1] | {"model_sha256": ("0" * 64,)}, *LOG[2:]]))
    with pytest.raises(PrivacyError, match=r"logboek\.bevinding.* 1 bevinding"):
        typed(app, "controleer", path, "--publiek", PUBLIC)


def test_a_bundle_without_a_decision_says_so() -> None:
    files = bundle([LOG[1] | {"kader_sha256": "0" * 64}, LOG[0], LOG[2], LOG[3]])
    checked = check_bundle(files, KEYS, None)
    lines = controleer.report(checked)
    assert any("onder besluit geen besluit gevonden" in line for line in lines)
    assert lines[-1].startswith("BEVINDING regel 0 [logboek.kader_niet_actief]")


def test_a_folder_is_packed_into_the_same_bytes_each_time(tmp_path: Path) -> None:
    folder = tmp_path / "map"
    for name, data in bundle().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    for name in ("een.zip", "twee.zip"):
        write_bundle(tmp_path / name, read_bundle(folder))
    assert (tmp_path / "een.zip").read_bytes() == (tmp_path / "twee.zip").read_bytes()
    assert read_bundle(tmp_path / "een.zip") == read_bundle(folder) == bundle()


def test_what_is_no_bundle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bundel.zip"
    path.write_bytes(b"PK geen zip")
    for missing_or_broken in (path, tmp_path / "weg.zip"):
        with pytest.raises(Permanent, match=r"bundel\.lezen"):
            read_bundle(missing_or_broken)


def test_a_bundle_that_unpacks_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bom.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("logboek.jsonl", "w") as file,
    ):
        for _ in range(MAX_BYTES // 2**20 + 1):
            file.write(bytes(2**20))
    assert path.stat().st_size < 2**20
    with pytest.raises(Permanent, match=r"bundel\.omvang"):
        read_bundle(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_bundle_with_a_file_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dubbel.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for _ in range(2):
            archive.writestr("logboek.jsonl", b"")
    with pytest.raises(Permanent, match=r"bundel\.dubbel"):
        read_bundle(path)


def test_a_bundle_packed_in_a_strange_way_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vreemd.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("logboek.jsonl", b"")
    with pytest.raises(Permanent, match=r"bundel\.lezen"):
        read_bundle(path)


def test_damaged_bundles_are_never_end_in_a_traceback(packed: Path) -> None:
    rng, whole, refusals = random.Random(6), packed.read_bytes(), 0
    for _ in range(500):
        damaged = bytearray(whole)
        for _ in range(rng.randint(1, 3)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        packed.write_bytes(damaged)
        try:
            read_bundle(packed)
        except Permanent:
            refusals += 1
    assert refusals > 250
