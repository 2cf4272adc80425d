from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from models.load import load_classifier
from pipeline.framework_files import load_framework
from pipeline.settings import Settings
from privacy.errors import PrivacyError
from tests.fakes import NOW

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


def test_the_example_permits_the_packaged_model(tmp_path: Path) -> None:
    approved, model = load_framework(settings(tmp_path), NOW), load_classifier()
    assert approved.algorithm(model.id, model.sha256).taak == "signalen"


def test_no_private_key_is_written(tmp_path: Path) -> None:
    load_framework(settings(tmp_path), NOW)
    names = {path.name for path in (tmp_path / "data").rglob("*") if path.is_file()}
    assert names == {"privacykader.yaml", "privacykader.besluit.json", "vertrouwensanker.json"}
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


def test_an_edited_framework_does_not_run(tmp_path: Path, council: Path) -> None:
    file = council / "privacykader.yaml"
    file.write_bytes(file.read_bytes().replace(b"k: 10 ", b"k: 5  "))
    with pytest.raises(PrivacyError, match=r"kader\.ander_kader"):
        load_framework(settings(tmp_path, council), NOW)


def test_a_configured_framework_that_lapsed_is_never_renewed(tmp_path: Path, council: Path) -> None:
    with pytest.raises(PrivacyError, match=r"kader\.verlopen"):
        load_framework(settings(tmp_path, council), datetime(2028, 1, 1, tzinfo=UTC))
