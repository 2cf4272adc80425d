"""Who may make what: found in the syntax tree, so that no untyped caller gets round it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
CODE = [
    path
    for folder in ("privacy", "models", "pipeline", "dags")
    for path in (ROOT / folder).rglob("*.py")
]

ONLY_IN = {
    "PseudonymisedText": {"privacy/pseudonymise.py"},
    "AuthorPseudonym": {"privacy/pseudonymise.py"},
    "PostKey": {"privacy/pseudonymise.py"},
    "Fingerprint": {"privacy/pseudonymise.py"},
    "PseudonymisedPost": {"privacy/pseudonymise.py"},
    "ClassifiedPost": {"pipeline/ingest.py"},
    "RawPost": {"pipeline/sources/example.py", "pipeline/sources/record.py"},
}
"""Calls of these names stand in these modules and nowhere else."""

MAY_IMPORT = {
    "privacy.raw": ("pipeline/sources/", "pipeline/ingest.py", "privacy/pseudonymise.py"),
    "duckdb": (
        "pipeline/lake/connection.py",
        "pipeline/lake/layout.py",  # the type of a connection
        "pipeline/release.py",
        "pipeline/released_file.py",
        "pipeline/surges/kept.py",
        "pipeline/read.py",
        "pipeline/disk.py",  # the names of its errors
    ),
}
"""Imports of these modules stand in these places only (type-checking imports included)."""


def calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    found = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {f.id for f in found if isinstance(f, ast.Name)}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("name", ONLY_IN)
def test_a_record_of_the_path_is_made_in_its_own_module(name: str) -> None:
    places = {str(path.relative_to(ROOT)) for path in CODE if name in calls(path)}
    assert places == ONLY_IN[name]


@pytest.mark.parametrize("module", MAY_IMPORT)
def test_a_guarded_module_is_imported_in_its_own_place(module: str) -> None:
    places = {str(path.relative_to(ROOT)) for path in CODE if module in imports(path)}
    assert places
    assert {place for place in places if not place.startswith(MAY_IMPORT[module])} == set()


def test_no_code_is_hidden_from_these_tests() -> None:
    assert len(CODE) > 40
    assert not [path for path in CODE if {"exec", "eval", "__import__"} & calls(path)]
