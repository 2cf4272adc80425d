"""What the product never does is in no schema, command or record."""

from __future__ import annotations

import dataclasses
import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

import typer.main

from pipeline.cli.app import app
from pipeline.release import COLUMNS
from privacy.cells import Cell, ReleasedCell
from privacy.framework.schema import Framework
from privacy.posts import ClassifiedPost

if TYPE_CHECKING:
    from typer._click.core import Command

PERSONAL = re.compile(
    r"text|tekst|author|auteur|handle|person|persoon|user|gebruiker|account|name|naam|search|zoek",
    re.IGNORECASE,
)
ALLOWED = {
    "gebied_naam",  # name of an area
    "authors",  # a count
    "--persoon",  # who may sign for the council (`sleutel anker`)
    "--gemeente-naam",  # name of a municipality
}


def fields(record: type[Cell | ReleasedCell | ClassifiedPost]) -> set[str]:
    return {field.name for field in dataclasses.fields(record)}


def suspicious(names: set[str]) -> set[str]:
    return {name for name in names if PERSONAL.search(name)} - ALLOWED


def test_released_figures_hold_no_person_and_no_text() -> None:
    assert suspicious(set(COLUMNS)) == set()
    assert suspicious(fields(Cell) | fields(ReleasedCell)) == set()


def test_a_stored_post_holds_a_pseudonym_and_no_text() -> None:
    assert suspicious(fields(ClassifiedPost)) == {"author"}


def command_words() -> set[str]:
    root = typer.main.get_command(app)
    words: set[str] = set()

    def walk(command: Command) -> None:
        for parameter in command.params:
            words.update(parameter.opts)
        for name, child in getattr(command, "commands", {}).items():
            words.add(name)
            walk(child)

    walk(root)
    return words


def test_nothing_installed_phones_home() -> None:
    assert find_spec("openvino") is not None
    assert find_spec("openvino_telemetry") is None


def test_no_command_or_option_asks_for_a_person() -> None:
    words = command_words()
    assert {"run", "query", "pseudonymise"} <= words
    assert suspicious(words - {"--help"}) == set()


def test_the_framework_offers_none_of_what_must_never_be_switched_on() -> None:
    forbidden = re.compile(
        r"nepaccount|besloten|emotie|volgen|gezicht|automatisch_besluit", re.IGNORECASE
    )
    schema = str(Framework.model_json_schema())
    assert not forbidden.search(schema)
