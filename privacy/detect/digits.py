"""Recognisers of numbers: telephone, payment card, BSN, IP address."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

import re
from typing import Final

from privacy.detect.checksum import digits, elfproef, luhn, octets
from privacy.detect.recogniser import Recogniser, Regex, words
from privacy.detect.span import PIIType
from privacy.detect.spoken import DIGIT_WORD, UNIT, is_counting, is_spoken_number, spoken_length

_SEP = r"[ .\-/()\[\]'_•|*~,+x=\n]{0,5}"
_GAP = r"[ .\-/()_•|*~]{0,3}"
_DIGIT = r"[\dOoIil]"
_LOOKALIKE: Final = str.maketrans("OoIil", "00111")
_LEAST_DIGITS = 6
_ONE_TOO_MANY = 11
_LOCAL_DIGITS = (6, 7)
_GOODS = words(
    r"\b(?:artikel|art\.? ?nr|model|bestel|order|onderdeel|ean|isbn|issn|barcode|track|zending|"
    r"pakket|factuur|chipn|kvk|btw|klantn|score|versie|type)\w*\W+(?:\w+\W+){0,2}\Z"
)
_AREA = re.compile(r"0(?:6[1-9]|1[0135-8]|2[0-46-9]|3[0-8]|4[0-13-9]|5[0-9]|7[0-9]|8[4578]|9[17])")
_DATE_LIKE = re.compile(r"\(?\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d\d(?!\d)|\d{4}-\d\d?-\d\d?(?!\d)")
_BSN_WORD = words(r"\b(?:bsn|burger ?service|sofi|b\.s\.n|bs-?nummer)")
_NO_BSN = words(
    r"\b(?:klantn|bestel|order|isbn|kvk|artikel|score|factuur|zending|track|code|barcode|"
    r"dossier|zaak|polis|chip)\w*\W+(?:\w+\W+){0,2}\Z|geen bsn|niet (?:mijn|m'?n|het) bsn|[€$#]\s?\Z|[=/]\Z"
)


def _is_dutch_number(text: str) -> bool:
    number = digits(text.translate(_LOOKALIKE))
    return (
        len(digits(text)) >= _LEAST_DIGITS
        and _AREA.match("0" + number[-9:]) is not None
        and _DATE_LIKE.match(text) is None
    )


def _is_mistyped(text: str) -> bool:
    """Tell whether a digit too few or too many may be a telephone number, not a date or code."""
    return len(digits(text)) == _ONE_TOO_MANY or (" " in text and _DATE_LIKE.match(text) is None)


def _is_row_of_words(text: str) -> bool:
    length, said = spoken_length(text)
    return said == length and not is_counting(text)


NUMBERS: Final = (
    Recogniser(
        id="nl.phone.national",
        again=True,
        min_digits=_LEAST_DIGITS,
        type=PIIType.PHONE,
        pattern=Regex(
            rf"(?<![\w+])(?<!\d[.,-])(?<!(?<!\d{{6}})(?<=\d)/)(?:\(?[0Oo](?:{_SEP}{_DIGIT}){{9}}|06(?::\d\d){{4}}|06 ?: ?\d(?:[ .-]?\d){{7}})(?![.,:-]?\d|/\d{{1,4}}(?!\d)|[^\W_])"
        ),
        accept=_is_dutch_number,
        unless=_GOODS,
        score=0.9,
        source="Telecommunicatiewet; Nummerplan telefoon- en ISDN-diensten",
    ),
    Recogniser(
        id="nl.phone.mistyped",
        again=True,
        min_digits=9,
        needs=("06", "0 6"),
        type=PIIType.PHONE,
        pattern=Regex(
            r"(?<![\w+€])(?<!\d[.,/-])0 ?6(?:[ .\-/]{0,3}\d){7}(?:(?:[ .\-/]{0,3}\d){2})?(?![.,/-]?\d|[^\W_])"
        ),
        accept=_is_mistyped,
        unless=_GOODS,
        score=0.7,
        source="Nummerplan; a mobile number with a digit too few or too many",
    ),
    Recogniser(
        id="intl.phone.e164",
        min_digits=9,
        type=PIIType.PHONE,
        pattern=Regex(
            rf"(?<![\w+])(?:\+|00|[Pp]lus )[ (]{{0,2}}(?:31{_GAP}\(?0?\)?(?:{_GAP}\d){{9}}"
            rf"|[1-9]\d{{0,2}}(?:{_GAP}\d){{7,12}})(?![.,/-]?\d|[^\W_])"
        ),
        unless=_GOODS,
        score=0.9,
        source="ITU-T E.164",
    ),
    Recogniser(
        id="nl.phone.bare",
        min_digits=11,
        needs=("316", "31 6", "31-6", "31.6"),
        type=PIIType.PHONE,
        pattern=Regex(r"(?<![\w+€.,/-])31[ .-]?6(?:[ .-]?\d){8}(?![.,/-]?\d|[^\W_])"),
        unless=_GOODS,
        score=0.75,
        source="ITU-T E.164; a mobile number of the Netherlands without plus",
    ),
    Recogniser(
        id="nl.phone.spoken",
        min_digits=0,
        needs=(
            "nul",
            "plus",
            "zero",
            "06",
            "0 6",
            "o6",
            "o 6",
            "o zes",
            "0six",
            "0zes",
            "0 zes",
            "0-zes",
            "036",
        ),
        gate=Regex(DIGIT_WORD + "|tig|tien", re.IGNORECASE),
        type=PIIType.PHONE,
        pattern=Regex(
            rf"(?<!\w)(?:nul|zero|0|o(?= ?6| zes)|plus|\+)(?:(?: en |[ ,.\-/()]{{0,3}})(?:{UNIT}|\d)){{3,12}}(?!\w)",
            re.IGNORECASE,
        ),
        accept=is_spoken_number,
        score=0.8,
        source="digits written as words, to evade filters",
    ),
    Recogniser(
        id="nl.phone.spoken.row",
        min_digits=0,
        needs=("nul", "zes ", "acht ", "negen ", "vijf ", "six ", "eight ", "nine "),
        gate=Regex(rf"(?:{DIGIT_WORD}\W+){{4}}", re.IGNORECASE),
        type=PIIType.PHONE,
        pattern=Regex(
            rf"(?<!\w){DIGIT_WORD}(?:[ ,.\-/]{{1,3}}{DIGIT_WORD}){{6,12}}(?!\w)", re.IGNORECASE
        ),
        accept=_is_row_of_words,
        score=0.6,
        source="a row of seven digits or more written as words that does not count",
    ),
    Recogniser(
        id="nl.phone.short",
        min_digits=9,
        needs=("bel", "app", "nummer", "nr", "tel", "mob", "sms"),
        type=PIIType.PHONE,
        pattern=Regex(
            r"(?<![\w+€.,/#-])6[ .-]?[1-58](?:[ .-]?\d){7}(?![.,/-]?\d|[^\W_])|(?<![\w+€.,/#-])6(?: \d){8}(?![ .,/-]?\d|[^\W_])"
        ),
        before=words(
            r"\b(?:bel\w{0,3}|app\w{0,3}|whatsapp\w*|wapp|nummer|nr|tel(?:efoon\w*)?|mob\w*|sms\w*)\b[^.!?\n\d]{0,30}\Z"
        ),
        unless=_GOODS,
        score=0.65,
        source="Nummerplan; a mobile number without its zero, named as such",
    ),
    Recogniser(
        id="nl.phone.parted",
        min_digits=8,
        needs=("06",),
        type=PIIType.PHONE,
        pattern=Regex(r"(?<![\w+€.,/#-])[1-58]\d(?:[ .-]?\d){6}(?![.,/-]?\d|[^\W_]| ?euro)"),
        accept=lambda text: _DATE_LIKE.match(text) is None,
        before=words(
            r"(?<![\d.,:/-])06(?:-?nummer|-?nr\.?| is| en| dan| daarna| gevolgd door|[ :.]){1,5}\Z"
        ),
        unless=_GOODS,
        score=0.7,
        source="Nummerplan; a mobile number apart from its 06",
    ),
    Recogniser(
        id="de.phone.mobile",
        min_digits=10,
        needs=("015", "016", "017"),
        type=PIIType.PHONE,
        pattern=Regex(r"(?<![\w+€.,-])01[567]\d[ /-]?\d{3,4}[ -]?\d{3,4}(?![.,/-]?\d|[^\W_])"),
        before=words(
            r"\b(?:duits\w*|handy|bel\w{0,3}|app\w{0,3}|whatsapp|nummer|nr|tel\w*|mob\w*|sms)\b"
        ),
        unless=_GOODS,
        score=0.65,
        source="Bundesnetzagentur: mobile numbers, named as such",
    ),
    Recogniser(
        id="nl.phone.local",
        min_digits=7,
        needs=("tel", "bel", "telefoon"),
        type=PIIType.PHONE,
        pattern=Regex(
            r"(?<![\w+€.,/#-])[2-8]\d\d?(?:[ .-]?\d\d\d?){2,3}(?![.,/-]?\d|[^\W_]| ?(?:euro|uur))"
        ),
        accept=lambda text: len(digits(text)) in _LOCAL_DIGITS,
        before=words(
            r"\b(?:tel(?:efoon)?(?:nummer|nr)?|tel\.?nr|bel(?:len)?(?: (?:me|mij|ons|naar|op|even|ff)){0,3})\W{1,3}(?:is )?\Z"
        ),
        unless=_GOODS,
        score=0.6,
        source="Nummerplan; a number within its area, named as such",
    ),
    Recogniser(
        id="nl.phone.tail",
        min_digits=8,
        needs=("zes ", "zes,", "zes-"),
        type=PIIType.PHONE,
        pattern=Regex(
            r"(?<!\w)zes[ ,-]{1,2}(?:en )?(?:dan )?\d(?:[ .-]?\d){7,8}(?![.,]?\d|[^\W_]| ?euro)",
            re.IGNORECASE,
        ),
        score=0.7,
        source="Nummerplan; a mobile number whose 06 is said, perhaps with a digit too many",
    ),
    Recogniser(
        id="intl.card.luhn",
        min_digits=13,
        type=PIIType.ID_NUMBER,
        pattern=Regex(r"(?<![\w-])[2-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?![\w-]|[.,]\d)"),
        accept=luhn,
        unless=_GOODS,
        score=0.8,
        source="ISO/IEC 7812-1: number of a payment card, Luhn check",
    ),
    Recogniser(
        id="nl.bsn.elfproef",
        min_digits=9,
        type=PIIType.BSN,
        pattern=Regex(r"(?<![\w€$#+])(?<!\d[.,/:-])\d(?:[ .\-]?\d){8}(?![.,/:-]?\d|[^\W_])"),
        accept=lambda text: elfproef(text) and _DATE_LIKE.match(text) is None,
        unless=_NO_BSN,
        not_after=words(r"[^\w]{0,3}(?:is |dat is |en dat is )?geen bsn"),
        score=0.8,
        source="Wet algemene bepalingen burgerservicenummer, art. 1; 11-proef",
    ),
    Recogniser(
        id="nl.bsn.context",
        min_digits=8,
        needs=(
            "bsn",
            "burger",
            "sofi",
            "b.s.n",
            "bs-n",
            "bsnum",
        ),
        type=PIIType.BSN,
        pattern=Regex(
            r"(?:(?<![\w€$#+])|(?<=bsn)|(?<=nummer)|(?<=nr))\d(?:[ .\-/_*~|\n]{0,3}\d){7,8}(?![.,]?\d|[^\W_])",
            re.IGNORECASE,
        ),
        before=_BSN_WORD,
        unless=words(r"geen bsn|(?:klant|order|bestel|dossier|zaak)\w*\W+\Z"),
        score=0.85,
        source="Wet algemene bepalingen burgerservicenummer, art. 1; named as such",
    ),
    Recogniser(
        id="nl.bsn.spoken",
        min_digits=0,
        needs=(
            "bsn",
            "burger",
            "sofi",
            "b.s.n",
        ),
        type=PIIType.BSN,
        pattern=Regex(
            rf"(?<!\w)(?:{UNIT}|\d)(?:[ ,.\-/]{{0,3}}(?:{UNIT}|\d)){{3,9}}(?!\w)", re.IGNORECASE
        ),
        accept=is_spoken_number,
        before=_BSN_WORD,
        score=0.8,
        source="digits written as words, to evade filters",
    ),
    Recogniser(
        id="intl.ip.v4",
        needs=(".",),
        gate=Regex(r"\d\.\d{1,3}\.\d"),
        type=PIIType.IP_ADDRESS,
        pattern=Regex(
            r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d|[^\W_])(?::\d{2,5}(?!\d)|/\d\d?(?!\d))?"
        ),
        accept=octets,
        unless=words(
            r"\b(?:versie|version|v|firmware|update|patch|build|release|ios|openssl|node|python|php|java|kernel|chrome|android|windows|driver|plugin|ubuntu|debian)\W{0,2}\Z"
        ),
        score=0.9,
        source="RFC 791; HvJ EU C-582/14 (Breyer)",
    ),
    Recogniser(
        id="intl.ip.v4.obfuscated",
        needs=("dot", "punt", " . ", ".o"),
        type=PIIType.IP_ADDRESS,
        pattern=Regex(
            r"(?<![\w.])\d{1,3}(?:(?: (?:dot|punt) | \. )\d{1,3}){3}(?!\w)"
            r"|(?<![\w.])\d{1,3}(?=(?:\.\d{1,3}){0,2}\.O)(?:\.(?:\d{1,3}|O)){3}(?!\.?\w)",
            re.IGNORECASE,
        ),
        score=0.85,
        source="RFC 791; dots written out",
    ),
    Recogniser(
        id="intl.ip.v4.named",
        needs=("ip",),
        type=PIIType.IP_ADDRESS,
        pattern=Regex(
            r"(?<![\w.])\d{1,3}(?:(?:-\d{1,3}){3}|(?:_\d{1,3}){3}|(?: \d{1,3}){3}|(?:, ?\d{1,3}){3}|(?:\. \d{1,3}){3})(?![.,]?\d|[^\W_])"
        ),
        accept=octets,
        before=words(r"\bip(?:-?adres|v4)?\b[^.!?\n\d]{0,20}\Z"),
        score=0.8,
        source="RFC 791; other separators, named as such",
    ),
    Recogniser(
        id="intl.ip.v6",
        min_digits=0,
        needs=(
            "::",
            ":",
        ),
        gate=Regex(r"::|(?::[0-9a-fA-F]{1,4}){5}"),
        type=PIIType.IP_ADDRESS,
        pattern=Regex(
            r"(?<![\w:.])(?=[0-9a-f:]*[0-9a-f]{3})(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}"
            r"|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}|(?:[0-9a-f]{1,4}:){2,7}:|::ffff:\d{1,3}(?:\.\d{1,3}){3})(?:%\w{1,15}|/\d{1,3})?(?![\w:])",
            re.IGNORECASE,
        ),
        score=0.9,
        source="RFC 4291",
    ),
)
"""Rules for numbers, most specific first."""
