from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from pipeline.settings import PACKAGED_CONFIG, Settings, settings_table

ROOT = Path(__file__).parent.parent.parent


def test_every_setting_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STADSPOLS_DATA", str(tmp_path / "d"))
    monkeypatch.setenv("STADSPOLS_KEYS", str(tmp_path / "k"))
    monkeypatch.setenv("STADSPOLS_CONFIG", str(tmp_path / "c"))
    settings = Settings()
    assert settings.lake.is_relative_to(tmp_path / "d")
    assert settings.released.is_relative_to(tmp_path / "d")
    assert settings.catalogue.is_relative_to(tmp_path / "k")
    assert settings.config_folder == tmp_path / "c"


def test_the_defaults_are_the_example_and_folders_beside_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"STADSPOLS_{name.upper()}", raising=False)
    settings = Settings()
    assert settings.config_folder == PACKAGED_CONFIG
    assert not settings.keys.is_relative_to(settings.data)


def test_a_wrong_value_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STADSPOLS_THREADS", "many")
    with pytest.raises(ValidationError):
        Settings()


def test_the_documented_table_is_the_real_one() -> None:
    assert settings_table() in (ROOT / "docs" / "settings.md").read_text()
