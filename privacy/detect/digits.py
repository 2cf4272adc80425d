"""Recognisers of numbers: telephone, bank account, BSN, IP address, coordinates."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

import re
from typing import Final

from privacy.detect.checksum import digits, elfproef, mod97, octets
from privacy.detect.recogniser import Recogniser, words
from privacy.detect.span import PIIType

_SEP = r"[ .\-/()_•|]{0,3}"
_GOODS = words(
    r"\b(?:artikel|art\.? ?nr|model|bestel|order|onderdeel|ean|isbn|issn|barcode|track|zending|"
    r"pakket|factuur|chipn|kvk|btw|klantn|score|versie|type)\w*\W+(?:\w+\W+){0,2}\Z"
)
_AREA = re.compile(r"0(?:6[1-9]|1[0135-8]|2[0-46-9]|3[0-8]|4[0-13-9]|5[0-9]|7[0-9]|8[4578]|9[17])")
_DATE_LIKE = re.compile(r"\(?\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d\d(?!\d)|\d{4}-\d\d?-\d\d?(?!\d)")
_UNIT = (
    r"(?:nul|een|één|eén|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|"
    r"vijftien|zestien|zeventien|achttien|negentien|"
    r"(?:(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)(?:[eë]n|ën))?"
    r"(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)|dubbel)"
)
_TEN: Final = re.compile(r"tien|elf|twaalf|dertien|veertien|tig")
_BSN_WORD = words(r"\b(?:bsn|burger ?service|sofi|b\.s\.n|bs-?nummer)")
_NO_BSN = words(
    r"\b(?:klantn|bestel|order|isbn|kvk|artikel|score|factuur|zending|track|code|barcode|"
    r"dossier|zaak|polis|chip)\w*\W+(?:\w+\W+){0,2}\Z|geen bsn|niet (?:mijn|m'?n|het) bsn|[€$#]\s?\Z|[=/]\Z"
)


def _is_dutch_number(text: str) -> bool:
    return _AREA.match("0" + digits(text)[-9:]) is not None and _DATE_LIKE.match(text) is None


def _is_spoken_number(text: str) -> bool:
    parts = re.findall(r"[^\W\d_]+|\d", text.lower())
    spoken = [part for part in parts if not part.isdigit()]
    length = sum(2 if _TEN.search(part) else 1 for part in parts if part != "dubbel")
    return len(spoken) >= 2 and 8 <= length <= 13  # noqa: PLR2004 - digits of a number


def _is_geographic(text: str) -> bool:
    found = re.findall(r"\d+[.,]?\d*", text)
    return float(found[0].replace(",", ".")) <= 90  # noqa: PLR2004 - degrees of latitude


NUMBERS: Final = (
    Recogniser(
        id="nl.phone.national",
        min_digits=9,
        type=PIIType.PHONE,
        pattern=re.compile(
            rf"(?<![\w+])(?<!\d[.,/-])\(?[0Oo](?:{_SEP}\d){{9}}(?![.,/-]?\d|[^\W_])"
        ),
        accept=_is_dutch_number,
        unless=_GOODS,
        score=0.9,
        source="Telecommunicatiewet; Nummerplan telefoon- en ISDN-diensten",
    ),
    Recogniser(
        id="intl.phone.e164",
        min_digits=9,
        type=PIIType.PHONE,
        pattern=re.compile(
            rf"(?<![\w+])(?:\+|00)[ (]{{0,2}}(?:31{_SEP}\(?0?\)?(?:{_SEP}\d){{9}}"
            rf"|[1-9]\d{{0,2}}(?:{_SEP}\d){{7,11}})(?![.,/-]?\d|[^\W_])"
        ),
        unless=_GOODS,
        score=0.9,
        source="ITU-T E.164",
    ),
    Recogniser(
        id="nl.phone.spoken",
        min_digits=0,
        needs=("nul", "plus", "06 ", "06,", "0 6", "06-", "06.", "06/"),
        type=PIIType.PHONE,
        pattern=re.compile(
            rf"(?<!\w)(?:nul|0|plus|\+)(?:[ ,.\-/]{{0,3}}(?:{_UNIT}|\d)){{3,12}}(?!\w)",
            re.IGNORECASE,
        ),
        accept=_is_spoken_number,
        score=0.8,
        source="digits written as words, to evade filters",
    ),
    Recogniser(
        id="nl.iban",
        min_digits=12,
        needs=(
            "nl",
            "n l",
        ),
        type=PIIType.IBAN,
        pattern=re.compile(
            r"(?<![^\W_])NL[ .\-]?\d[ .\-]?\d[ .\-]{0,2}[A-Z]{4}(?:[ .\-]{0,2}\d){10}(?!\d)",
            re.IGNORECASE,
        ),
        score=0.95,
        source="ISO 13616; SWIFT IBAN registry, NL",
    ),
    Recogniser(
        id="intl.iban.mod97",
        min_digits=10,
        gate=re.compile(r"[A-Z]{2}\d{2}"),
        type=PIIType.IBAN,
        pattern=re.compile(
            r"(?<![^\W_])[A-Z]{2}\d{2}(?:(?:[ .\-]?\d){11,26}|[ .\-]?[A-Z]{4}(?:[ .\-]?\d){8,20})"
            r"(?![ ]?\d|[^\W_])"
        ),
        accept=mod97,
        score=0.95,
        source="ISO 13616",
    ),
    Recogniser(
        id="intl.iban.context",
        min_digits=10,
        needs=(
            "iban",
            "rek",
            "overma",
            "storten",
            "betal",
            "tnv",
            "t.n",
        ),
        type=PIIType.IBAN,
        pattern=re.compile(
            r"(?<![^\W_])[A-Z]{2}[ .\-]?\d{2}(?:[ .\-]?[A-Z]{4})?(?:[ .\-]?\d){8,26}(?![ ]?\d|[^\W_])",
            re.IGNORECASE,
        ),
        before=words(r"\b(?:iban|rek(?:ening\w*|\.|nr)|overmaken|storten|betal\w+|t\.?n\.?v)\b"),
        score=0.7,
        source="ISO 13616; check digits mistyped",
    ),
    Recogniser(
        id="nl.bsn.elfproef",
        min_digits=9,
        type=PIIType.BSN,
        pattern=re.compile(r"(?<![\w€$#+])(?<!\d[.,/:-])\d(?:[ .\-]?\d){8}(?![.,/:-]?\d|[^\W_])"),
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
        pattern=re.compile(r"(?<![\w€$#+])\d(?:[ .\-/_]{0,3}\d){7,8}(?![.,]?\d|[^\W_])"),
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
        pattern=re.compile(
            rf"(?<!\w)(?:{_UNIT}|\d)(?:[ ,.\-/]{{0,3}}(?:{_UNIT}|\d)){{5,9}}(?!\w)", re.IGNORECASE
        ),
        accept=_is_spoken_number,
        before=_BSN_WORD,
        score=0.8,
        source="digits written as words, to evade filters",
    ),
    Recogniser(
        id="intl.ip.v4",
        needs=(".",),
        gate=re.compile(r"\d\.\d{1,3}\.\d"),
        type=PIIType.IP_ADDRESS,
        pattern=re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d|[^\W_])"),
        accept=octets,
        unless=words(r"\b(?:versie|version|v|firmware|update|patch|build|release|ios)\W{0,2}\Z"),
        score=0.9,
        source="RFC 791; HvJ EU C-582/14 (Breyer)",
    ),
    Recogniser(
        id="intl.ip.v4.obfuscated",
        needs=(
            "dot",
            "punt",
            "[.",
            "(.",
            "{.",
        ),
        type=PIIType.IP_ADDRESS,
        pattern=re.compile(
            r"(?<![\w.])\d{1,3}(?:(?: ?[\[({] ?(?:\.|dot|punt) ?[\])}] ?| (?:dot|punt) )\d{1,3}){3}(?!\w)",
            re.IGNORECASE,
        ),
        score=0.85,
        source="RFC 791; dots written out",
    ),
    Recogniser(
        id="intl.ip.v6",
        min_digits=0,
        needs=(
            "::",
            ":",
        ),
        gate=re.compile(r"::|(?::[0-9a-fA-F]{1,4}){5}"),
        type=PIIType.IP_ADDRESS,
        pattern=re.compile(
            r"(?<![\w:.])(?=[0-9a-f:]*[0-9a-f]{3})(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}"
            r"|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}|(?:[0-9a-f]{1,4}:){2,7}:)(?![\w:])",
            re.IGNORECASE,
        ),
        score=0.9,
        source="RFC 4291",
    ),
    Recogniser(
        id="geo.decimal",
        min_digits=8,
        needs=(
            ".",
            ",",
        ),
        gate=re.compile(r"\d[.,]\d{4}"),
        type=PIIType.COORDINATES,
        pattern=re.compile(
            r"(?<![\w.,])(?:[NS] ?)?-?\d{1,2}[.,]\d{4,8}(?: ?°)?(?: ?[NS]\b)?(?: ?[,;/|] ?| )"
            r"(?:[EOW] ?)?-?\d{1,3}[.,]\d{3,8}(?: ?°)?(?: ?[EOW]\b)?(?![\w]|[.,]\d)"
        ),
        accept=_is_geographic,
        score=0.9,
        source="ISO 6709",
    ),
    Recogniser(
        id="geo.decimal.nl",
        min_digits=8,
        needs=(".",),
        gate=re.compile(r"5[0-3]\.\d{3}"),
        type=PIIType.COORDINATES,
        pattern=re.compile(
            r"(?<![\w.,])(?:[NS] ?)?5[0-3]\.\d{3,8}(?: ?°)?(?: ?[NS]\b)?(?: ?[,;/|] ?| )"
            r"(?:[EOW] ?)?[3-7]\.\d{3,8}(?: ?°)?(?: ?[EOW]\b)?(?![\w]|[.,]\d)"
        ),
        score=0.9,
        source="ISO 6709, within the Netherlands",
    ),
    Recogniser(
        id="geo.sexagesimal",
        min_digits=5,
        gate=re.compile(r"°|[NE] ?\d"),
        needs=(
            "°",
            "n5",
            "n 5",
        ),
        type=PIIType.COORDINATES,
        pattern=re.compile(
            r"(?<![\w.,])(?:[NS] ?)?\d{1,2}(?: ?° ?| )\d{1,2}(?:[.,]\d{1,5})?[' ]{0,2}"
            r"(?:\d{1,2}(?:[.,]\d{1,4})?[\"' ]{0,3})?[NS]?[ ,;/]{0,3}(?:[EOW] ?)?\d{1,3}(?: ?° ?| )\d{1,2}"
            r"(?:[.,]\d{1,5})?[' ]{0,2}(?:\d{1,2}(?:[.,]\d{1,4})?[\"']{1,2})?(?: ?[EOW]\b)?(?![\w])"
        ),
        accept=lambda text: "°" in text or {"N", "E"} <= set(text) or {"N", "O"} <= set(text),
        score=0.9,
        source="ISO 6709",
    ),
)
"""Rules for numbers, most specific first."""
