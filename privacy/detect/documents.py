"""Recognisers of number plates, document and case numbers, and dates of birth."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

import re
from typing import Final

from privacy.detect.checksum import calendar_date
from privacy.detect.recogniser import Recogniser, Regex, words
from privacy.detect.span import PIIType
from privacy.detect.spoken import DIGIT_WORD, TWO_DIGITS, UNIT, is_counting

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
    return rf"(?<![\w-])(?=[A-Z .·_*/|-]{{0,6}}[0-9])(?=[A-Z0-9]{{1,3}}{dash}[A-Z0-9]{{1,3}}{dash}[A-Z0-9])(?:{every})(?![\w]|-\w)"


_SPELLED = (
    r"(?:alfa|alpha|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett?|kilo|lima|mike|november|oscar|papa|quebec|romeo|"
    r"sierra|tango|uniform|victor|whisk(?:e)?y|x-?ray|yankee|zulu|anton|bernard|cornelis|dirk|eduard|ferdinand|gerard|hendrik|"
    r"izaak|johan|karel|lodewijk|maria|nico|otto|pieter|quotient|rudolf|simon|teunis|utrecht|willem|xantippe|ypsilon|ijmuiden|"
    r"zaandam|bee|cee|dee|ee|ef|gee|haa|jee|kaa?|el|em|en|pee|quu?|er|es|tee|vee|wee|iks|ij|zet)"
)
"""Names of letters: NATO and Dutch spelling alphabet, and as they sound."""
_MONTH = r"(?:jan|feb|mrt|maa|apr|mei|jun|jul|aug|sep|okt|nov|dec)"
_VEHICLE = words(
    r"\b(?:kenteken\w*|plaat|nummer(?:plaat|bord)|auto\w*|bus\w*|busje|scooter\w*|brommer\w*|motor|fatbike|"
    r"golf|polo|audi|bmw|opel|corsa|fiat|ford|vw|volkswagen|toyota|kia|seat|leon|skoda|renault|"
    r"clio|peugeot|citroen|mercedes|tesla|volvo|passat|caddy|vito|transporter|sprinter|crafter|"
    r"bestel(?:bus|wagen)\w*|aanhanger|caravan|camper|wagen|canta|racen|rijdt|lease|rdw)\b"
)
_VEHICLE_SIGNS = (
    "kenteken", "plaat", "bord", "auto", "bus", "scooter", "brommer", "motor", "fatbike", "golf", "polo", "audi", "bmw", "opel",
    "corsa", "fiat", "ford", "vw", "volks", "toyota", "kia", "seat", "leon", "skoda", "renault", "clio", "peugeot", "citro",
    "mercedes", "tesla", "volvo", "passat", "caddy", "vito", "transp", "sprinter", "crafter", "aanhang", "caravan", "camper",
    "wagen", "canta", "race", "rijdt", "lease", "rdw",
)  # fmt: skip
"""Parts of the words above: a text without any of them is not searched."""
_GOODS = words(
    r"\b(?:artikel|model|type|serie|versie|bestel(?!bus|wag)|order|code|kleur|maat)\w*\W+\Z"
)
_FULL_MONTH = r"(?:jan(?:uari)?|feb(?:ruari)?|mrt|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_ROMAN = r"(?:XI{0,2}|I{1,3}|I?V|VI{0,3}|IX)"
_DAY_WORD = (
    rf"(?:{TWO_DIGITS}(?:de|ste)?|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|eerste|tweede|derde|vierde|vijfde|zesde|"
    r"zevende|achtste|negende)"
)
_YEAR_WORDS = rf"(?:negentien ?(?:honderd ?)?(?:en ?)?{UNIT}|twee ?duizend(?: ?en ?| )?(?:{UNIT})?)"
_NUMERIC = rf"{_DAY} ?[-/.] ?(?:0?[1-9]|1[0-2]) ?[-/.] ?"
_NAMED = rf"{_DAY}(?:e|ste|de)?[ \-]{_MONTH}[a-z]{{0,6}}\.?[ \-]"
_DATE = (
    rf"(?<![\w.,-])(?:(?:{_NUMERIC}|{_NAMED})(?:(?:19|20)\d\d|'?\d\d)|(?:19|20)\d\d ?[-/.] ?\d\d?"
    rf" ?[-/.] ?\d\d?|'\d\d-\d\d-\d\d)(?![\w]|[-.,/]\d)"
)
_OLD_YEAR = r"(?:18[89]\d|19\d\d|20(?:0\d|1[0-4]))"
_OLD = (
    rf"(?<![\w.,-])(?:{_NUMERIC}{_OLD_YEAR}|{_OLD_YEAR}-(?:0\d|1[0-2])-[0-3]\d|'\d\d-\d\d-\d\d)"
    r"(?![\w]|[-.,/]\d)"
)
_OLD_NAMED = rf"(?<!op )(?<!sinds )(?<!van )(?<![\w.,-]){_NAMED}{_OLD_YEAR}(?![\w]|[-.,/]\d)"
_COMPACT = r"(?<=\()(?:\d{6}|(?:19|20)\d{6})(?=\))"
_SPOKEN = rf"(?<![\w.,-])(?:{_NAMED}{_YEAR_WORDS}|{_DAY_WORD}(?: van)? {_FULL_MONTH}(?: van)? (?:{_YEAR_WORDS}|{TWO_DIGITS}|(?:19|20)\d\d))(?!\w)"
_SPOKEN_NAMED = rf"(?<![\w.,-])(?:{_DAY_WORD}|{_DAY})(?: van)? (?:{_FULL_MONTH}|{UNIT})(?: van)? (?:{_YEAR_WORDS}|{TWO_DIGITS}|(?:19|20)\d\d|'?\d\d)(?!\w)"
_LOOSE = (
    rf"(?<![\w.,-])(?:{_DAY}(?: ?[-/.\\] ?| )(?:0?[1-9]|1[0-2]|{_ROMAN})(?: ?[-/.\\] ?| )(?:(?:18|19|20)\d\d|'?\d\d)"
    r"|(?:0?[1-9]|1[0-2])[-/.](?:1[3-9]|2\d|3[01])[-/.](?:19|20)\d\d)(?![\w]|[-.,/]\d)"
)
_DAY_ONLY = rf"(?:{_DAY}(?:e|ste|de)?(?: van |[ \-]){_FULL_MONTH}|{_DAY_WORD}(?: van)? {_FULL_MONTH}|{_DAY}[-/](?:0?[1-9]|1[0-2]))(?!\w|[-/ .]{{1,2}}\d)"
_BIRTH = words(
    r"\b(?:geb\b|geb\.|geboren|geborene|geboorte\w*|gbd(?:at)?|gb(?=[:.])|d\.o\.b|g\.d\b|ged\.|gedoopt|verjaar\w*|jarig|wordt? (?:\w+ )?\d\d|dob|birthday|born|doop)"
    r"|(?:^|\W)[*°†✝] ?\Z"
)
_HISTORY = words(r"\b(?:sinds|brand|ramp|oorlog|arrest|vonnis|uit de krant|editie|aanslag)\b")

_PAPER = (
    r"(?:paspoort\w*|pas(?:nr|nummer)|id(?:-?kaart|-?bewijs|-?nr|-?nummer)?|identiteits\w+|"
    r"rijbewijs\w*|verblijfs\w+|document\w*|v[- ]?n(?:umme)?r|ind[- ]?(?:nr|nummer|zaak)|referentie\w*|vreemdelingen\w+|visum\w*|"
    r"stud(?:ent(?:en)?)?-?\w*n(?:umme)?r|studentnummer|leerling\w*|llnr|llnummer|zaak\w*|dossier\w*|aangifte\w*|"
    r"klacht\w*|melding\w*|meld(?:nr|nummer)|kenmerk|proces-?verbaal|pv|bvh|mutatie\w*|"
    r"lid(?:maatschaps?)?-?(?:nr|nummer)|lidpas|\w*polis\w*|pati[eë]nt\w*|cli[eë]nt ?(?:nr|nummer)|"
    r"personeels\w+|medewerkers?\w+|werknemers?(?:nr|nummer)|examen\w+|eindexamen\w*|"
    r"inschrijf\w+|registratie\w+|serie(?:nr|nummer)|frame(?:nr|nummer)|chassis\w*|imei|"
    r"kluis\w*|ontvangst(?:nr|nummer)|speler[ -]id|ov-?(?:fiets|chip)\w*|\w*pas|big(?:-?nr|-?nummer)?|"
    r"studentenkamer|aanklacht\w*|parket\w*|rol(?:nr|nummer)|sollicitatie(?:nr|nummer)|beschikking\w*|bezwaar\w*|inburger\w*|digid\w*|kaart(?:nr|nummer)|coa|cjib|boete\w*|credit-?card|betaalpas|bank-?pas|toegangs?pas|"
    r"vergunning(?:s?nr|s?nummer)|diploma(?:nr|nummer)|dienst(?:nr|nummer)|zorg(?:nr|nummer|pas))"
)
_NUMBER = r"(?-i:(?!ID |NR |PV |BSN )[A-Z]{1,4} )?(?:\d )?(?=(?:[A-Z./-]{0,5}\d){4})[A-Z]{0,5}[-/. ]?[A-Z0-9]{1,20}(?:[-/.][A-Z0-9]{1,20}){0,4}(?: \d{3,6}){0,4}"
_END = r"(?![\w]|[.,:]\d)(?! ?(?:euro|,-|%|km|kg|uur|m2|man|mensen|jaar))"
_MIXED = r"(?=[0-9]{0,14}[A-Z])(?=[A-Z]{0,14}[0-9])[A-Z0-9]{7,14}"
_CODE = words(
    r"\b(?:kortings?\w*|code|boekings\w*|vlucht\w*|zending\w*|track\w*|bestel\w*|order\w*|"
    r"artikel\w*|model|kleur|isbn|versie|wachtwoord|ww|update|patch|firmware|windows|build|pakket\w*)\W+(?:is |met )?\Z"
)


_SMALL_WORDS = frozenset(
    """en is om op in te de het een was ben heb had uur min met van ze we je ik er al na tot dag man dan per nog pas
    als bij die dat dus ook nu maar wel zo ma di wo do vr za km mm cm kg gb mb st nd rd th of""".split()  # noqa: SIM905
)  # fmt: skip


def _is_date(text: str) -> bool:
    return calendar_date(text) is not None


def _is_compact_date(text: str) -> bool:
    """Tell whether six or eight digits are a day in one of the usual orders."""
    two = len(text) - 4
    orders = (
        f"{text[-2:]}-{text[two:-2]}-{text[:two]}",
        f"{text[:2]}-{text[2:4]}-{text[4:]}",
    )
    return any(_is_date(order) for order in orders)


def _is_plate(text: str) -> bool:
    """Tell a plate from a date with a month, from a post code or a year, and from small words."""
    if re.search(_MONTH + r"|\A\d{4} ?[A-Z]{2}\Z", text, re.IGNORECASE):
        return False
    return text.isupper() or (
        re.search(r"[a-z]{4}", text) is None
        and _SMALL_WORDS.isdisjoint(re.findall(r"[a-z]+", text.lower()))
    )


def _is_spelled(text: str) -> bool:
    """Tell whether some letter is spelled and some digit is there, in five to eight signs."""
    parts = re.findall(r"[^\W\d_-]+(?:-ray)?|\d", text)
    letters = sum(
        re.fullmatch(f"{_SPELLED}|[A-Za-z]", part, re.IGNORECASE) is not None for part in parts
    )
    return 1 < letters < len(parts) and re.search(_SPELLED, text, re.IGNORECASE) is not None


_SPREAD = re.compile(
    "|".join(s.replace("-", "").replace("L", "[A-Z]").replace("9", r"\d") for s in _SHAPES)
)


def _is_spread_plate(text: str) -> bool:
    """Tell whether six letters and digits, whatever is between them, have a sidecode."""
    plain = re.sub(r"[\W_]", "", text).upper()
    return _SPREAD.fullmatch(plain) is not None


def _is_number(text: str) -> bool:
    """Tell a document number from a year, an amount, a telephone number."""
    count = len(re.findall(r"\d", text))
    mixed = re.search(r"[A-Za-z/-]", text) is not None
    return count >= (4 if mixed else 5) and not re.fullmatch(
        r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?|\d{1,3}(?:\.\d{3})+|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
        r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|0\d[-\d]{8,10}|0[89]00[- ]?\d{4,7}",
        text,
    )


DOCUMENTS: Final = (
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
        id="nl.plate.context",
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
            rf"(?<!\w)(?=\w)(?:(?:{_SPELLED}|{UNIT}|[A-Z]|\d{{1,3}})[ ,.-]{{1,2}}){{2,7}}(?:{_SPELLED}|{UNIT}|[A-Z]|\d{{1,3}})(?!\w)",
            re.IGNORECASE,
        ),
        accept=_is_spelled,
        before=words(r"\b(?:kenteken\w*|nummer(?:plaat|bord)|plaat)\b[^.!?\n]{0,20}\Z"),
        score=0.65,
        source="RDW; letters by the spelling alphabet, digits as words",
    ),
    Recogniser(
        id="nl.plate.spaced",
        min_digits=2,
        gate=Regex(r"[A-Z] \d|\d [A-Z]"),
        needs=(" ",),
        type=PIIType.LICENSE_PLATE,
        pattern=Regex(_plates(" "), re.IGNORECASE),
        accept=lambda text: _is_plate(text) and (text.isupper()),
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
        ),
        type=PIIType.LICENSE_PLATE,
        pattern=Regex(r"(?<![\w-])[A-Z]{1,3}(?:[ -][A-Z]{1,2})?[ -]\d{2,5}[A-Z]{0,2}(?![\w-])"),
        before=words(r"\b(?:kenteken\w*|nummer(?:plaat|bord)|plaat|busje|auto|bus)\b"),
        after=words(r"\b(?:kenteken|plaat|nummer(?:plaat|bord))\b"),
        unless=_GOODS,
        score=0.6,
        source="Vienna Convention on Road Traffic, annex 2",
    ),
    Recogniser(
        id="nl.birthdate.named",
        min_digits=3,
        needs=(
            "geb",
            "gb",
            "d.o.b",
            "g.d",
            "ged",
            "verjaar",
            "jarig",
            "word",
            "dob",
            "birthday",
            "born",
            "doop",
            "*",
            "°",
            "†",
            "✝",
        ),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(_DATE, re.IGNORECASE),
        accept=_is_date,
        before=_BIRTH,
        after=words(
            r"\A\W{1,3}(?:(?:ben|is|werd|was)\W+(?:\w+\W+){1,2})?(?:geboren|geboortedatum|jarig|gbd)"
        ),
        score=0.9,
        source="AVG art. 4(1)",
    ),
    Recogniser(
        id="nl.birthdate.numeric",
        min_digits=6,
        gate=Regex(r"(?:19|20|18)\d\d|\'\d"),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(_OLD),
        accept=_is_date,
        unless=_HISTORY,
        score=0.7,
        source="AVG art. 4(1); a full date over ten years old, in digits",
    ),
    Recogniser(
        id="nl.birthdate.apposition",
        min_digits=5,
        gate=Regex(r"(?:19|20|18)\d\d"),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(_OLD_NAMED, re.IGNORECASE),
        accept=_is_date,
        unless=_HISTORY,
        score=0.7,
        source="AVG art. 4(1); a full date over ten years old, not after `op` or `sinds`",
    ),
    Recogniser(
        id="nl.birthdate.compact",
        min_digits=6,
        needs=("(",),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(_COMPACT),
        accept=_is_compact_date,
        score=0.65,
        source="AVG art. 4(1); yymmdd, ddmmyy or yyyymmdd in brackets",
    ),
    Recogniser(
        id="nl.birthdate.compact.named",
        min_digits=6,
        gate=Regex(r"\d{6}"),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(r"(?<![\w.,-])(?:\d{6}|(?:19|20)\d{6}|\d{4}(?:19|20)\d\d)(?![\w]|[.,-]\d)"),
        accept=_is_compact_date,
        before=_BIRTH,
        score=0.7,
        source="AVG art. 4(1); a date without separators, named as such",
    ),
    Recogniser(
        id="nl.birthdate.spoken",
        min_digits=0,
        needs=("negentien", "duizend", "tien ", "tig ", "rste ", "eede ", "erde ", "twaalf"),
        gate=Regex(_MONTH, re.IGNORECASE),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(_SPOKEN, re.IGNORECASE),
        unless=_HISTORY,
        score=0.75,
        source="AVG art. 4(1); the day or year in words",
    ),
    Recogniser(
        id="nl.birthdate.spoken.named",
        min_digits=0,
        needs=("geb", "jarig", "verjaar"),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(_SPOKEN_NAMED, re.IGNORECASE),
        before=_BIRTH,
        score=0.75,
        source="AVG art. 4(1); in words, named as such",
    ),
    Recogniser(
        id="nl.birthdate.loose",
        min_digits=3,
        needs=("geb", "jarig", "verjaar", "dob", "birthday", "born"),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(_LOOSE),
        before=words(
            r"\b(?:geb\b|geb\.|geboren|geboorte\w*|gebdat|verjaar\w*|jarig|dob|birthday|born)[^.!?\n]{0,20}\Z|\bgeb\.[^!?\n]{0,12}\Z"
        ),
        score=0.8,
        source="AVG art. 4(1); mistyped, American, Roman month or spaced, named as such",
    ),
    Recogniser(
        id="nl.birthdate.day",
        min_digits=0,
        needs=("jarig", "verjaar", "geboren", "geb."),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(rf"(?<![\w.,-]){_DAY_ONLY}", re.IGNORECASE),
        before=words(
            r"\b(?:verjaardag|jarig|verjaart|verjaar|geboren|geb\.)(?:\W+(?:is|ben|bent|op|de|dat|wordt|valt|mijn|ik|hij|ze|zij|dus|altijd|gewoon|in|pas|weer)){0,4}\W{1,3}\Z"
        ),
        after=words(
            r"\A (?:ben|is|zijn) (?:ik|hij|ze|zij|we|mijn \w+|m'n \w+|mn \w+|onze \w+|<?\w+>?) (?:al |weer |dan |ook )?jarig"
        ),
        score=0.65,
        source="AVG art. 4(1); the day without the year, said to be a birthday",
    ),
    Recogniser(
        id="nl.birthdate.year",
        min_digits=4,
        needs=("geb.", "geboortejaar"),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(
            rf"(?<![\w.,/-])(?:{_FULL_MONTH}\.? )?(?:19|20)\d\d(?![\w]|[-/.]\d)", re.IGNORECASE
        ),
        before=words(r"(?:\bgeb\.|\bgeboortejaar)[ :(]{0,3}(?:is |in |: )?\Z"),
        score=0.7,
        source="AVG art. 4(1); year or month of birth, named as such",
    ),
    Recogniser(
        id="nl.birthdate.turns",
        min_digits=2,
        needs=("word",),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(rf"(?<![\w.,-]){_DAY_ONLY}", re.IGNORECASE),
        after=words(
            r"\A,? (?:word|wordt|werd)(?: \w+){1,3} (?:al |pas |alweer )?\d\d?(?!\w| ?(?:graden|euro|uur|%))"
        ),
        score=0.65,
        source="AVG art. 4(1); the day on which somebody turns an age",
    ),
    Recogniser(
        id="nl.birthdate.baby",
        min_digits=7,
        needs=("gr",),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(
            rf"({_DATE})(?=[\W]{{1,4}}\d{{4}} ?(?:gram|gr)\b|\W{{1,4}}\d{{4}} en \d{{4}} gr)",
            re.IGNORECASE,
        ),
        accept=_is_date,
        score=0.8,
        source="AVG art. 4(1); birth announcement",
    ),
    Recogniser(
        id="nl.document.named",
        type=PIIType.ID_NUMBER,
        pattern=Regex(rf"(?<![A-Z0-9./-])({_NUMBER}){_END}", re.IGNORECASE),
        before=words(
            rf"\b{_PAPER}(?=\W)(?:[.]?[^.!?\n\d]{{0,28}}|[^.!?\n\d]{{0,12}}\bnr\.[^.!?\n\d]{{0,12}})\Z"
        ),
        accept=_is_number,
        score=0.75,
        source="Paspoortwet; WVW 1994; AVG art. 87",
    ),
    Recogniser(
        id="nl.document.numbered",
        min_digits=1,
        needs=(
            "nummer",
            "nr",
        ),
        type=PIIType.ID_NUMBER,
        pattern=Regex(rf"\b(?:nummer|nr)\b[.: (]{{0,3}}({_MIXED}|\d{{10}})(?!\w)"),
        unless=_CODE,
        score=0.6,
        source="AVG art. 4(1), identification number",
    ),
    Recogniser(
        id="nl.passport",
        min_digits=2,
        gate=Regex(r"[A-Z]{2}[A-Z\d]{6}"),
        type=PIIType.ID_NUMBER,
        pattern=Regex(r"(?<![\w-])[A-NP-Z]{2}(?=[A-Z]{0,6}\d)[A-NP-Z0-9]{6}\d(?![\w-])"),
        unless=_CODE,
        score=0.7,
        source="Paspoortwet; Besluit paspoortnummers: two letters, six letters or digits, a digit",
    ),
    Recogniser(
        id="intl.passport",
        min_digits=7,
        type=PIIType.ID_NUMBER,
        pattern=Regex(r"(?<![\w-])[A-Z]{1,2}\d{7,8}(?![\w-])"),
        unless=_CODE,
        score=0.6,
        source="ICAO Doc 9303: passports of other states",
    ),
    Recogniser(
        id="intl.document.after",
        min_digits=5,
        needs=(
            "paspoort",
            "rijbewijs",
            "kaart",
            "zaak",
            "dossier",
            "document",
        ),
        type=PIIType.ID_NUMBER,
        pattern=Regex(r"(?<![\w-])[A-Z]{1,3} ?\d{5,9}(?![\w-])"),
        after=words(r"\b(?:paspoort|rijbewijs|id-?kaart|zaak|dossier|document)"),
        unless=_CODE,
        score=0.6,
        source="AVG art. 87",
    ),
    Recogniser(
        id="nl.student",
        min_digits=7,
        needs=(
            "s1",
            "s2",
            "s3",
            "s4",
            "s5",
            "s6",
            "s7",
            "s8",
            "s9",
            "s0",
        ),
        type=PIIType.ID_NUMBER,
        pattern=Regex(r"(?<![\w-])s\d{7}(?![\w-])"),
        score=0.7,
        source="AVG art. 4(1); student number",
    ),
    Recogniser(
        id="intl.vin",
        min_digits=4,
        gate=Regex(r"[A-HJ-NPR-Z0-9]{17}"),
        type=PIIType.ID_NUMBER,
        pattern=Regex(
            r"(?<![\w-])(?=[A-Z]{0,11}\d)(?=\d{0,11}[A-Z])[A-HJ-NPR-Z0-9]{13}\d{4}(?![\w-])"
        ),
        score=0.7,
        source="ISO 3779: number of a vehicle",
    ),
    Recogniser(
        id="nl.ov.card",
        min_digits=16,
        needs=("3528",),
        type=PIIType.ID_NUMBER,
        pattern=Regex(r"(?<![\w-])(?:OV )?3528(?:[ .-]?\d{4}){3}(?![\w-])"),
        score=0.8,
        source="AVG art. 4(1); number of an OV-chipkaart",
    ),
    Recogniser(
        id="nl.parket",
        min_digits=10,
        needs=("-",),
        type=PIIType.ID_NUMBER,
        pattern=Regex(r"(?<![\w/-])\d{2}[/-]\d{6}-\d{2}(?![\w/-])"),
        score=0.8,
        source="Openbaar Ministerie: parketnummer",
    ),
    Recogniser(
        id="nl.police.case",
        min_digits=13,
        needs=("pl",),
        type=PIIType.ID_NUMBER,
        pattern=Regex(r"(?<![\w-])PL\d{4}[- ]?20\d{2}[- ]?\d{5,7}(?![\w-])", re.IGNORECASE),
        score=0.9,
        source="Wet politiegegevens; number of a police report",
    ),
    Recogniser(
        id="nl.case.number",
        min_digits=6,
        needs=(
            "-",
            "/",
        ),
        type=PIIType.ID_NUMBER,
        pattern=Regex(
            r"(?<![\w-])(?:[A-Z]{1,5}[-/](?:20)?\d{2}[-/]\d{4,8}|20\d{2}[-/][A-Z]{2,4}[-/]\d{4,7}"
            r"|[A-Z]{2,5}-\d{6,10}|[A-Z]{2,4}-\d{4}-\d{4}(?:-[A-Z])?)(?![\w-])"
        ),
        unless=_CODE,
        score=0.7,
        source="AVG art. 4(1), identification number",
    ),
    Recogniser(
        id="nl.document.spoken",
        min_digits=0,
        needs=("nr", "nummer", "paspoort", "rijbewijs"),
        gate=Regex(rf"(?i:{DIGIT_WORD}\W{DIGIT_WORD})"),
        type=PIIType.ID_NUMBER,
        pattern=Regex(
            rf"(?<!\w)(?:{UNIT}|\d)(?:[ ,.\-/]{{1,3}}(?:{UNIT}|\d)){{4,14}}(?!\w)", re.IGNORECASE
        ),
        before=words(rf"\b{_PAPER}(?=\W)[^.!?\n\d]{{0,20}}\Z"),
        accept=lambda text: not is_counting(text),
        score=0.7,
        source="AVG art. 87; digits written as words, to evade filters",
    ),
    Recogniser(
        id="nl.document.slash",
        min_digits=4,
        needs=("slash", "streepje"),
        type=PIIType.ID_NUMBER,
        pattern=Regex(
            r"(?<!\w)[A-Z0-9]{1,8}(?: (?:slash|streepje|punt) [A-Z0-9]{1,10}){1,4}(?!\w)",
            re.IGNORECASE,
        ),
        before=words(rf"\b{_PAPER}(?=\W)[^.!?\n\d]{{0,20}}\Z"),
        accept=lambda text: re.search(r"\d", text) is not None,
        score=0.7,
        source="AVG art. 87; signs written out",
    ),
)
"""Rules for plates, dates of birth and documents, most specific first."""
