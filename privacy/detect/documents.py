"""Recognisers of numbers of documents, cases and cards."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

import re
from typing import Final

from privacy.detect.recogniser import Recogniser, Regex, words
from privacy.detect.span import PIIType
from privacy.detect.spoken import DIGIT_WORD, UNIT, is_counting

_THINGS = (
    r"be?stel|order|artikel|art[^\W\d_]*nr|factuur|huis|tel|mob|bus|lijn|rug|shirt|kamer|volg|versie|model|kavel|nood|alarm|rek|bank|giro|track|zending|pakket|product|"
    r"onderdeel|type|lot|start|plaats|perron|vlucht|trein|rit|prijs|isbn|ean|kvk|btw|bsn|sofi|burgerservice|fax|post|kenteken|storing|ticket|pagina|motie|"
    r"stuk|chip|atoom|bel|app|whatsapp|sms|info|park|halte|wagen|auto|flat|portiek|lied|titel|voicemail|paspoort|dossier"
)
"""How words begin whose number is of a thing, not of a person."""
_OTHER_WORDS = (
    r"mijn|het|een|dit|dat|welk|geheim|verkeerd|nieuw|oud|vast|goed|fout|zijn|haar|hun|ons|op|onder|met|van|eigen|ander|zelfde|favoriet|laatste|eerste|tweede|derde|"
    r"voor|door|direct|gratis|kort|rood|groen|de|en|die|jouw|je|m'n|mn|zn|dr|uw|service|klantenservice"
)
"""Words before `nummer` that do not say whose number it is."""
_PAPER = (
    r"(?:paspoort\w*|pas(?:nr|nummer)|id(?:-?kaart|-?bewijs|-?nr|-?nummer)?|identiteits\w+|"
    r"rijbewijs\w*|verblijfs\w+|document\w*|v[- ]?n(?:umme)?r|ind[- ]?(?:nr|nummer|zaak)|referentie\w*|vreemdelingen\w+|visum\w*|"
    r"stud(?:ent(?:en)?)?-?\w*n(?:umme)?r|studentnummer|leerling\w*|llnr|llnummer|zaak\w*|dossier\w*|aangifte\w*|"
    r"klacht\w*|melding\w*|meld(?:nr|nummer)|kenmerk|proces-?verbaal|pv|bvh|mutatie\w*|"
    r"lid(?:maatschaps?)?-?(?:nr|nummer)|lidpas|\w*polis\w*|pati[eë]nt\w*|cli[eë]nt\w*|"
    r"personeels\w+|medewerkers?\w+|werknemers?(?:nr|nummer)|examen\w+|eindexamen\w*|"
    r"inschrijf\w+|\w{0,15}registratie\w*|abonnement\w*|serie(?:nr|nummer)|frame(?:nr|nummer)|chassis\w*|imei|"
    r"kluis\w*|ontvangst(?:nr|nummer)|speler[ -]id|ov-?(?:fiets|chip)\w*|\w*pas|big(?:-?nr|-?nummer)?|agb(?:-?code)?|"
    r"studentenkamer|aanklacht\w*|parket\w*|rol(?:nr|nummer)|sollicitatie(?:nr|nummer)|beschikking\w*|bezwaar\w*|inburger\w*|digid\w*|kaart(?:nr|nummer)|coa|cjib|boete\w*|credit-?card|betaalpas|bank-?pas|toegangs?pas|"
    r"vergunning(?:s?nr|s?nummer)|diploma(?:nr|nummer)|dienst(?:nr|nummer)|zorg(?:nr|nummer|pas)|ref|"
    r"(?:studenten|leerlingen|leden|cli[eë]nten|bibliotheek|zorg|stads|verzekerings)kaart|"
    rf"(?!{_THINGS}|(?:{_OTHER_WORDS})e? )[^\W\d_]{{3,25}}[- ]?(?:nr|nummer))"
)
_PAPER_SIGNS = (
    "nr", "nummer", "pas", "id", "rijbewijs", "verblijf", "document", "ref", "vreemdeling", "visum",
    "stud", "leerling", "zaak", "dossier", "aangifte", "klacht", "melding", "kenmerk", "verbaal", "pv", "bvh", "mutatie", "lid", "polis",
    "pati", "cli", "personeel", "medewerker", "werknemer", "examen", "inschrijf", "registratie", "abonnement", "chassis", "imei", "kluis",
    "speler", "ov", "big", "agb", "parket", "beschikking", "bezwaar", "inburger", "kaart", "coa", "cjib", "boete", "credit",
    "deelnemer", "kandidaat", "huurder", "gedetineerde", "verzekerde",
)  # fmt: skip
"""Parts of the words above: a text without any of them is not searched."""
_NUMBER = r"(?-i:(?!(?:ID|NR|PV|BSN|BIG|REF|COA|IND|OV|BVH|UWV|DUO|CJIB|CBR|RDW|OM|NS) )[A-Z]{1,4} )?(?:\d )?(?=(?:[A-Z./-]{0,5}\d){4})[A-Z]{0,5}[-/. ]?[A-Z0-9]{1,20}(?:[-/.][A-Z0-9]{1,20}){0,4}(?: \d{3,6}){0,4}(?: \d(?!\w))?"
_GROUPS = r"\d{1,4}(?:[ .](?:\d|(?-i:O)){2,4}){2,5}(?: \d)?"
_END = r"(?![\w]|[.,:]\d)(?! ?(?:euro|,-|%|km|kg|uur|m2|man|mensen|jaar))"
_MIXED = r"(?=[0-9]{0,14}[A-Z])(?=[A-Z]{0,14}[0-9])[A-Z0-9]{7,14}"
_CODE = words(
    r"\b(?:kortings?\w*|code|boekings\w*|vlucht\w*|zending\w*|track\w*|bestel\w*|order\w*|"
    r"artikel\w*|model|kleur|(?:btw|kvk)[- ]?(?:nummer|nr)?|isbn|versie|wachtwoord|ww|update|patch|firmware|windows|build|pakket\w*)\W+(?:is |met )?\Z"
)


def _is_number(text: str) -> bool:
    """Tell a document number from a year, an amount, a telephone number."""
    count = len(re.findall(r"\d", text))
    mixed = re.search(r"[A-Za-z/-]", text) is not None
    return count >= (4 if mixed else 5) and not re.fullmatch(
        r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?|\d{1,3}(?:\.\d{3})+|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
        r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|0\d[-\d]{8,10}|0[89]00[- ]?\d{4,7}|14 ?0\d\d\d?",
        text,
    )


DOCUMENTS: Final = (
    Recogniser(
        id="nl.document.named",
        needs=_PAPER_SIGNS,
        type=PIIType.ID_NUMBER,
        pattern=Regex(rf"(?<![A-Z0-9./-])({_GROUPS}|{_NUMBER}){_END}", re.IGNORECASE),
        before=words(
            rf"\b{_PAPER}(?=\W)(?:[.]?[^.!?\n\d]{{0,28}}|[^.!?\n\d]{{0,12}}\bnr\.[^.!?\n\d]{{0,12}})\Z"
            r"|\b(?:mijn|m'?n|zijn|z'n|haar|d'r|uw|je) nummer (?:bij|van) [^.!?\n\d]{0,25}\Z"
            r"|\b(?:lid|werknemer|medewerker|personeelslid|deelnemer|kandidaat|huurder|gedetineerde|verzekerde)\W{1,3}\Z"
        ),
        accept=_is_number,
        score=0.75,
        source="Paspoortwet; WVW 1994; AVG art. 87",
    ),
    Recogniser(
        id="nl.document.said",
        min_digits=5,
        needs=("nummer", "nr", "kenmerk", "pas", "rijbewijs"),
        type=PIIType.ID_NUMBER,
        pattern=Regex(rf"(?<![A-Z0-9./-])({_NUMBER}){_END}", re.IGNORECASE),
        after=words(
            rf"\A,? (?:is|was|als|=) (?:mijn|m'n|mn|zijn|z'n|zn|haar|d'r|het|ons|uw|je) {_PAPER}(?!\w)"
        ),
        accept=_is_number,
        score=0.65,
        source="AVG art. 87; said to be such a number afterwards",
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
        id="nl.document.short",
        min_digits=3,
        needs=("nummer", "nr"),
        type=PIIType.ID_NUMBER,
        pattern=Regex(
            r"\b(?:leerling(?:en)?|student(?:en)?|lid(?:maatschaps)?|leden|personeels|medewerkers?|pas|klant|cli[eë]nt(?:en)?|pati[eë]nt(?:en)?|examen|kandidaat|dienst|deelnemers?|huurders?|polis|inschrijf)"
            r"[- ]?(?:nummer|nr\.?)[ :=]{1,3}(?:is |was )?((?!(?:19|20)\d\d(?!\d))\d{3,4})(?!\w|[.,:/-]\d)",
            re.IGNORECASE,
        ),
        score=0.6,
        source="AVG art. 87; a number of few digits right behind its name",
    ),
    Recogniser(
        id="nl.knvb",
        min_digits=2,
        needs=("relatie", "knvb"),
        type=PIIType.ID_NUMBER,
        pattern=Regex(r"(?<!\w)[A-Z]{4}\d{2}[A-Z\d](?!\w)"),
        before=words(r"\b(?:relatie(?:code|nr|nummer)|knvb)\b[^.!?\n]{0,20}\Z"),
        score=0.7,
        source="KNVB: code of a member",
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
        gate=Regex(r"[su]\d{3} ?\d{4}"),
        type=PIIType.ID_NUMBER,
        pattern=Regex(r"(?<![\w-])[su]\d{3} ?\d{4}(?![\w-])"),
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
        pattern=Regex(
            r"(?<![\w-])PL\d{4}[- ]?20\d{2}[- ]?\d{5,7}(?:-\d{1,2})?(?![\w-])", re.IGNORECASE
        ),
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
"""Rules for documents and cases, most specific first."""
