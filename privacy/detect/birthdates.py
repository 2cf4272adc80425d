"""Recognisers of dates of birth."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

import re
from typing import Final

from privacy.detect.checksum import calendar_date
from privacy.detect.recogniser import Recogniser, Regex, words
from privacy.detect.span import PIIType
from privacy.detect.spoken import TWO_DIGITS, UNIT

_MONTH = r"(?:jan|feb|mrt|maa|apr|mei|jun|jul|aug|sep|okt|nov|dec)"
_FULL_MONTH = r"(?:jan(?:uari)?|feb(?:ruari)?|mrt|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_ROMAN = r"(?:XI{0,2}|I{1,3}|I?V|VI{0,3}|IX)"
_DAY_WORD = (
    rf"(?:{TWO_DIGITS}(?:de|ste)?|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|eerste|tweede|derde|vierde|vijfde|zesde|"
    r"zevende|achtste|negende)"
)
_YEAR_WORDS = rf"(?:negentien ?(?:honderd ?)?(?:en ?)?{UNIT}|twee ?duizend(?: ?en ?| )?(?:{UNIT})?)"
_NUMERIC = rf"{_DAY} ?[-/.•·] ?(?:0?[1-9]|1[0-2]) ?[-/.•·] ?"
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
_SPOKEN_NAMED = rf"(?<![\w.,-])(?:de )?(?:{_DAY_WORD}|{_DAY}(?:e|de|ste)?)(?: van)?(?: de)?(?:[ -]| - )(?:{_FULL_MONTH}|(?:nul )?{UNIT}|{_DAY_WORD}|{_DAY}(?:e|de|ste))(?: van)?(?:[ -]| - )(?:{_YEAR_WORDS}|{TWO_DIGITS}|(?:19|20)\d\d|'?\d\d)(?!\w)"
_LOOSE = (
    rf"(?<![\w.,-])(?:{_DAY}(?: ?[-/.\\|_] ?| )(?:0?[1-9]|1[0-2]|{_ROMAN})(?: ?[-/.\\|_] ?| )(?:(?:18|19|20)\d\d|'?\d\d)"
    rf"|{_DAY}[ -]?{_FULL_MONTH}[ -]?(?:(?:19|20)\d\d|'?\d\d)"
    r"|(?:0?[1-9]|1[0-2])[-/.](?:1[3-9]|2\d|3[01])[-/.](?:19|20)\d\d)(?![\w]|[-.,/]\d)"
)
_DAY_ONLY = rf"(?:{_DAY}(?:e|ste|de)?(?: van |[ \-]){_FULL_MONTH}|{_DAY_WORD}(?: van)? {_FULL_MONTH}|{_DAY}[-/](?:0?[1-9]|1[0-2]))(?!\w|[-/ .]{{1,2}}\d)"
_DAY_MONTH = rf"(?<![\w.,-])(?:{_DAY}(?:e|ste|de)?(?: van |[ \-]){_FULL_MONTH}|{_DAY_WORD} {_FULL_MONTH})(?!\w)"
_AGE = rf"(?:\d\d?|1[01]\d|{TWO_DIGITS}|honderd)(?:ste)?(?!\w|[.,:]\d| ?(?:graden|euro|cent|uur|%|mensen|man|km|meter|punten|keer|jaar geleden))"
_SOMEBODY = (
    r"(?:ik|hij|zij|ze|jij|je|u|wij|we|jullie|wie|zelf|ben|allebei|beiden|broer(?:tje)?|zus(?:je)?|man|vrouw|vriend(?:in)?|ex|kind(?:je)?|baby|zoon(?:tje)?|dochter(?:tje)?|"
    r"vader|moeder|pa|ma|opa|oma|oom|tante|neef(?:je)?|nicht(?:je)?|buurman|buurvrouw|collega|jongen|meisje|gast|gozer|chick|dame|heer)"
)
_YEAR_ALONE = (
    r"(?:'\d\d|19[2-9]\d|20[01]\d)(?!\w|[-/.:]\d|[,.]\d| ?(?:euro|uur|keer|mensen|km|tot))"
)
_SHORT_YEAR = r"(?:[3-9]\d|0\d)(?!\w|[-/.:,]\d| ?(?:euro|tot|naar|t/m|uur|jaar|%|cent|km|kg|kilo|cm|meter|punten|procent|keer|mensen|man|graden)| (?:jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec))"
_BIRTH = words(
    r"\b(?:geb\b|geb[._-]{0,2}dat\w*|geb\.|geboren|geborene|geboorte\w*|gbd(?:at)?|gb(?=[:.])|d\.o\.b|g\.d\b|ged\.|gedoopt|verjaar\w*|jarig\w*|wordt? (?:\w+ )?\d\d|dob|b-?day|birthday|born|doop|ter wereld|op de wereld|bevallen|levenslicht)"
    r"|(?:^|\W)[*°] ?\Z"
)
_DEATH = (
    r"(?:overleden|overl\.|gestorven|begraven|crematie|uitvaart|[†✝])(?: is| op| te \w+)?\W{0,3}\Z"
)
_ENGLISH_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_MADE = words(
    r"\b(?:auto|golf|polo|opel|bmw|audi|fiat|ford|vw|volvo|toyota|peugeot|renault|citro[eë]n|scooter|motor|brommer|fiets|boot|caravan|camper|huis|woning|flat|pand|te koop|cv-?ketel|ketel)\b"
)
_MADE_AFTER = words(
    r"[^\n]{0,40}\b(?:apk|km|diesel|benzine|euro|schade|energielabel|vraagprijs|onderhouden|te koop)\b"
)
_HISTORY = words(
    rf"\b(?:sinds|brand|ramp|oorlog|kroning|opening|watersnood|bevrijding|gelegd|ingewijd|opgericht|geopend|gebouwd|millennium|gesticht|arrest|vonnis|uit de krant|editie|aanslag)\b|{_DEATH}"
)


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


BIRTHDATES: Final = (
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
            "bday",
            "b-day",
            "born",
            "bevallen",
            "levenslicht",
            " ben ik",
            " is hij",
            " is ze",
            "doop",
            "wereld",
            "*",
            "°",
        ),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(_DATE, re.IGNORECASE),
        accept=_is_date,
        before=_BIRTH,
        after=words(
            r"\A (?:ben ik|is (?:hij|zij|ze))\b|\A\W{1,3}(?:(?:ben|is|werd|was)\W+(?:\w+\W+){1,2})?(?:geboren|geboortedatum|jarig|gbd)"
        ),
        unless=words(_DEATH),
        score=0.9,
        source="AVG art. 4(1)",
    ),
    Recogniser(
        id="nl.birthdate.impossible",
        min_digits=6,
        needs=("geboorte", "als "),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(r"(?<![\w.,-])\d\d?[-/.]\d\d?[-/.](?:19[2-9]|20[01])\d(?![\w]|[-.,/]\d)"),
        before=words(
            r"\b(?:geboorte\w+|(?:sta|staat|stond|ingeschreven|geregistreerd) als)\b[^.!?\n\d]{0,12}\Z"
        ),
        after=words(r"\A[^.!?\n\d]{0,16}\bgeboortedatum"),
        score=0.75,
        source="AVG art. 4(1); a date as registered, that no calendar has",
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
        not_after=words(
            r" (?:(?:ging|werd|opende|vond|stond|begon|kwam|brak|sloot|sloeg)(?! (?:ik|hij|zij|ze|mijn|m'n|mn|onze?)\b)|was (?:het|de|er|een)|is (?:het|de|er)|geopend|gesloten|gebouwd|opgericht|ingewijd|gestart)\b"
        ),
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
        after=words(
            r"\A,? (?:is|was) (?:mijn|m'n|mn|zijn|z'n|zn|haar|d'r|de) (?:geboortedatum|verjaardag)"
        ),
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
        after=words(
            r"\A,? (?:is|was) (?:mijn|m'n|mn|zijn|z'n|zn|haar|d'r|de) (?:geboortedatum|verjaardag)"
        ),
        score=0.75,
        source="AVG art. 4(1); in words, named as such",
    ),
    Recogniser(
        id="nl.birthdate.loose",
        min_digits=3,
        needs=("geb", "jarig", "verjaar", "dob", "birthday", "born"),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(_LOOSE, re.IGNORECASE),
        before=words(
            r"\b(?:geb\b|geb\.|geboren|geboorte\w*|geb\w*dat\w*|verjaar\w*|jarig|dob|birthday|born)[^.!?\n]{0,20}\Z|\bgeb\.[^!?\n]{0,12}\Z"
        ),
        score=0.8,
        source="AVG art. 4(1); mistyped, American, Roman month or spaced, named as such",
    ),
    Recogniser(
        id="nl.birthdate.day",
        min_digits=0,
        needs=("jarig", "verjaar", "geboren", "geb.", "geboorte", "bday", "b-day", "birthday"),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(rf"(?<![\w.,-]){_DAY_ONLY}", re.IGNORECASE),
        before=words(
            r"\bgeboren:[^.!?\n\d]{0,30}\Z|\b(?:verjaardag|geboortedag|b-?day|birthday|jarig|verjaart|verjaar|geboren|geb\.)(?:\W+(?:is|ben|bent|op|de|dat|wordt|valt|mijn|ik|hij|ze|zij|dus|altijd|gewoon|in|pas|weer)){0,4}\W{1,3}\Z"
            r"|\bverjaardag(?:en|skalender)?\b(?! (?:van|gevierd|geleden))[^.!?\n]{0,40}\Z|\bjarig(?:en)?: [^.!?\n]{0,40}\Z"
        ),
        after=words(
            r"\A (?:ben|is|zijn) (?:ik|hij|ze|zij|we|mijn \w+|m'n \w+|mn \w+|onze \w+|<?\w+>?) (?:al |weer |dan |ook )?jarig|\A (?:jarig|geboren)\b|\A (?:zijn|z'n|haar|d'r|mijn|m'n|hun) (?:\d\d?(?:e|ste) )?verjaardag\b"
        ),
        score=0.65,
        source="AVG art. 4(1); the day without the year, said to be a birthday",
    ),
    Recogniser(
        id="nl.birthdate.year",
        min_digits=2,
        needs=("geb", "born"),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(
            rf"(?<![\w.,/-])(?:{_FULL_MONTH}\.? |(?:0?[1-9]|1[0-2])[-/])?(?:(?:19|20)\d\d|'\d\d)(?![\w]|[-/.]\d)"
            r"|(?<=geboortejaar )\d\d(?!\w|[-/.]\d)|(?<=geboortejaar: )\d\d(?!\w|[-/.]\d)|(?<=jaar is )\d\d(?!\w|[-/.]\d)|(?<= in )\d\d(?= geboren(?!\w))",
            re.IGNORECASE,
        ),
        before=words(
            r"(?:\bgeb\.|\bgeb|\bgeboren|\bborn|\bgeboortejaar)[ :(]{0,3}(?:is |in |uit |anno |: |in het jaar |rond |omstreeks |ca\.? |circa |ergens in |op \w{4,14} |eind |begin |medio |in de (?:lente|zomer|herfst|winter) van |eerste kerstdag |tweede kerstdag ){0,2}\Z|\bgeb\.?jaar(?: is|:)? \Z"
        ),
        after=words(r"\A (?:(?:werd|ben|is|was) (?:\w+ ){1,2})?geboren\b"),
        score=0.7,
        source="AVG art. 4(1); year or month of birth, named as such",
    ),
    Recogniser(
        id="nl.birthdate.year.somebody",
        min_digits=2,
        needs=(" van ", " uit ", "bouwjaar", "jaargang", "lichting", "'er"),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(
            rf"(?<!\w){_SOMEBODY}(?:,? (?:ben|bent|is|was|zijn|kom|komt|ook|al|nog|pas|zelf|gewoon|echt|er|meer|hier)){{0,5}} (?:een kind |(?:er )?eentje |iemand |er een )?"
            rf"(?:(?:van|uit) (?:bouwjaar |het jaar |lichting |jaargang )?|(?:bouwjaar|jaargang|lichting) (?:van )?)((?:{_NUMERIC}|{_NAMED})(?:(?:19|20)\d\d|'?\d\d)(?![\w]|[-.,/]\d)|{_FULL_MONTH} (?:'?\d\d|20[0-2]\d)(?!\w|[-/.:]\d)|{_YEAR_ALONE}|\d\d(?='?er(?!\w)))",
            re.IGNORECASE,
        ),
        score=0.65,
        source="AVG art. 4(1); the year that somebody is from",
    ),
    Recogniser(
        id="nl.birthdate.year.spoken",
        min_digits=0,
        needs=("negentien", "duizend"),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(rf"(?<!\w){_YEAR_WORDS}(?!\w)", re.IGNORECASE),
        before=words(
            rf"(?<!\w)(?:{_SOMEBODY}(?: (?:ben|bent|is|zijn|ook|zelf|al|pas|nog)){{0,3}} (?:van|uit)(?: bouwjaar)? |geboren (?:in |anno )?|geboortejaar:? )\Z"
        ),
        score=0.65,
        source="AVG art. 4(1); the year that somebody is from, in words",
    ),
    Recogniser(
        id="nl.birthdate.year.short",
        min_digits=2,
        needs=(
            " van ",
            " uit ",
            "bouwjaar",
            "lichting",
            "jaargang",
            "'er",
            *(f"{n}er" for n in range(10)),
        ),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(
            rf"(?<=een )(?:'?[04-9]\d|19[4-9]\d|20[01]\d)(?='?er(?!\w))|(?<!\w){_SOMEBODY} (?:(?:ben|bent|is|zijn)(?: (?:ook|zelf|gewoon|al|pas|nog|echt))? (?:van|uit) (?:bouwjaar )?|(?:(?:ben|is) )?(?:bouwjaar|lichting|jaargang) '?|(?<=en ik )van )({_SHORT_YEAR})",
            re.IGNORECASE,
        ),
        score=0.6,
        source="AVG art. 4(1); the year that somebody is from, in two digits",
    ),
    Recogniser(
        id="nl.birthdate.year.bracketed",
        min_digits=4,
        needs=("(1", "(2", "('"),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(
            r"(?<=[a-zà-ÿ] \()(?:'\d\d|19[3-9]\d|20[01]\d)(?=\),? (?:zoekt|woont|uit|komt|biedt|wil|wordt|vermist|werkt|studeert|aangehouden|verdacht|gezocht|moet|mag|kreeg|krijgt)(?!\w))"
        ),
        score=0.6,
        source="AVG art. 4(1); the year behind the name of somebody who does something",
    ),
    Recogniser(
        id="nl.birthdate.child",
        min_digits=4,
        gate=Regex("\ue000"),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(rf"(?<=\ue000[ ,(])[ (]?({_NUMERIC}20(?:1[5-9]|2\d))(?![\w]|[-.,/]\d)"),
        accept=_is_date,
        before=words(
            r"(?:school|klas|leerling\w*|kind\w*|opvang|lijst|groep|team|selectie)\b|\ue001, ?\ue000"
        ),
        score=0.6,
        source="AVG art. 4(1); a date behind a name on a list of children",
    ),
    Recogniser(
        id="nl.birthdate.bracketed",
        min_digits=4,
        needs=("(",),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(rf"(?<=\()(?:{_NUMERIC}|{_NAMED})'?(?:[3-9]\d|0\d)(?=[),;])"),
        accept=_is_date,
        before=words(rf"(?:\b{_SOMEBODY}|(?-i:[A-ZÀ-Þ])[^\W\d_]*\.?|\ue000) \(\Z"),
        score=0.65,
        source="AVG art. 4(1); a date with a short year in brackets behind a name or kinsman",
    ),
    Recogniser(
        id="nl.birthdate.bracketed.kin",
        min_digits=5,
        needs=("(",),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(rf"(?<=\()(?:{_NUMERIC}|{_NAMED})20\d\d(?=[),;])", re.IGNORECASE),
        accept=_is_date,
        before=words(
            r"\b(?:zoon|dochter|kleinkind|kleinzoon|kleindochter|kind|baby|neef|nicht|broer|zus)(?:tje|je)?(?: [^\W\d_]{2,15})? \(\Z"
        ),
        score=0.65,
        source="AVG art. 4(1); a date in brackets behind a young kinsman",
    ),
    Recogniser(
        id="nl.birthdate.lookalike",
        min_digits=3,
        gate=Regex(r"[OoIl]\d|\d[OoIl]"),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(
            r"(?<![\w.,-])(?=[\d./-]{0,9}[OoIl])[0-3OoIl][\dOoIl][-/.][01OoIl][\dOoIl][-/.](?:19|2[0Oo]|I9|l9)[\dOoIl]{2}(?![\w-])"
        ),
        score=0.7,
        source="AVG art. 4(1); a date with letters for digits, to evade filters",
    ),
    Recogniser(
        id="nl.birthdate.year.kin",
        min_digits=2,
        needs=("'", "(1", "(2"),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(rf"(?<=\()(?:van )?({_YEAR_ALONE})(?=\))"),
        before=words(rf"(?:\b{_SOMEBODY}(?: \w{{3,12}})?|\ue000) \((?:van )?\Z"),
        score=0.6,
        source="AVG art. 4(1); the year in brackets behind a kinsman or a name",
    ),
    Recogniser(
        id="nl.birthdate.vintage",
        min_digits=2,
        needs=("bouwjaar", "jaargang"),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(
            rf"(?:(?<=bouwjaar )|(?<=jaargang ))(?:{_YEAR_ALONE}|{_SHORT_YEAR})",
            re.IGNORECASE,
        ),
        before=words(r"\b(?:ik|ben|geboren|getogen|zelf|hij|zij|ze|oud)\b"),
        after=words(
            r"\A[^.!?\n]{0,20}\b(?:ik|mijn|me|m'n|mn|ben|oud|trots|net als|geboren|knieën|rug)\b"
        ),
        unless=_MADE,
        not_after=_MADE_AFTER,
        score=0.6,
        source="AVG art. 4(1); said of oneself in jest: `bouwjaar 1979`",
    ),
    Recogniser(
        id="intl.birthdate",
        min_digits=5,
        needs=("born", "birth", "dob"),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(
            rf"(?<![\w.,-])(?:{_ENGLISH_MONTH} {_DAY}(?:st|nd|rd|th)?,? |{_DAY}(?:st|nd|rd|th)? (?:of )?{_ENGLISH_MONTH},? )(?:19|20)\d\d(?!\w)",
            re.IGNORECASE,
        ),
        before=words(r"\b(?:born|birth|dob|birthday)\b[^.!?\n]{0,20}\Z"),
        score=0.8,
        source="AVG art. 4(1); in English",
    ),
    Recogniser(
        id="nl.birthdate.turning",
        min_digits=1,
        needs=("word",),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(
            rf"\bwordt? (?:(?:op|aanstaande|komende|morgen|overmorgen|vandaag|(?:maan|dins|woens|donder|vrij|zater|zon)dag) ){{0,2}}({_DAY_MONTH})(?:,? (?:a\.?s\.?|aanstaande|al|alweer|dan|pas|eindelijk|gewoon|maar liefst)){{0,2}} {_AGE}",
            re.IGNORECASE,
        ),
        score=0.65,
        source="AVG art. 4(1); the day on which somebody turns an age",
    ),
    Recogniser(
        id="nl.birthdate.hopes",
        min_digits=1,
        needs=("word",),
        type=PIIType.DATE_OF_BIRTH,
        pattern=Regex(
            rf"({_DAY_MONTH})(?: [^\W\d_]{{1,12}}){{1,4}} {_AGE}(?: jaar)? (?:te worden|geworden|word|wordt)(?!\w)",
            re.IGNORECASE,
        ),
        score=0.65,
        source="AVG art. 4(1); the day on which somebody turns an age",
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
)
"""Rules for dates of birth, most specific first."""
