"""docs/bronnen.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.sources.config import ExampleSpec, FieldMap, FileSpec, load_sources
from pipeline.sources.protocol import Reason

DOCUMENT = Path(__file__).parents[3] / "docs" / "bronnen.md"


@pytest.fixture(scope="module")
def document() -> str:
    return DOCUMENT.read_text(encoding="utf-8")


def test_every_reason_stands_in_the_table_with_its_sentence(document: str) -> None:
    table = re.findall(r"^\| `(\w+)` \| (De .*?|Een .*?|Het .*?) \|$", document, re.MULTILINE)
    assert table == [(str(reason), reason.explanation) for reason in Reason]


def test_every_field_and_setting_stands_in_a_table(document: str) -> None:
    named = set(
        re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (.*?) \|", document, re.MULTILINE)))
    )
    settings = {*FieldMap.model_fields, *FileSpec.model_fields, *ExampleSpec.model_fields}
    assert settings <= named


def test_the_example_of_a_field_map_is_a_valid_file(document: str, tmp_path: Path) -> None:
    [example] = re.findall(r"```yaml\n(.*?)```", document, re.DOTALL)
    path = tmp_path / "bronnen.yaml"
    path.write_text(example, encoding="utf-8")
    assert set(load_sources(path).bronnen) == {"forumexport"}
