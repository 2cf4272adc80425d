"""Replacement of spans by Dutch placeholders."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from privacy.detect.normalise import normalise
from privacy.detect.placeholder import NUMBERED, PLACEHOLDER, WORD
from privacy.errors import PrivacyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from privacy.detect.span import PIIType, Span

_POSSESSIVE = re.compile(r"(?:'s?|(?<=[^s\W]{2})s)\Z")
_OWNS = re.compile(r"['’`´]s\Z")
_NOISE = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"_([0-9]{1,4})>")


def replace(text: str, spans: Sequence[Span]) -> str:
    """Return `text` with each span replaced by the placeholder of its type.

    Within one text the same surface (case, accents and possessive aside) becomes the same
    placeholder: `Jan` and `jans` both `<PERSOON_1>`. Persons and user names are numbered in
    order of appearance, after the highest number that the text already holds; other types are
    not. The number means nothing outside this text. `Samira's` becomes `<PERSOON_1>'s`.

    Raises:
        PrivacyError: spans out of order, overlapping or outside the text.

    Guarantee: no code point of a span is in the result (a written `'s` stands for ownership, not
    for a name), and nothing about a surface is stored.
    """
    taken = max((int(n) for n in _NUMBER.findall("".join(PLACEHOLDER.findall(text)))), default=0)
    numbers: dict[tuple[PIIType, str], int] = {}
    parts: list[str] = []
    at = 0
    for span in spans:
        if not at <= span.start < span.end <= len(text):
            raise PrivacyError("detect.replace.order", "spans overlap or leave the text")
        parts += [text[at : span.start], _placeholder(text, span, numbers, taken)]
        at = span.end
    return "".join([*parts, text[at:]])


def _placeholder(text: str, span: Span, numbers: dict[tuple[PIIType, str], int], taken: int) -> str:
    word = WORD[span.type]
    if span.type not in NUMBERED:
        return f"<{word}>"
    surface = text[span.start : span.end]
    key = (span.type, _surface(surface))
    if key not in numbers:
        numbers[key] = taken + 1 + sum(kind is span.type for kind, _ in numbers)
    owns = "'s" if _OWNS.search(surface) else ""
    return f"<{word}_{numbers[key]}>{owns}"


def _surface(surface: str) -> str:
    """Return what two spellings of one name have in common."""
    plain = unicodedata.normalize("NFKD", normalise(surface).text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _NOISE.sub("", _POSSESSIVE.sub("", plain))
