"""Replacing who may sign, as people type it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.cli.app import app
from pipeline.framework_files import read_papers
from privacy.errors import Permanent, PrivacyError
from tests.fakes import example_bytes, signed_example
from tests.pipeline.cli.typing_at import typed
from tests.privacy.framework.council import Council

if TYPE_CHECKING:
    from pathlib import Path

PASSPHRASE = "vier losse woorden hier\n"
ROLES = ("griffier", "presidium", "fg")


def root(folder: Path, version: int) -> Path:
    """Return a new trust root of three new persons, whose keys lie beside it."""
    options: list[str] = []
    for role in ROLES:
        answer = typed(app, "sleutel", "nieuw", folder / f"{role}{version}", answers=PASSPHRASE)
        options += ["-p", f"{role}:Persoon {role}{version}:{answer.rsplit(': ', 1)[1].strip()}"]
    path = folder / f"anker{version}.json"
    typed(app, "sleutel", "anker", path, "--voorbeeld", "--versie", version, *options)
    return path


def test_who_may_sign_changes_by_the_signatures_of_old_and_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, first, second = tmp_path / "config", root(tmp_path, 1), root(tmp_path, 2)
    framework = signed_example(config, example_bytes()) / "privacykader.yaml"
    (config / "vertrouwensanker.json").write_bytes(first.read_bytes())
    approval, proposal = tmp_path / "besluit.json", tmp_path / "wissel.json"
    typed(app, "anker", "voorstel", second, proposal)
    typed(app, "kader", "voorstel", framework, approval)
    for version in (1, 2):
        for role in ROLES:
            key = ["--sleutel", tmp_path / f"{role}{version}", "--ja"]
            said = typed(app, "anker", "onderteken", second, proposal, *key, answers=PASSPHRASE)
            assert "Persoon griffier2" in said
            if version == 2:
                typed(app, "kader", "onderteken", framework, approval, *key, answers=PASSPHRASE)
    with pytest.raises(Permanent, match="STADSPOLS_CONFIG"):
        typed(app, "anker", "wissel", second, proposal, approval, "--ja")
    monkeypatch.setenv("STADSPOLS_CONFIG", str(config))
    monkeypatch.setenv("STADSPOLS_DATA", str(tmp_path / "data"))
    with pytest.raises(PrivacyError):
        typed(app, "anker", "wissel", first, proposal, approval, "--ja")
    typed(app, "anker", "wissel", second, proposal, approval, "--ja")
    assert read_papers(config).trust_root == second.read_bytes()


def test_a_proposal_for_another_root_is_not_signed(tmp_path: Path) -> None:
    path, other = tmp_path / "een.json", tmp_path / "twee.json"
    path.write_bytes(Council().root)
    other.write_bytes(Council().root)
    proposal = tmp_path / "wissel.json"
    typed(app, "anker", "voorstel", path, proposal)
    with pytest.raises(PrivacyError, match=r"kader\.anker_ander"):
        typed(app, "anker", "onderteken", other, proposal, "--sleutel", "x", "--ja")
