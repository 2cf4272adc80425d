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
    r"(?:<PERSOON_\d{1,4}>|\b(?:ik|hij|zij|ze|die jongen|dat meisje|(?:mijn|m'n|mn|zijn|z'n|zn|haar|d'r|onze|jouw|je) "
    r"(?:man|vrouw|vriend|vriendin|broer|broertje|zus|zusje|zoon|zoontje|dochter|dochtertje|vader|moeder|pa|ma|opa|oma|oom|tante|neef"
    r"|neefje|nicht|nichtje|buurman|buurvrouw|buurjongen|buurmeisje|collega|baas|ex|kind|zwager|leraar|juf|meester))\b)"
)
_GAP: Final = r"[^.!?\n]{0,40}?"


def _hint(rule: str, category: SpecialCategory, verbs: str, words: str) -> Hint:
    pattern = rf"{_SOMEONE}{_GAP}\b(?:{verbs})\b{_GAP}\b(?:{words})\b"
    return Hint(rule, category, re.compile(pattern, re.IGNORECASE))


HINTS: Final = (
    _hint(
        "art9.health.has",
        SpecialCategory.HEALTH,
        "heeft|heb|had|lijdt aan|kreeg|krijgt|slikt|gebruikt|ligt|zit in|bij de",
        r"kanker|borstkanker|leukemie|hiv|aids|autisme|adhd|ptss|borderline|depressie|psychose|dementie|alzheimer|parkinson"
        r"|epilepsie|diabetes|suikerziekte|reuma|crohn|long ?covid|een burn-?out|schizofrenie|anorexia|boulimia|hartinfarct"
        r"|herseninfarct|beroerte|hepatitis|tbc|soa|antidepressiva|ritalin|methadon|insuline|chemo\w*|psychiater|psycholoog"
        r"|ggz|kliniek|afkickkliniek|intensive care|dialyse|een handicap|een beperking|downsyndroom",
    ),
    _hint(
        "art9.health.is",
        SpecialCategory.HEALTH,
        "is|ben|was|blijkt",
        r"autistisch|depressief|suïcidaal|zwanger|verslaafd|alcoholist|ongeneeslijk|terminaal|dement|epileptisch|schizofreen"
        r"|bipolair|manisch|psychotisch|hiv-?positief|seropositief|gehandicapt|verstandelijk beperkt|doof|slechthorend|blind"
        r"|slechtziend|opgenomen|chronisch ziek|diabeet|transplantatiepatiënt",
    ),
    _hint(
        "art9.religion.is",
        SpecialCategory.RELIGION,
        "is|ben|was|werd|wordt|bekeerde|bekeerd",
        r"moslim|moslima|christen|katholiek|gereformeerd|protestants?|joods|jood|hindoe|boeddhist|atheïst|ex-moslim|salafist"
        r"|jehova\w*|evangelisch|soefi|sikh|alevi\w*|sji\w*|soenni\w*|tot de islam|tot het christendom|islamitisch|gedoopt|gelovig",
    ),
    _hint(
        "art9.orientation.is",
        SpecialCategory.ORIENTATION,
        "is|ben|was|blijkt|valt",
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
