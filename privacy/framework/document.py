"""From the bytes of a YAML document to a Framework, or a refusal in plain Dutch.

Source: GOVERNANCE sections 1 and 2 (duplicate keys, extra fields).
Guarantee: any input gives a Framework or a PrivacyError, and no message repeats a value.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from unicodedata import category

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import YAMLError
from ruamel.yaml.tokens import (
    AliasToken,
    AnchorToken,
    BlockEndToken,
    BlockMappingStartToken,
    BlockSequenceStartToken,
    DirectiveToken,
    DocumentStartToken,
    FlowMappingEndToken,
    FlowMappingStartToken,
    FlowSequenceEndToken,
    FlowSequenceStartToken,
    ScalarToken,
    TagToken,
)

from privacy.errors import PrivacyError
from privacy.framework.rules import check_rules
from privacy.framework.schema import Framework

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ruamel.yaml.tokens import Token

MAX_BYTES: Final = 65_536
"""Several times the length of a framework that a council can read."""

MAX_DEPTH: Final = 12
"""Twice the depth of a framework."""

_FORBIDDEN: Final = (AliasToken, AnchorToken, DirectiveToken, DocumentStartToken, TagToken)
_OPENING: Final = (
    BlockMappingStartToken,
    BlockSequenceStartToken,
    FlowMappingStartToken,
    FlowSequenceStartToken,
)
_CLOSING: Final = (BlockEndToken, FlowMappingEndToken, FlowSequenceEndToken)
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Unicode categories of what a reader does not see: two texts must not look alike."""
_SHOWN_NAME: Final = re.compile(r"[a-z0-9_-]{1,40}", re.IGNORECASE)
_REASONS: Final = {
    "missing": ("kader.veld_ontbreekt", "ontbreekt. Vul dit veld in"),
    "extra_forbidden": (
        "kader.veld_onbekend",
        "bestaat niet in een privacykader. Haal dit veld weg",
    ),
}
_WRONG_VALUE: Final = ("kader.veld_waarde", "heeft geen toegestane waarde. Zie docs/kader.md")


@lru_cache(maxsize=8)
def parse_framework(data: bytes) -> Framework:
    """Return the framework that `data` (UTF-8 YAML) spells out, remembered: it cannot be changed.

    NOT checked: who approved it.

    Raises:
        PrivacyError: `kader.*`, with the field and what to do.
    """
    document = _load(_decode(data))
    try:
        framework = Framework.model_validate_json(_to_json(document))
    except ValidationError as error:
        raise _refusal(error) from None
    check_rules(framework)
    return framework


def _decode(data: bytes) -> str:
    """Return the text, in which the line break is the only character that does not show."""
    if not 0 < len(data) <= MAX_BYTES:
        raise PrivacyError("kader.omvang", f"Het kader telt 1 tot {MAX_BYTES} bytes.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise PrivacyError("kader.utf8", "Het kader is geen UTF-8. Bewaar het als UTF-8.") from None
    if any(category(character) in _INVISIBLE for character in text if character != "\n"):
        raise PrivacyError("kader.teken", "Het kader bevat een onzichtbaar teken. Haal het weg.")
    return text


def _load(text: str) -> object:
    """Return the plain lists, mappings and scalars of one YAML document."""
    try:
        _check_tokens(YAML(typ="safe", pure=True).scan(text))
        loaded: object = YAML(typ="safe", pure=True).load(text)
    except DuplicateKeyError:
        raise PrivacyError(
            "kader.dubbel_veld", "Een veld staat twee keer. Haal er een weg."
        ) from None
    except (YAMLError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        # ruamel lets several built-in errors escape on hostile text
        raise PrivacyError("kader.yaml", "Het kader is geen leesbare YAML.") from None
    return loaded


def _check_tokens(tokens: Iterable[Token]) -> None:
    """The document says no more than its reader sees: no anchor, alias, tag or merge (`<<`).

    Stops at the first offence, so that deep nesting costs no time.
    """
    depth = 0
    for token in tokens:
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        merges = isinstance(token, ScalarToken) and token.value == "<<"
        if merges or isinstance(token, _FORBIDDEN) or depth > MAX_DEPTH:
            raise PrivacyError(
                "kader.yaml_vorm",
                "Het kader is één ondiep document zonder ankers, verwijzingen of labels.",
            )


def _to_json(document: object) -> str:
    """Return the document as JSON, in which a day is its ISO form."""
    try:
        return json.dumps(_plain(document), allow_nan=False)
    except (ValueError, RecursionError):
        raise PrivacyError("kader.getal", "Het kader bevat een onmogelijk getal.") from None


def _plain(node: object) -> Any:  # noqa: ANN401 - the shape of JSON
    """Return `node` with only what a framework can hold; a moment or a binary is refused."""
    if isinstance(node, dict) and all(isinstance(key, str) for key in node):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if isinstance(node, date) and not isinstance(node, datetime):
        return node.isoformat()
    if node is None or isinstance(node, str | int | float):
        return node
    raise PrivacyError("kader.yaml_soort", "Het kader bevat een waarde van een vreemde soort.")


def _refusal(error: ValidationError) -> PrivacyError:
    """Return the refusal of the first wrong field, by place and kind, without its value."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    names = [str(part) for part in first["loc"]]
    shown = ".".join(name if _SHOWN_NAME.fullmatch(name) else "(veld)" for name in names)
    rule, advice = _REASONS.get(first["type"], _WRONG_VALUE)
    count = error.error_count()
    errors = f"{count} fout" if count == 1 else f"{count} fouten"
    return PrivacyError(rule, f"{shown or 'Het kader'} {advice}. ({errors})")
