from __future__ import annotations

import hashlib
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from privacy.detect.lexicon import load_weights, locked_bytes
from privacy.errors import PrivacyError

if TYPE_CHECKING:
    from pathlib import Path

    from privacy.detect.lexicon import Lexicon


def test_the_lists_hold_names_of_many_origins(lexicon: Lexicon) -> None:
    for name in ("jan", "fatima", "kwame", "delano", "agnieszka", "mehmet", "priyanka"):
        assert lexicon.first_names[name] >= 1
    assert lexicon.surnames["bakker"] == 3
    assert "straat" in lexicon.words
    assert "evenaar" in lexicon.streets
    assert "albert heijn" in lexicon.others
    assert lexicon.towns >= {"bergen", "ootmarsum"}
    assert "ootmarsum" in lexicon.others
    assert "bergen" not in lexicon.others


def test_weights_are_log_odds() -> None:
    weights = load_weights()
    assert "b" in weights
    assert max(map(abs, weights.values())) < 50


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = tmp_path / "lockedpackage"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "list.gz").write_bytes(b"data")
    digest = hashlib.sha256(b"data").hexdigest()
    (package / "digests.txt").write_text(f"{digest} list.gz\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    import_module("lockedpackage")
    monkeypatch.delitem(sys.modules, "lockedpackage")
    return package


def test_a_locked_file_is_read(folder: Path) -> None:
    assert folder.name == "lockedpackage"
    assert locked_bytes("list.gz", "lockedpackage") == b"data"


def test_a_changed_file_is_refused(folder: Path) -> None:
    (folder / "list.gz").write_bytes(b"dato")
    with pytest.raises(PrivacyError, match=r"detect\.data\.digest"):
        locked_bytes("list.gz", "lockedpackage")


@pytest.mark.parametrize("name", ["list.gz", "digests.txt"])
def test_a_missing_file_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(PrivacyError, match=r"detect\.data\.missing"):
        locked_bytes("list.gz", "lockedpackage")
