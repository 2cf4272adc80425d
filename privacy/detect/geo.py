"""Recognisers of places as coordinates or codes: where somebody is, to the metre."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

import re
from typing import Final

from privacy.detect.recogniser import Recogniser, Regex, words
from privacy.detect.span import PIIType

_CODE = "23456789CFGHJMPQRVWX"
"""Digits of a plus code. Source: Open Location Code specification."""


def _is_geographic(text: str) -> bool:
    """Tell whether the first number may be a latitude."""
    found = re.findall(r"\d+[.,]?\d*", text)
    return float(found[0].replace(",", ".")) <= 90  # noqa: PLR2004 - degrees of latitude


COORDINATES: Final = (
    Recogniser(
        id="geo.decimal",
        min_digits=8,
        needs=(
            ".",
            ",",
        ),
        gate=Regex(r"\d[.,]\d{4}"),
        type=PIIType.COORDINATES,
        pattern=Regex(
            r"(?<![\w.,])(?:[NS] ?)?[-+]?\d{1,2}[.,]\d{4,8}(?: ?°)?(?: ?[NS]\b)?(?: ?[,;/|] ?| )"
            r"(?:[EOW] ?)?[-+]?\d{1,3}[.,]\d{3,8}(?: ?°)?(?: ?[EOW]\b)?(?![\w]|[.,]\d)"
        ),
        accept=_is_geographic,
        score=0.9,
        source="ISO 6709",
    ),
    Recogniser(
        id="geo.decimal.nl",
        min_digits=8,
        needs=(".",),
        gate=Regex(r"5[0-3]\.\d{3}"),
        type=PIIType.COORDINATES,
        pattern=Regex(
            r"(?<![\w.,])(?:[NS] ?)?5[0-3]\.\d{3,8}(?: ?°)?(?: ?[NS]\b)?(?: ?[^\w\s.]{1,3} ?| )"
            r"(?:[EOW] ?)?[3-7]\.\d{3,8}(?: ?°)?(?: ?[EOW]\b)?(?![\w]|[.,]\d)"
        ),
        score=0.9,
        source="ISO 6709, within the Netherlands",
    ),
    Recogniser(
        id="geo.spaced",
        min_digits=8,
        needs=(" . ",),
        type=PIIType.COORDINATES,
        pattern=Regex(
            r"(?<![\w.,])5 ?[0-3] ?[.,] ?\d(?: ?\d){2,7} ?[,;/|] ?[3-7] ?[.,] ?\d(?: ?\d){2,7}(?![\w]|[.,]\d)"
        ),
        score=0.85,
        source="ISO 6709, within the Netherlands; spaced, to evade filters",
    ),
    Recogniser(
        id="geo.sexagesimal",
        min_digits=5,
        gate=Regex(r"°|[NE] ?\d"),
        needs=(
            "°",
            "n5",
            "n 5",
        ),
        type=PIIType.COORDINATES,
        pattern=Regex(
            r"(?<![\w.,])(?:[NS]B? ?)?\d{1,2}(?: ?° ?| )\d{1,2}(?:[.,]\d{1,5})?[' ]{0,2}"
            r"(?:\d{1,2}(?:[.,]\d{1,4})?[\"' ]{0,3})?(?:[NS]B?)?[ ,;/]{0,3}(?:[EOW]L? ?)?\d{1,3}(?: ?° ?| )\d{1,2}"
            r"(?:[.,]\d{1,5})?[' ]{0,2}(?:\d{1,2}(?:[.,]\d{1,4})?[\"']{0,2})?(?: ?[EOW]L?\b)?(?![\w])"
        ),
        accept=lambda text: "°" in text or {"N", "E"} <= set(text) or {"N", "O"} <= set(text),
        score=0.9,
        source="ISO 6709",
    ),
    Recogniser(
        id="geo.hemisphere",
        min_digits=6,
        needs=("n5", "n 5", "nb", " n", "°n", *(f"{n}n" for n in range(10))),
        type=PIIType.COORDINATES,
        pattern=Regex(
            r"(?<![\w.,])(?:NB? ?5[0-3][.,]\d{2,15}[ ,;/]{1,3}[EO]L? ?[3-7][.,]\d{2,15}"
            r"|5[0-3][.,]\d{2,15} ?°? ?N[ ,;/]{1,3}[3-7][.,]\d{2,15} ?°? ?[EO])(?!\w)",
            re.IGNORECASE,
        ),
        score=0.85,
        source="ISO 6709; decimal, with few digits",
    ),
    Recogniser(
        id="geo.labelled",
        min_digits=4,
        needs=("lat", "lon", "lng", "breedte", "lengte"),
        type=PIIType.COORDINATES,
        pattern=Regex(
            r"(?<![^\W_])(?:[ &,;]{0,2}(?<![^\W_])(?:lat(?:itude)?|lon(?:g(?:itude)?)?|lng|(?:noorder)?breedte(?:graad)?|(?:ooster)?lengte(?:graad)?)"
            r"[ :='\"]{1,4}-?\d{1,3}[.,]\d{3,15}){1,2}",
            re.IGNORECASE,
        ),
        score=0.9,
        source="ISO 6709; latitude and longitude apart, named as such",
    ),
    Recogniser(
        id="geo.link",
        min_digits=0,
        needs=("map", "waze", "osm.org", "what3words", "w3w.co", "plus.codes", "geo:"),
        type=PIIType.COORDINATES,
        pattern=Regex(
            r"(?<![\w@])(?:h(?:tt|xx)ps?://)?(?:[\w-]{1,30}\.){0,3}(?:(?:maps\.app\.goo\.gl|goo\.gl/maps)/\w{5,40}"
            r"|(?:what3words\.com|w3w\.co)/[^\W\d_]{2,30}(?:\.[^\W\d_]{2,30}){2}|plus\.codes/[\w+]{6,16}|osm\.org/go/[\w~?=&-]{4,30}"
            r"|(?:google\.\w{2,3}/maps|maps\.google\.\w{2,3}|maps\.apple\.com|waze\.com|openstreetmap\.org|osm\.org)[\w/?=&#@.,%+;:!-]{0,200}?"
            r"-?\d{1,2}\.\d{3,15}(?:,|/|%2C|&m?lon=)-?\d{1,3}\.\d{3,15}[\w/?=&#@.,%+;:!-]{0,200})"
            r"|geo:-?\d{1,2}\.\d{3,15},-?\d{1,3}\.\d{3,15}",
            re.IGNORECASE,
        ),
        score=0.9,
        source="AVG art. 4(1), location data; a link to one point on a map",
    ),
    Recogniser(
        id="geo.plus",
        min_digits=1,
        needs=("+",),
        type=PIIType.COORDINATES,
        pattern=Regex(
            rf"(?<![\w+])(?=[A-Z+ ]{{0,9}}\d)(?:[{_CODE}]{{4}} ?[{_CODE}]{{4}}|[{_CODE}]{{4}})\+[{_CODE}]{{2,3}}(?![\w+])"
        ),
        score=0.8,
        source="Open Location Code: plus codes of 3 to 14 metres",
    ),
    Recogniser(
        id="geo.words",
        min_digits=0,
        needs=("///", "what3words", "w3w"),
        type=PIIType.COORDINATES,
        pattern=Regex(
            r"(?:(?<!/)///|\b(?:what3words|w3w)\b[ :=/]{1,5})[^\W\d_]{3,30}(?:\.[^\W\d_]{3,30}){2}(?!\.?\w)",
            re.IGNORECASE,
        ),
        score=0.85,
        source="what3words: a square of three metres",
    ),
    Recogniser(
        id="geo.words.named",
        min_digits=0,
        needs=("what3words", "w3w"),
        type=PIIType.COORDINATES,
        pattern=Regex(r"(?<![\w./])[^\W\d_]{3,30}(?:\.[^\W\d_]{3,30}){2}(?![\w/]|\.\w)"),
        before=words(r"\b(?:what3words|w3w)\b[^.!?\n]{0,20}\Z"),
        after=words(r"\A[^.!?\n]{0,20}\b(?:what3words|w3w)\b"),
        score=0.8,
        source="what3words: a square of three metres, named as such",
    ),
    Recogniser(
        id="geo.grid",
        min_digits=8,
        gate=Regex(r"3[12][A-Z]"),
        type=PIIType.COORDINATES,
        pattern=Regex(r"(?<!\w)3[12]U ?[A-Z]{2} ?(?:\d{4} ?\d{4}|\d{5} ?\d{5})(?!\w)"),
        score=0.85,
        source="Military Grid Reference System, zones 31U and 32U",
    ),
    Recogniser(
        id="geo.rd",
        min_digits=10,
        needs=("rd", "rijksdriehoek"),
        type=PIIType.COORDINATES,
        pattern=Regex(
            r"(?<![\w.,])(?:x ?[:=]? ?)?\d{2,3}\.?\d{3}(?:[.,]\d{1,3})?[ ,;/]{1,3}(?:y ?[:=]? ?)?[3-6]\d\d\.?\d{3}(?:[.,]\d{1,3})?(?![\w]|[.,]\d)",
            re.IGNORECASE,
        ),
        after=words(r"\A\W{0,3}(?:rd|rijksdriehoek)\b"),
        before=words(r"\b(?:rd(?:-?coördinaten|-?co[oö]rd\w*)?|rijksdriehoek\w*)\b"),
        score=0.85,
        source="Rijksdriehoeksmeting, EPSG:28992",
    ),
    Recogniser(
        id="geo.spoken",
        min_digits=4,
        needs=("punt", "komma", "graden"),
        type=PIIType.COORDINATES,
        pattern=Regex(
            r"(?<![\w.,])5[0-3] (?:punt|komma) \d{2,8}[ ,;en]{1,6}[3-7] (?:punt|komma) \d{2,8}(?!\w)"
            r"|(?<![\w.,])\d{1,2} graden(?:[ ,en]{1,5}\d{1,2}(?:[.,]\d+)? minuten)?(?:[ ,en]{1,5}\d{1,2}(?:[.,]\d+)? seconden)? ?(?:noord|zuid|nb|n)\w{0,12}[ ,en]{1,6}"
            r"\d{1,3} graden(?:[ ,en]{1,5}\d{1,2}(?:[.,]\d+)? minuten)?(?:[ ,en]{1,5}\d{1,2}(?:[.,]\d+)? seconden)? ?(?:oost|west|ol|o|w)\w{0,12}",
            re.IGNORECASE,
        ),
        score=0.85,
        source="ISO 6709; signs written out",
    ),
)
"""Rules for places, most specific first."""
