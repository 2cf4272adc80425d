"""The JSON Schema of the framework, for editors: Dutch help at each field while typing.

`python -m privacy.framework.published > config/privacykader.schema.json` renews the file; a test
finds a difference. The schema helps an author; what counts is `privacy.framework.document`.
"""

from __future__ import annotations

import json
import sys
from typing import Any, Final

from privacy.framework.schema import Framework

_HEAD: Final = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Privacykader",
    "description": "Wat de raad Stadspols toestaat. Elk veld is verplicht; uitleg: docs/kader.md.",
}


def json_schema() -> bytes:
    """Return the JSON Schema (draft 2020-12) as UTF-8, ending in a line break."""
    schema = Framework.model_json_schema()
    for definition in schema["$defs"].values():
        definition.pop("description", None)  # the docstring of a type is for programmers
    return (
        json.dumps(_HEAD | _untitled(schema) | _HEAD, ensure_ascii=False, indent=2).encode() + b"\n"
    )


def _untitled(node: Any) -> Any:  # noqa: ANN401 - the shape of JSON
    """Return `node` without the titles that pydantic makes of the names of fields."""
    if isinstance(node, dict):
        return {key: _untitled(value) for key, value in node.items() if key != "title"}
    return [_untitled(part) for part in node] if isinstance(node, list) else node


if __name__ == "__main__":
    sys.stdout.write(json_schema().decode())
