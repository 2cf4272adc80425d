"""docs/bronnen.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.settings import PACKAGED_CONFIG
from pipeline.sources.config import (
    BlueskySpec,
    ExampleSpec,
    FeedSpec,
    FieldMap,
    FileSpec,
    MastodonSpec,
    load_sources,
)
from pipeline.sources.protocol import Reason
from privacy.framework.document import parse_framework

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
    kinds = (FieldMap, FileSpec, ExampleSpec, BlueskySpec, MastodonSpec, FeedSpec)
    settings = {name for kind in kinds for name in kind.model_fields}
    assert settings <= named


def examples(document: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", document, re.DOTALL)


def test_every_example_of_a_source_is_a_valid_file(document: str, tmp_path: Path) -> None:
    path, found = tmp_path / "bronnen.yaml", set()
    for example in examples(document):
        if example.startswith("bronnen:"):
            path.write_text(example, encoding="utf-8")
            found |= set(load_sources(path).bronnen)
    assert found == {"forumexport", "bluesky", "mastodon", "nieuws"}


def test_the_example_of_a_permission_is_a_valid_part_of_a_framework(document: str) -> None:
    [permission] = [each for each in examples(document) if each.startswith("  - id:")]
    packaged = (PACKAGED_CONFIG / "privacykader.yaml").read_text(encoding="utf-8")
    text = packaged.replace("\n# Per signaal", f"\n{permission}\n# Per signaal", 1)
    text = text.replace("bronnen: [voorbeeld, bestand]", "bronnen: [voorbeeld, bestand, bluesky]")
    assert "bluesky" in {source.id for source in parse_framework(text.encode()).bronnen}
