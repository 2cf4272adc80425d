from __future__ import annotations

import json
import runpy
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from privacy.framework import published
from privacy.framework.published import json_schema
from tests.privacy.framework.council import FRAMEWORK, SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = json.loads(json_schema())


def document(**changes: object) -> dict[str, Any]:
    loaded = json.loads(json.dumps(YAML(typ="safe", pure=True).load(FRAMEWORK), default=str))
    assert isinstance(loaded, dict)
    return loaded | changes


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for owner in (schema, *schema["$defs"].values()):
        yield from owner.get("properties", {}).items()


def test_the_published_schema_is_the_schema() -> None:
    published = SHIPPED.with_name("privacykader.schema.json").read_bytes()
    assert published == json_schema(), "python -m privacy.framework.published renews the file"


def test_the_schema_is_a_json_schema_that_accepts_the_framework() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert list(Draft202012Validator(SCHEMA).iter_errors(document())) == []


@pytest.mark.parametrize(
    "changes",
    [{"extra": 1}, {"kader_versie": "1"}, {"talen": []}, {"contact_stop": ["geen adres"]}],
)
def test_the_schema_refuses_what_an_editor_can_see(changes: dict[str, object]) -> None:
    assert list(Draft202012Validator(SCHEMA).iter_errors(document(**changes)))


def test_every_field_has_help_in_dutch_and_no_default() -> None:
    fields = list(properties(SCHEMA))
    assert len(fields) > 60
    for name, field in fields:
        assert field.get("description", "").endswith("."), name
        assert "default" not in field


def test_no_type_brings_its_english_description() -> None:
    assert not any("description" in definition for definition in SCHEMA["$defs"].values())


def test_the_module_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(published.__file__, run_name="__main__")
    assert capsys.readouterr().out.encode() == json_schema()
