"""Artefacts as files. Those of the packaged example are kept in the repo, where all can read them.

`python -m pipeline.accountability.kept` renews those; a test finds a difference.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml import YAML

from pipeline.accountability import council, impact, measures, processing, publiccode
from pipeline.accountability import register as algorithm_register
from pipeline.accountability.facts import Facts
from pipeline.accountability.resident import sections
from pipeline.framework_files import FRAMEWORK_NAME
from pipeline.settings import PACKAGED_CONFIG
from privacy.framework.approval import digest
from privacy.framework.document import parse_framework
from privacy.framework.schema import EXAMPLE_MARK

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

ROOT: Final = Path(__file__).parent.parent.parent
FOLDER: Final = "docs/verantwoording"

_WIDTH_CHARACTERS: Final = 100


def artefacts(facts: Facts, day: date) -> dict[str, bytes]:
    """Return each artefact by the name of its file, as it stands on `day`."""
    mark = EXAMPLE_MARK if facts.framework.is_example else ""
    return {
        "algoritmeregister.json": as_json(algorithm_register.entries(facts, day)),
        "verwerkingsregister.yaml": as_yaml(processing.entry(facts), mark),
        "dpia-bijlage.yaml": as_yaml(impact.dpia_annex(facts), mark),
        "iama.yaml": as_yaml(impact.iama_answers(facts), mark),
        "maatregelen.yaml": as_yaml(measures_table(), ""),
        "bewoners.md": _residents(facts, mark),
        "raad.md": _council(facts, mark),
    }


def kept_in_the_repo() -> dict[str, bytes]:
    """Return each file that the repo keeps, by its path: of the example, before it ran."""
    example = (PACKAGED_CONFIG / FRAMEWORK_NAME).read_bytes()
    framework = parse_framework(example)
    made = artefacts(Facts(framework, digest(example)), framework.geldig_van)
    kept = {f"{FOLDER}/{name}": content for name, content in made.items()}
    return {**kept, "publiccode.yml": as_yaml(publiccode.description(), "")}


def measures_table() -> dict[str, Any]:
    """Return the measures by URN, as plain values."""
    return {
        measure.urn: {
            "maatregel": measure.title,
            "hoe": measure.how,
            "bewijs": list(measure.evidence),
        }
        for measure in measures.MEASURES
    }


def as_json(document: object) -> bytes:
    """Return `document` as JSON that a person can read."""
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def as_yaml(document: Mapping[str, Any], mark: str) -> bytes:
    """Return `document` as YAML, under the mark of an example if there is one."""
    yaml = YAML()
    yaml.width = _WIDTH_CHARACTERS
    stream = io.BytesIO()
    yaml.dump(json.loads(json.dumps(document)), stream)  # plain words instead of their types
    return (f"# {mark}\n".encode() if mark else b"") + stream.getvalue()


def _residents(facts: Facts, mark: str) -> bytes:
    lines = ["# Uw berichten en de gemeente", *([mark] if mark else [])]
    for section in sections(facts):
        lines += [f"## {section.heading}", *section.paragraphs, f"*{section.article}*"]
    return "\n\n".join(lines).encode() + b"\n"


def _council(facts: Facts, mark: str) -> bytes:
    lines = ["# Acht vragen van de raad", *([mark] if mark else [])]
    for answer in council.answers(facts):
        evidence = ", ".join(f"`{where}`" for where in answer.evidence)
        lines += [f"## {answer.question}", *answer.sentences]
        lines += [f"*Na te gaan in: {evidence}*"] if evidence else []
    return "\n\n".join(lines).encode() + b"\n"


if __name__ == "__main__":
    for path, content in kept_in_the_repo().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_bytes(content)
