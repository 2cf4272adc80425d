from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.dags.conftest import ROOT
from tests.e2e.test_cli import commands

if TYPE_CHECKING:
    from pathlib import Path

RUNBOOKS = sorted((ROOT / "docs" / "runbooks").glob("*.md"))
PYTHON = "\n".join(
    file.read_text()
    for folder in ("privacy", "models", "pipeline")
    for file in (ROOT / folder).rglob("*.py")
)
RULE = r"`((?:bron|kader|meer|model|schijf)[._][a-z_]+)`"


def shown(runbook: Path) -> list[str]:
    """Return the commands of ours that the runbook shows."""
    text = re.sub(r"\s+", " ", runbook.read_text().replace("\n       ", "` `"))
    return re.findall(r"`(?:[A-Z_]+=\S+ )?stadspols ([a-z][^`#]*)", text)


def test_there_is_a_runbook_for_each_thing_that_goes_wrong() -> None:
    index = (ROOT / "docs" / "runbooks" / "README.md").read_text()
    named = set(re.findall(r"\]\(([a-z-]+\.md)\)", index))
    assert named == {runbook.name for runbook in RUNBOOKS} - {"README.md"}
    assert len(named) == 8


@pytest.mark.parametrize("runbook", RUNBOOKS, ids=lambda runbook: runbook.stem)
def test_a_runbook_names_rules_that_exist(runbook: Path) -> None:
    for rule in re.findall(RULE, runbook.read_text()):
        assert f'"{rule}"' in PYTHON, rule


@pytest.mark.parametrize("runbook", RUNBOOKS, ids=lambda runbook: runbook.stem)
def test_a_runbook_shows_commands_that_exist(runbook: Path) -> None:
    known = commands()
    for command in shown(runbook):
        [name] = [name for name in known if f"{command} ".startswith(f"{name} ")] or [command]
        assert name in known
        options = {option for each in known[name].params for option in each.opts}
        assert set(re.findall(r"--[a-z-]+", command)) <= options
