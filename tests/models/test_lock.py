from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from models.load import PACKAGED_DIR, load_classifier
from models.lock import LOCK_NAME, verify_lock, write_lock
from models.measured import MEASURED_NAME
from privacy.errors import PrivacyError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def model_dir(tmp_path: Path) -> Path:
    copy = tmp_path / "model"
    shutil.copytree(PACKAGED_DIR, copy)
    return copy


def locked_names() -> list[str]:
    return sorted(verify_lock(PACKAGED_DIR).files)


@pytest.mark.parametrize("name", locked_names())
@pytest.mark.parametrize("place", [0, -1])
def test_one_flipped_byte_in_a_locked_file_stops_loading(
    model_dir: Path, name: str, place: int
) -> None:
    content = bytearray((model_dir / name).read_bytes())
    content[place] ^= 1
    (model_dir / name).write_bytes(content)
    with pytest.raises(PrivacyError, match=f"model.digest.*{name}") as caught:
        load_classifier(model_dir)
    assert caught.value.rule == "model.digest"


@pytest.mark.parametrize("name", locked_names())
def test_a_missing_file_stops_loading(model_dir: Path, name: str) -> None:
    (model_dir / name).unlink()
    with pytest.raises(PrivacyError, match=f"{name} ontbreekt"):
        load_classifier(model_dir)


def test_a_missing_lock_stops_loading(model_dir: Path) -> None:
    (model_dir / LOCK_NAME).unlink()
    with pytest.raises(PrivacyError, match=r"geen lock\.json"):
        load_classifier(model_dir)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"id": "a", "kind": "linear", "files": []}', "\udcff", '{"files": {"a": 1}}'],
)
def test_an_unreadable_lock_stops_loading(model_dir: Path, content: str) -> None:
    (model_dir / LOCK_NAME).write_text(content, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(PrivacyError, match="is onleesbaar"):
        load_classifier(model_dir)


@pytest.mark.parametrize("name", ["../weights.npz", "a/b", "..", "a\\b"])
def test_a_lock_cannot_name_a_file_outside_its_folder(model_dir: Path, name: str) -> None:
    lock = json.loads((model_dir / LOCK_NAME).read_bytes())
    lock["files"][name] = "0" * 64
    (model_dir / LOCK_NAME).write_text(json.dumps(lock))
    with pytest.raises(PrivacyError, match="elders"):
        load_classifier(model_dir)


def test_figures_that_are_not_locked_are_not_believed(model_dir: Path) -> None:
    lock = verify_lock(PACKAGED_DIR)
    rest = [name for name in locked_names() if name != MEASURED_NAME]
    write_lock(model_dir, model_id=lock.id, kind=lock.kind, names=rest)
    assert load_classifier(model_dir).measured is None


def test_a_lock_that_leaves_out_a_needed_file_stops_loading(model_dir: Path) -> None:
    names = locked_names()
    for left_out in sorted(set(names) - {MEASURED_NAME}):
        lock = verify_lock(PACKAGED_DIR)
        rest = [name for name in names if name != left_out]
        write_lock(model_dir, model_id=lock.id, kind=lock.kind, names=rest)
        with pytest.raises(PrivacyError, match=f"{left_out} staat niet in het slot"):
            load_classifier(model_dir)


def test_an_unknown_kind_of_model_stops_loading(model_dir: Path) -> None:
    write_lock(model_dir, model_id="x-1", kind="pickle", names=locked_names())
    with pytest.raises(PrivacyError, match="onbekende soort"):
        load_classifier(model_dir)


def test_identity_is_the_digest_of_the_lock_and_changes_with_a_weight(model_dir: Path) -> None:
    before = load_classifier(model_dir).sha256
    content = bytearray((model_dir / "decision.json").read_bytes())
    (model_dir / "decision.json").write_bytes(content + b"\n")
    after = write_lock(model_dir, model_id="x-2", kind="linear", names=locked_names()).sha256
    assert len(before) == 64
    assert before != after
