"""Every threat of docs/threat-model.md names tests, and each of them exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
_ROW = re.compile(r"^\| ([A-Z][a-z]?\d+) \| .+ \| .+ \| (.+) \|$", re.MULTILINE)
_NAMED = re.compile(r"`(tests/\S+\.py)::(test_\w+)`")
THREATS = _ROW.findall((ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8"))


def test_threats_have_ids_of_their_own() -> None:
    ids = [name for name, _ in THREATS]
    assert len(ids) > 30
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(("threat", "shown_by"), THREATS)
def test_a_threat_is_shown_by_tests_that_exist(threat: str, shown_by: str) -> None:
    named = _NAMED.findall(shown_by)
    assert named, threat
    assert shown_by == ", ".join(f"`{file}::{name}`" for file, name in named), threat
    for file, name in named:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert name in functions, f"{threat}: {file}::{name}"
