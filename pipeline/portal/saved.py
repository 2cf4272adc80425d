"""Saved questions: those in `vragen.yaml`, which the municipality writes.

The portal keeps no question of anybody: the address of a page holds it.
"""
# No `from __future__ import annotations`: pydantic reads the annotations at run time.

from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipeline.settings import PACKAGED_CONFIG
from privacy.errors import Permanent
from privacy.framework.schema import Closed, Slug, Text

NAME: Final = "vragen.yaml"


class SavedQuestion(Closed):
    """A question in SQL with a title, in `vragen.yaml`."""

    id: Slug
    titel: Text
    uitleg: Text
    sql: Annotated[str, Field(min_length=6, max_length=5000)]


_FILE: Final = TypeAdapter(tuple[SavedQuestion, ...])


def saved_questions(folder: Path) -> tuple[SavedQuestion, ...]:
    """Return the questions in `folder`; where it has none, those that come with the product.

    Raises:
        Permanent: `vragen.bestand`, the file is not right.
    """
    file = folder / NAME
    if not file.exists():
        file = PACKAGED_CONFIG / NAME
    try:
        return _FILE.validate_python(tuple(YAML(typ="safe").load(file)), strict=True)
    except (OSError, UnicodeDecodeError, YAMLError, TypeError, ValidationError):
        raise Permanent(
            "vragen.bestand", f"{NAME} klopt niet: elke vraag heeft id, titel, uitleg en sql"
        ) from None
