"""Hints of special categories of personal data (AVG art. 9) about one person, to be counted."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class SpecialCategory(StrEnum):
    """The special categories that are looked for, by the framework's names."""

    HEALTH = "gezondheid"
    RELIGION = "godsdienst"
    ORIENTATION = "geaardheid"


@dataclass(frozen=True, slots=True)
class Hint:
    """A statement about a person: someone, a verb, and a word of the category."""

    id: str
    category: SpecialCategory
    pattern: re.Pattern[str]


_SOMEONE: Final = (  # who the statement is about
    r"(?:<PERSOON_\d{1,4}>|\b(?:ik|hij|zij|ze|(?:die|de|deze) (?:jongen|man|vrouw|gast|gozer|kerel|buurman|buurvrouw|leraar|docent|meneer|mevrouw|dochter|zoon|verdachte)|dat (?:meisje|kind|joch)|(?:mijn|m'n|mn|zijn|z'n|zn|haar|d'r|onze|jouw|je) "
    r"(?:man|vrouw|vriend|vriendin|broer|broertje|zus|zusje|zoon|zoontje|dochter|dochtertje|vader|moeder|pa|ma|opa|oma|oom|tante|neef"
    r"|neefje|nicht|nichtje|buurman|buurvrouw|buurjongen|buurmeisje|collega|baas|ex|kind|zwager|leraar|juf|meester))\b)"
)
_GAP: Final = r"[^.!?\n]{0,40}?"


def _hint(rule: str, category: SpecialCategory, verbs: str, words: str) -> Hint:
    pattern = rf"{_SOMEONE}{_GAP}\b(?:{verbs})\b{_GAP}\b(?:{words})\b"
    return Hint(rule, category, re.compile(pattern, re.IGNORECASE))


_ILLNESS: Final = (
    r"\w*kanker|leukemie|\w*tumor|hiv|aids|autisme|(?-i:ASS|ADD)|adhd|ptss|borderline|\w*depressie|psychose|dementie|alzheimer|parkinson"
    r"|epilepsie|diabetes|suikerziekte|reuma|artrose|crohn|colitis|copd|astma|ms|(?-i:ALS)|long ?covid|een burn-?out|schizofrenie|anorexia"
    r"|boulimia|een eetstoornis|hartinfarct|hartfalen|\w*infarct|hersenbloeding|beroerte|dwarslaesie|hepatitis|tbc|soa|miskraam|abortus"
    r"|fibromyalgie|endometriose|een handicap|een beperking|downsyndroom|syndroom van \w+|het syndroom"
)
_SAINTLY: Final = (
    r"moslim|moslima|christen|katholiek|gereformeerde?|protestants?|joods|jood|hindoe|boeddhist|atheïst|ex-moslim|salafist"
    r"|jehova\w*|evangelisch|soefi|sikh|alevi\w*|sji\w*|soenni\w*|tot de islam|tot het christendom|islamitisch|gedoopt|gelovig"
)


HINTS: Final = (
    _hint(
        "art9.health.has",
        SpecialCategory.HEALTH,
        "heeft|heb|had|hebt|lijdt aan|kreeg|krijgt|slikt|slik|gebruikt|ligt|lag|zit|in|bij de|met|na|overleden aan|getest op",
        rf"{_ILLNESS}|antidepressiva|ritalin|methadon|insuline|chemo\w*|psychiater|psycholoog"
        r"|ggz|kliniek|afkickkliniek|intensive care|op de ic|dialyse|een rolstoel|thuis met een burn-?out",
    ),
    Hint(
        "art9.health.whose",
        SpecialCategory.HEALTH,
        re.compile(
            rf"\b(?:mijn|m'n|mn|zijn|z'n|zn|haar|d'r|<PERSOON_\d{{1,4}}>'s) (?:{_ILLNESS})\b",
            re.IGNORECASE,
        ),
    ),
    _hint(
        "art9.health.is",
        SpecialCategory.HEALTH,
        "is|ben|was|blijkt",
        r"autistisch|depressief|suïcidaal|zwanger|verslaafd(?! aan (?:netflix|koffie|chocola))|alcoholist|ongeneeslijk|terminaal|dement|epileptisch|schizofreen"
        r"|bipolair|manisch|psychotisch|hiv-?positief|seropositief|gehandicapt|verstandelijk beperkt|doof(?! voor)|slechthorend|blind(?! van| voor)"
        r"|slechtziend|chronisch ziek|diabeet|transplantatiepatiënt|aan het dementeren|met een burn-?out",
    ),
    _hint(
        "art9.religion.is",
        SpecialCategory.RELIGION,
        "is|ben|was|werd|wordt|bekeerde|bekeerd|als",
        _SAINTLY,
    ),
    _hint(
        "art9.religion.does",
        SpecialCategory.RELIGION,
        "gaat|ging|ga|bidt|draagt|draag|droeg",
        r"(?:elke|iedere) \w+ naar de (?:moskee|kerk|synagoge|mandir|tempel)|een (?:hoofddoek|keppel|keppeltje|tulband|nikab|niqab)",
    ),
    _hint(
        "art9.orientation.is",
        SpecialCategory.ORIENTATION,
        "is|ben|was|blijkt|valt|val|kwam|komt|kom",
        r"homo|homoseksueel|lesbisch|lesbienne|lesbo|bi|biseksueel|panseksueel|aseksueel|gay|queer|uit de kast|op mannen"
        r"|op jongens|op vrouwen|op meisjes|trans|transgender|transvrouw|transman|non-?binair|intersekse",
    ),
)
"""Rules, by id. A group as such (`moslims`, `de lhbti-gemeenschap`) matches none of them."""


def special_category_hints(text: str) -> Mapping[SpecialCategory, int]:
    """Return how many statements about one person's special category a text makes, by category.

    `text` is a text after replacement: persons are placeholders. Statements about groups
    (`moslims vieren feest`) are not counted. Categories without a hint are absent.

    Source: AVG art. 9(1); UAVG art. 22.
    """
    counts: dict[SpecialCategory, int] = {}
    for hint in HINTS:
        found = sum(1 for _ in hint.pattern.finditer(text))
        if found:
            counts[hint.category] = counts.get(hint.category, 0) + found
    return counts
