"""Recognisers of number plates."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

import re
from typing import Final

from privacy.detect.recogniser import Recogniser, Regex, words
from privacy.detect.span import PIIType
from privacy.detect.spoken import DIGIT_WORD, SPELLED, TWO_DIGITS, UNIT

_SHAPES = (
    "LL-99-99", "99-99-LL", "99-LL-99", "LL-99-LL", "LL-LL-99", "99-LL-LL", "99-LLL-9",
    "9-LLL-99", "LL-999-L", "L-999-LL", "LLL-99-L", "L-99-LLL", "9-LL-999", "999-LL-9",
)  # fmt: skip
"""The fourteen Dutch sidecodes. Source: RDW, Regeling kentekens en kentekenplaten."""


def _plates(dash: str, shapes: tuple[str, ...] = _SHAPES) -> str:
    every = "|".join(
        dash.join(part.replace("L", "[A-Z]").replace("9", r"\d") for part in shape.split("-"))
        for shape in shapes
    )
    return rf"(?<![\w-])(?<!\d[.,/:])(?=[A-Z .·_*/|-]{{0,6}}[0-9])(?=[A-Z0-9]{{1,3}}{dash}[A-Z0-9]{{1,3}}{dash}[A-Z0-9])(?:{every})(?![\w]|-\w)"


_MONTH = r"(?:jan|feb|mrt|maa|apr|mei|jun|jul|aug|sep|okt|nov|dec)"
_VEHICLE = words(
    r"\b(?:kenteken\w*|kent(?=\.)|kntk?n|plaat(?:je)?|nummer(?:plaat|bord)|auto\w*|bus\w*|busje|scooter\w*|brommer\w*|motor|fatbike|"
    r"golf|polo|audi|bmw|opel|corsa|fiat|ford|vw|volkswagen|toyota|kia|seat|leon|skoda|renault|"
    r"clio|peugeot|citroen|mercedes|tesla|volvo|passat|caddy|vito|transporter|sprinter|crafter|"
    r"bestel(?:bus|wagen)\w*|aanhanger|caravan|camper|wagen|canta|racen|rijdt|lease|rdw|"
    r"aygo|yaris|corolla|prius|octavia|fabia|focus|fiesta|astra|zafira|m[eé]gane|sc[eé]nic|twingo|kangoo|berlingo|"
    r"panda|punto|picanto|touran|tiguan|qashqai|micra|swift|suzuki|mazda|nissan|honda|hyundai|dacia|cupra|mini|smart|v[4-9]0|"
    r"reed|geparkeerd|parkeert|doorrijder|aanrijding|aangereden|weggereden|wegrijden|bestuurder|bumper|taxi|uber|vrachtwagen|truck|chauffeur|apk)\b"
)
_VEHICLE_SIGNS = (
    "kent", "kntn", "kntkn", "plaat", "bord", "auto", "bus", "scooter", "brommer", "motor", "fatbike", "golf", "polo", "audi", "bmw", "opel",
    "corsa", "fiat", "ford", "vw", "volks", "toyota", "kia", "seat", "leon", "skoda", "renault", "clio", "peugeot", "citro",
    "mercedes", "tesla", "volvo", "passat", "caddy", "vito", "transp", "sprinter", "crafter", "aanhang", "caravan", "camper",
    "wagen", "canta", "race", "rijdt", "lease", "rdw", "aygo", "yaris", "corolla", "prius", "octavia", "fabia", "focus", "fiesta",
    "astra", "zafira", "megane", "mégane", "scenic", "scénic", "twingo", "kangoo", "berlingo", "panda", "punto", "picanto",
    "touran", "tiguan", "qashqai", "micra", "swift", "suzuki", "mazda", "nissan", "honda", "hyundai", "dacia", "cupra", "mini",
    "smart", "reed", "parke", "rijder", "rijding", "gereden", "rijden", "bestuurder", "bumper", "taxi", "uber", "truck", "chauffeur", "apk", "v40", "v50", "v60", "v70", "v90",
)  # fmt: skip
"""Parts of the words above: a text without any of them is not searched."""
_GOODS = words(
    r"\b(?:artikel|model|type|serie|versie|vlucht|bestel(?!bus|wag|auto)|order|code|kleur|maat)\w*\W+\Z"
)
_SMALL_WORDS = frozenset(
    """en is om op in te de het een was ben heb had uur min met van ze we je ik er al na tot dag man dan per nog pas
    als bij die dat dus ook nu maar wel zo ma di wo do vr za km mm cm kg gb mb st nd rd th of""".split()
)  # fmt: skip

_PAIRS = 2
_SMALL_PAIRS = frozenset(
    "kg km cm mm dm ml cl dl gb mb kb tb st nr dr mr jr wc tv pc pk kw hp sv vv fc hv rt dm pb vs xx".split()
)
"""Pairs of consonants that are words or units."""


def _is_plate(text: str) -> bool:
    """Tell a plate from a date with a month, from a post code or a year, and from small words."""
    if re.search(_MONTH + r"|\A\d{4} ?[A-Z]{2}\Z", text, re.IGNORECASE):
        return False
    return text.isupper() or (
        re.search(r"[a-z]{4}", text) is None
        and (" " not in text or _SMALL_WORDS.isdisjoint(re.findall(r"[a-z]+", text.lower())))
    )


def _is_small_plate(text: str) -> bool:
    """Tell whether two pairs of consonants, no words or units, are the letters of a plate."""
    pairs = re.findall(r"(?<![a-z])[b-df-hj-np-tv-xz]{2}(?![a-z])", text)
    return len(pairs) == _PAIRS and _SMALL_PAIRS.isdisjoint(pairs)


def _is_spelled(text: str) -> bool:
    """Tell whether some letter is spelled and some digit is there, in five to eight signs."""
    parts = re.findall(r"[^\W\d_-]+(?:-ray)?|\d", text)
    letters = sum(
        re.fullmatch(f"{SPELLED}|[A-Za-z]", part, re.IGNORECASE) is not None for part in parts
    )
    return 1 < letters < len(parts) and re.search(SPELLED, text, re.IGNORECASE) is not None


_SPREAD = re.compile(
    "|".join(s.replace("-", "").replace("L", "[A-Z]").replace("9", r"\d") for s in _SHAPES)
)


_SAYABLE = rf"(?!(?:en|er|es|el|em|ee|wee|ef|ij)\b){SPELLED}"
"""Letters that are spelled by what is no everyday word."""
_SAID_WORD = rf"(?:{_SAYABLE}|{TWO_DIGITS}|{DIGIT_WORD})"
_PART = rf"(?:{_SAID_WORD}|(?-i:[A-Z]{{1,3}})|[b-df-hj-np-tv-xz]{{1,3}}|\d{{1,3}})"
_SAID_SIGNS = (
    *(f"{word}{sign}" for word in ("nul", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "twaalf") for sign in " -"),
    "bravo", "charlie", "delta", "foxtrot", "juliet", "kilo", "lima", "oscar", "romeo", "sierra", "tango", "victor", "whisk", "x-ray", "xray",
    "yankee", "zulu", "bernard", "cornelis", "dirk", "ferdinand", "gerard", "hendrik", "karel", "lodewijk", "otto", "pieter", "rudolf",
    "teunis", "xantippe", "zaandam",
)  # fmt: skip
"""Parts of the words above: a text without any of them is not searched."""
_SAID = re.compile(
    rf"(?<!\w)(?:({_SAYABLE})|({TWO_DIGITS})|({DIGIT_WORD})|([A-Z]+|\d+))(?!\w)", re.IGNORECASE
)
_BARE_SHAPES = frozenset(shape.replace("-", "") for shape in _SHAPES)


def _is_said_plate(text: str) -> bool:
    """Tell whether letters by the spelling alphabet and digits as words have a sidecode."""
    shape, words = "", 0
    for match in _SAID.finditer(text):
        letter, two, one, plain = match.groups()
        words += bool(letter or two or one)
        if plain in _SMALL_WORDS:
            return False
        shape += "L" if letter else "99" if two else "9" if one else re.sub(r"\d", "9", plain)
    return words > 1 and re.sub("[A-Za-z]", "L", shape) in _BARE_SHAPES


def _is_spread_plate(text: str) -> bool:
    """Tell whether six letters and digits, whatever is between them, have a sidecode."""
    plain = re.sub(r"[\W_]", "", text).upper()
    return _SPREAD.fullmatch(plain) is not None


PLATES: Final = (
    Recogniser(
        id="nl.plate.sidecode",
        min_digits=2,
        needs=("-",),
        type=PIIType.LICENSE_PLATE,
        pattern=Regex(_plates("-"), re.IGNORECASE),
        accept=_is_plate,
        unless=_GOODS,
        score=0.85,
        source="RDW, sidecodes 1-14",
    ),
    Recogniser(
        id="be.plate",
        min_digits=4,
        needs=("-",),
        type=PIIType.LICENSE_PLATE,
        pattern=Regex(r"(?<![\w-])[1-9]-[A-Z]{3}-\d{3}(?![\w-])"),
        score=0.85,
        source="Belgian plates since 2010",
    ),
    Recogniser(
        id="be.plate.context",
        min_digits=4,
        needs=(*_VEHICLE_SIGNS, "belg"),
        type=PIIType.LICENSE_PLATE,
        pattern=Regex(r"(?<![\w-])[12][ .-]?[A-Z]{3}[ .-]?\d{3}(?![\w-]|[.,]\d)", re.IGNORECASE),
        before=words(r"\b(?:kenteken\w*|plaat(?:je)?|nummer(?:plaat|bord)|belg(?:isch\w*)?)\b"),
        after=words(r"\b(?:kenteken|plaat|nummer(?:plaat|bord))\b"),
        score=0.7,
        source="Belgian plates since 2010, without dashes",
    ),
    Recogniser(
        id="nl.plate.context",
        again=True,
        min_digits=2,
        needs=_VEHICLE_SIGNS,
        type=PIIType.LICENSE_PLATE,
        pattern=Regex(_plates("[ .·_*/|-]?"), re.IGNORECASE),
        accept=_is_plate,
        before=_VEHICLE,
        after=_VEHICLE,
        unless=_GOODS,
        score=0.75,
        source="RDW, sidecodes 1-14, without dashes",
    ),
    Recogniser(
        id="nl.plate.spread",
        min_digits=2,
        needs=_VEHICLE_SIGNS,
        type=PIIType.LICENSE_PLATE,
        pattern=Regex(r"(?<![\w-])(?:[A-Z0-9][ .·_*/|-]{1,2}){5}[A-Z0-9](?![\w-])", re.IGNORECASE),
        accept=_is_spread_plate,
        before=_VEHICLE,
        after=_VEHICLE,
        score=0.7,
        source="RDW, sidecodes 1-14, with a sign between all letters and digits",
    ),
    Recogniser(
        id="nl.plate.spoken",
        min_digits=0,
        needs=("plaat", "kenteken", "nummerbord"),
        type=PIIType.LICENSE_PLATE,
        pattern=Regex(
            rf"(?<!\w)(?=\w)(?:(?:{SPELLED}|{UNIT}|[A-Z]{{1,3}}|\d{{1,3}})[ ,.-]{{1,2}}){{2,7}}(?:{SPELLED}|{UNIT}|[A-Z]{{1,3}}|\d{{1,3}})(?!\w)",
            re.IGNORECASE,
        ),
        accept=lambda text: _is_spelled(text) or _is_said_plate(text),
        before=words(r"\b(?:kenteken\w*|nummer(?:plaat|bord)|plaat)\b[^.!?\n]{0,20}\Z"),
        score=0.65,
        source="RDW; letters by the spelling alphabet, digits as words",
    ),
    Recogniser(
        id="nl.plate.said",
        again=True,
        min_digits=0,
        needs=_SAID_SIGNS,
        gate=Regex(rf"(?<!\w){_SAID_WORD}[ ,.-]{{1,3}}{_PART}(?!\w)", re.IGNORECASE),
        type=PIIType.LICENSE_PLATE,
        pattern=Regex(
            rf"(?<!\w)(?=(?:\w{{1,3}}[ ,.-]{{1,3}}){{0,3}}[^\W\d_]{{3}})(?:{_PART}[ ,.-]{{1,3}}){{2,5}}{_PART}(?![\w'])",
            re.IGNORECASE,
        ),
        accept=_is_said_plate,
        score=0.65,
        source="RDW, sidecodes 1-14; letters by the spelling alphabet, digits as words",
    ),
    Recogniser(
        id="nl.plate.spaced",
        min_digits=2,
        gate=Regex(
            r" (?:(?:(?<=[A-Z] )|(?<=\b[b-df-hj-np-tv-xz]{2} ))(?:- )?\d|(?<=\d )(?:- )?(?:[A-Z]|[b-df-hj-np-tv-xz]{2}\b))"
        ),
        needs=(" ",),
        type=PIIType.LICENSE_PLATE,
        pattern=Regex(_plates("(?: - | )"), re.IGNORECASE),
        accept=lambda text: _is_plate(text) and (text.isupper() or _is_small_plate(text)),
        unless=_GOODS,
        score=0.6,
        source="RDW, sidecodes 1-14, spaces for dashes",
    ),
    Recogniser(
        id="nl.plate.pair",
        min_digits=4,
        needs=("-",),
        type=PIIType.LICENSE_PLATE,
        pattern=Regex(
            _plates("-") + r"(?: ?,| en| of| \+| &)? (" + _plates("[ -]") + ")", re.IGNORECASE
        ),
        accept=_is_plate,
        score=0.7,
        source="a second plate after a first",
    ),
    Recogniser(
        id="intl.plate.named",
        min_digits=1,
        needs=(
            "plaat",
            "kenteken",
            "nummerbord",
        ),
        type=PIIType.LICENSE_PLATE,
        pattern=Regex(
            r"\b(?:kenteken\w*|nummer(?:plaat|bord)|plaat)\W{1,3}(?:(?:is|nr|nummer|begint met|eindigt op|"
            r"met|van|auto|bus|scooter|was)\W{1,2}){0,3}"
            r"((?-i:[A-Z0-9]{1,4}(?:[ \-][A-Z0-9]{1,5}){1,2})|[A-Z0-9]{1,4}(?:-[A-Z0-9]{1,5}){1,2}"
            r"|[A-Z]{1,3}\d{2,4}[A-Z]{0,3})(?!\w)",
            re.IGNORECASE,
        ),
        accept=lambda text: (
            re.search(r"[A-Za-z]", text) is not None and re.search(r"\d", text) is not None
        ),
        score=0.7,
        source="whatever is named as a plate",
    ),
    Recogniser(
        id="intl.plate.foreign",
        min_digits=2,
        needs=(
            "plaat",
            "kenteken",
            "nummerbord",
            "bus",
            "auto",
            "pool",
            "duits",
            "roemeen",
            "bulgaar",
            "belg",
        ),
        type=PIIType.LICENSE_PLATE,
        pattern=Regex(
            r"(?<![\w-])(?:[A-Z]{1,2}[ -]\d{2,3}[ -][A-Z]{2,3}|[A-Z]{1,3}(?:[ -][A-Z]{1,2})?[ -]\d{1,5}[A-Z]{0,2}\d?)(?<=\w{2})(?![\w-])"
        ),
        before=words(
            r"\b(?:kenteken\w*|nummer(?:plaat|bord)|plaat|busje|auto|bus|pools|poolse|duitse?r?|roemeen(?:se?)?|bulgaar(?:se?)?|belg(?:ische?)?)\b"
        ),
        after=words(r"\b(?:kenteken|plaat|nummer(?:plaat|bord))\b"),
        unless=_GOODS,
        score=0.6,
        source="Vienna Convention on Road Traffic, annex 2",
    ),
)
"""Rules for number plates, most specific first."""
