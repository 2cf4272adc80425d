from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import TYPE_CHECKING

from privacy.framework import manual
from privacy.framework.direction import DIRECTIONS
from privacy.framework.manual import field_table

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[3]
MANUAL = (ROOT / "docs" / "kader.md").read_text()
SOURCES = [
    *(ROOT / "privacy" / "framework").glob("*.py"),
    *(ROOT / "privacy" / "log").glob("*.py"),
    *(ROOT / "pipeline" / "cli").glob("[cklps]*.py"),
]
RULE = r"(?:kader|logboek|sleutel)\.[a-z_0-9]+"


def test_the_manual_holds_the_table_of_fields() -> None:
    assert field_table() in MANUAL, "python -m privacy.framework.manual prints the table"


def test_the_module_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(manual.__file__, run_name="__main__")
    assert capsys.readouterr().out == field_table()


def test_the_table_names_every_field() -> None:
    rows = re.findall(r"^\| `([^`]+)` \|", field_table(), re.MULTILINE)
    assert sorted(rows) == sorted(DIRECTIONS)


def test_every_refusal_is_in_the_manual_with_what_to_do_and_no_other() -> None:
    raised = {rule for source in SOURCES for rule in re.findall(rf'"({RULE})"', source.read_text())}
    described = set(re.findall(rf"`({RULE})`", MANUAL.split("## Weigeringen")[1]))
    assert described - raised == {"kader.bestand"}
    assert raised - {"logboek.jsonl"} <= described, "that one is the name of a file"


def test_the_ceremony_in_the_manual_uses_commands_that_exist() -> None:
    shown = set(re.findall(r"stadspols (kader|sleutel|logboek) ([a-z]+)", MANUAL))
    defined = {
        (group, name)
        for group in ("kader", "sleutel", "logboek")
        for name in re.findall(
            rf"@{group}_app\.command\([^@]*?\)\ndef ([a-z]+)\(",
            (ROOT / "pipeline" / "cli" / f"{group}.py").read_text(),
            re.DOTALL,
        )
    }
    assert len(shown) > 8
    assert shown <= defined
