"""Recognisers of post codes."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from privacy.detect.recogniser import Recogniser, Regex, words
from privacy.detect.span import PIIType
from privacy.detect.spoken import DIGIT_WORD, SPELLED, TWO_DIGITS, UNIT

if TYPE_CHECKING:
    from collections.abc import Callable

_GOODS = words(r"\b(?:pallet|artikel|vak|model|code|order|doos|kist|type|serie)\w*\W+\Z")

_SHORT = "is|in|op|en|of|te|we|ze|je|ik|al|de|er|na|om|uw|zo|mn|zn|dr|nu|m2|km|pm|pp"
"""Words and units of two letters, which may follow a number."""


def _ends_unlike(ending: str, flags: int = 0) -> Callable[[str], bool]:
    """Return what accepts a text that does not end so."""
    regex = Regex(ending, flags)
    return lambda text: regex.compiled.search(text) is None


POSTCODES: Final = (
    Recogniser(
        id="nl.postcode",
        gate=Regex(r"\d{4}[ -]?[A-Z]{2}"),
        type=PIIType.POSTCODE,
        pattern=Regex(r"(?<![\w.,-])[1-9]\d{3} ?(?!S[ADS])[A-Z]{2}(?![\w-])"),
        accept=lambda text: (
            not re.fullmatch(
                r"(?:19|20)\d\d ?[A-Z]{2}|\d{4} (?:KM|CM|MM|KG|GB|MB|TB|PK|CC|EU|NL|UK|US|AM|PM|EK|WK|OS|ME)",
                text,
            )
            or text.startswith("13")
        ),
        unless=_GOODS,
        score=0.85,
        source="Postcoderegeling PostNL: four digits, two letters, not SA, SD, SS",
    ),
    Recogniser(
        id="nl.postcode.context",
        gate=Regex(r"\d{4}[ ./-]{0,2}[A-Za-z]"),
        type=PIIType.POSTCODE,
        pattern=Regex(r"(?<![\w.,-])[1-9]\d{3}[ ./-]{0,2}[A-Z][ .-]?[A-Z](?![\w-])", re.IGNORECASE),
        before=words(
            r"\b(?:postcode|pc|adres|woont|woon|straat|laan|weg|hof|glasvezel in|ophalen)\b"
            r"|(?:straat|laan|weg|hof|plein|dreef|haven|kade|singel|gracht|pad|plantsoen|dijk|markt|erf) \d{1,4}(?:[ -]?\w{1,3}){0,2},?\s{1,2}\Z"
        ),
        after=words(
            r"\A,? (?:almere|amsterdam|rotterdam|utrecht|den haag|eindhoven|groningen|tilburg|breda|nijmegen|haarlem|arnhem|amersfoort|"
            r"zaandam|hilversum|zwolle|lelystad|huizen|bussum|weesp|purmerend|hoorn|alkmaar|leiden|delft|dordrecht|ede|apeldoorn|deventer)\b"
        ),
        accept=_ends_unlike(rf" (?:{_SHORT})\Z", re.IGNORECASE),
        score=0.7,
        source="Postcoderegeling PostNL, in small letters",
    ),
    Recogniser(
        id="nl.postcode.small",
        gate=Regex(r"\d{4}(?: ?[b-z]{2}| [A-Z] [A-Z]|\.[A-Z]{2}|-[A-Za-z]-[A-Za-z])"),
        type=PIIType.POSTCODE,
        pattern=Regex(
            r"(?<![\w.,€$-])(?!19|20)[1-9]\d{3}(?: ?(?!s[ds])[b-df-hj-np-tv-xz]{2}| (?!S [ADS])[A-Z] [A-Z]|\.(?!S[ADS])[A-Z]{2}|-[A-Za-z]-[A-Za-z])(?![\w-]|\.\w)"
        ),
        accept=_ends_unlike(
            r"(?:[ckm]m|[kmg]g|[kmgt]b|[mcd]l|[kmgt]w|hp|pk|cc|[kmg]hz|[kd]b|px|bp|tm|mr|jr|nl|st|ft|wh|km|pp)\Z"
        ),
        unless=_GOODS,
        score=0.6,
        source="Postcoderegeling PostNL; two small letters that are no word or unit, or letters apart",
    ),
    Recogniser(
        id="nl.postcode.spread",
        needs=("postcode", "pc "),
        type=PIIType.POSTCODE,
        pattern=Regex(r"(?<![\w.,-])[1-9](?:[ .-]?\d){3}[ .-]{0,2}[A-Z][ .-]?[A-Z](?![\w-])"),
        before=words(r"\b(?:postcode|pc)(?: is|:)?\W{0,2}\Z"),
        score=0.7,
        source="Postcoderegeling PostNL; apart, to evade filters",
    ),
    Recogniser(
        id="nl.postcode.almere",
        gate=Regex(r"1 ?3 ?[0-7] ?\d[ ./-]{0,3}[A-Za-z]"),
        type=PIIType.POSTCODE,
        pattern=Regex(
            rf"(?<![\w.,€-])(?:13[0-7]\d {{0,2}}(?!S[ADS])(?:[A-Za-z]{{2}}|[A-Z] [A-Z])|13[0-7]\d ?[./-] ?[A-Z]{{2}}|13[0-7]\d-[a-z]{{2}}|13[0-7]\d (?i:{SPELLED} {SPELLED})|13[0-7]\d ?[A-Z]\.[A-Z]\.?"
            r"|1 3 [0-7] \d (?:- )?[A-Z] ?[A-Z])(?![\w-])"
        ),
        accept=_ends_unlike(rf"[ -](?:{_SHORT}|kg|gb|x)\Z", re.IGNORECASE),
        unless=_GOODS,
        score=0.7,
        source="Postcoderegeling PostNL; the range of Almere",
    ),
    Recogniser(
        id="nl.postcode.spoken",
        min_digits=0,
        needs=("tien ", "tig ", "tien-", "tig-"),
        gate=Regex(rf"(?i:{TWO_DIGITS}[ -]{TWO_DIGITS})"),
        type=PIIType.POSTCODE,
        pattern=Regex(rf"(?<!\w)(?i:{TWO_DIGITS}[ -]{TWO_DIGITS}) [A-Z]{{2}}(?!\w)"),
        score=0.7,
        source="Postcoderegeling PostNL; digits written as words",
    ),
    Recogniser(
        id="nl.postcode.spelled",
        min_digits=0,
        needs=("postcode", "pc "),
        gate=Regex(rf"\d{{4}} \w|(?i:{DIGIT_WORD}|tien|tig)"),
        type=PIIType.POSTCODE,
        pattern=Regex(
            rf"(?<!\w)(?:\d{{4}}|(?:{UNIT})(?:[ -]{UNIT}){{1,3}}),? (?:letters? )?(?:[a-z]{{2}}|(?:{SPELLED}|[a-z])[ -](?:{SPELLED}|[a-z]))(?!\w)",
            re.IGNORECASE,
        ),
        before=words(r"\b(?:postcode|pc)(?: is|:)?\W{0,2}\Z"),
        after=words(r"\A,? is (?:mijn|m'n|onze|de|hun|haar|zijn) (?:postcode|pc)\b"),
        accept=_ends_unlike(r" (?:is|in|op|en|of|we|ze|al|er|om)\Z", re.IGNORECASE),
        score=0.7,
        source="Postcoderegeling PostNL; in words or by the spelling alphabet, named as such",
    ),
)
"""Rules for post codes, most specific first."""
