"""Recognisers of bank accounts and of accounts of digital money."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

import re
from typing import Final

from privacy.detect.checksum import digits, mod97
from privacy.detect.recogniser import Recogniser, Regex, words
from privacy.detect.span import PIIType
from privacy.detect.spoken import DIGIT_WORD, UNIT

_BANKS: Final = (
    "abna",
    "rabo",
    "ingb",
    "snsb",
    "asnb",
    "rbrb",
    "trio",
    "knab",
    "bunq",
    "revo",
    "fvlb",
    "nnba",
)
"""Codes of Dutch banks. Source: SWIFT, BIC directory."""
_IBAN_DIGITS = 12
_IBAN_SEP = r"[ .\-/_*|\n]"
_IBAN_LENGTHS: Final = {
    15: "NO", 16: "BE", 18: "DK FI FO GL", 19: "MK SI", 20: "AT BA EE KZ LT LU XK",
    21: "CH HR LI LV", 22: "BG DE GB GE IE ME RS", 23: "AE GI IL IQ TL", 24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "PT ST", 26: "IS TR", 27: "FR GR IT MC MR SM", 28: "AL AZ BY CY DO GT HU LB PL SV", 29: "BR EG PS QA UA", 30: "JO KW MU",
}  # fmt: skip
"""Length of an IBAN -> the countries that have it."""
_IBANS = "|".join(
    rf"(?:{'|'.join(countries.split())})\d\d(?:{_IBAN_SEP}?[A-Z0-9]){{{length - 4}}}"
    for length, countries in _IBAN_LENGTHS.items()
)

ACCOUNTS: Final = (
    Recogniser(
        id="nl.iban",
        min_digits=8,
        needs=(
            "nl",
            "n l",
            "n-l",
        ),
        type=PIIType.IBAN,
        pattern=Regex(
            rf"(?<![^\W_])N{_IBAN_SEP}?L{_IBAN_SEP}?[\dO]{_IBAN_SEP}?[\dO]{_IBAN_SEP}{{0,2}}[A-Z](?:{_IBAN_SEP}?[A-Z]){{3}}(?:{_IBAN_SEP}{{0,2}}[\dO]){{10}}(?!\d)",
            re.IGNORECASE,
        ),
        score=0.95,
        source="ISO 13616; SWIFT IBAN registry, NL",
    ),
    Recogniser(
        id="nl.iban.bank",
        min_digits=10,
        needs=_BANKS,
        type=PIIType.IBAN,
        pattern=Regex(
            rf"(?<![^\W_])(?:(?:nl|en el)[ .-]?)?(?:\d\d[ .-]?)?(?:{'|'.join(_BANKS)})(?:[ .-]?\d){{10}}(?!\d)",
            re.IGNORECASE,
        ),
        score=0.85,
        source="ISO 13616; the code of a Dutch bank and an account number, without the country",
    ),
    Recogniser(
        id="intl.iban.printed",
        min_digits=12,
        gate=Regex(r"[A-Z]{2}\d\d [A-Z0-9]{4} "),
        type=PIIType.IBAN,
        pattern=Regex(r"(?<![\w-])[A-Z]{2}\d\d(?: [A-Z0-9]{4}){3,7}(?: [A-Z0-9]{1,3})?(?![\w-])"),
        accept=lambda text: len(digits(text)) >= _IBAN_DIGITS,
        score=0.7,
        source="ISO 13616: printed in groups of four, whatever the country",
    ),
    Recogniser(
        id="nl.iban.spoken",
        min_digits=0,
        needs=("nl",),
        gate=Regex(DIGIT_WORD + "|tig|tien", re.IGNORECASE),
        type=PIIType.IBAN,
        pattern=Regex(
            rf"(?<![^\W_])NL(?:[ .,\-]{{0,3}}(?:{UNIT}|\d)){{1,3}}[ .,\-]{{0,3}}[A-Z]{{4}}(?:[ .,\-]{{0,3}}(?:{UNIT}|\d)){{5,10}}(?!\w)",
            re.IGNORECASE,
        ),
        score=0.85,
        source="ISO 13616; digits written as words, to evade filters",
    ),
    Recogniser(
        id="intl.iban.mod97",
        min_digits=8,
        gate=Regex(r"[A-Za-z]{2}\d{2}"),
        type=PIIType.IBAN,
        pattern=Regex(rf"(?<![^\W_])(?:{_IBANS})(?![^\W_])", re.IGNORECASE),
        accept=mod97,
        score=0.95,
        source="ISO 13616; SWIFT IBAN registry, length per country",
    ),
    Recogniser(
        id="intl.iban.context",
        min_digits=8,
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
        pattern=Regex(
            r"(?<![^\W_])[A-Z]{2}[ .\-]?\d{2}(?:[ .\-]?[A-Z]{4})?(?:[ .\-]?\d){8,26}(?![ ]?\d|[^\W_])",
            re.IGNORECASE,
        ),
        before=words(r"\b(?:iban|rek(?:ening\w*|\.|nr)|overmaken|storten|betal\w+|t\.?n\.?v)\b"),
        after=words(r"\A.{0,12}\biban\b"),
        score=0.7,
        source="ISO 13616; check digits mistyped",
    ),
    Recogniser(
        id="nl.account.named",
        min_digits=7,
        needs=("rek", "giro"),
        type=PIIType.IBAN,
        pattern=Regex(r"(?<![\w€$#+])(?:\d{7}|\d(?:[ .]?\d){8,9})(?![.,]?\d|[^\W_]| ?(?:euro|,-))"),
        before=words(
            r"\b(?:(?:bank|giro)?rekening(?:nummer|nr)?|reknr|giro(?:nummer|nr)?)\W[^.!?\n\d]{0,12}\Z"
        ),
        score=0.65,
        source="AVG art. 4(1); an account number from before IBAN",
    ),
    Recogniser(
        id="intl.wallet",
        min_digits=4,
        gate=Regex(r"bc1|0x|[13][1-9A-HJ-NP-Za-km-z]{25}"),
        type=PIIType.IBAN,
        pattern=Regex(
            r"(?<!\w)(?:(?=\w*[a-z])(?=\w*[A-Z])[13][1-9A-HJ-NP-Za-km-z]{25,33}|bc1[a-z0-9]{25,59}|0x[0-9a-fA-F]{40})(?!\w)"
        ),
        score=0.9,
        source="AVG art. 4(1), online identifier; BIP-173, EIP-55: an account of digital money",
    ),
)
"""Rules for accounts, most specific first."""
