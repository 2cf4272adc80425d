"""What a failure says to a person is Dutch; only a mistake in our own code speaks English."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
ERRORS = {"Permanent", "Transient", "PrivacyError"}
ENGLISH = re.compile(
    r"\b(the|a|an|no|not|has|have|holds|cannot|unknown|must|only|on|others|stayed|stands|ended)\b"
)
OUR_OWN_MISTAKES = {
    "detect.replace.order",
    "logboek.veld",
    "logboek.waarde",
    "opslag.type",
    "raw.final",
    "raw.serialise",
    "sleutelring.kader",
}
"""Rules that no input, setting or disk can break."""


def words_of(node: ast.AST) -> str:
    """Return the text in an expression; what is filled in at run time is left out."""
    texts = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
    return " ".join(text for text in texts if isinstance(text, str))


def messages() -> Iterator[tuple[str, str]]:
    """Yield rule and message of each error that is raised by name."""
    for folder in ("pipeline", "privacy", "models", "dags"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ERRORS:
                    rule, *message = node.args
                    yield words_of(rule), " ".join(map(words_of, message))


def test_only_rules_that_nobody_outside_can_break_speak_english() -> None:
    assert {rule for rule, message in messages() if ENGLISH.search(message)} == OUR_OWN_MISTAKES
