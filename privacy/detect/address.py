"""Address: a street with a house number; a street alone is no personal data."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from privacy.detect.normalise import LEET
from privacy.detect.span import PIIType, Span
from privacy.detect.spoken import COMPOUND, DIGIT_WORD, TWO_DIGITS, UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator

_STOREY = r"(?:[ -](?:\d|een|één|twee|drie|vier|vijf) ?-?hoog(?:[ -](?:voor|achter|links|rechts))?|[ -](?:hoog|laag|boven|beneden)|,? (?:begane grond|parterre|souterrain))(?!\w)"
_UNIT_NUMBER = r",? (?:app?\.?|appartement|kamer|unit|bus|flat|verdieping|etage|nr\.?|nummer|toev(?:oeging|\.)?) ?(?:\d{1,4}(?:\.\d{1,2})?[a-zA-Z]?|[A-Za-z])(?!\w)"
_MORE = r" en \d{1,4}[a-z]?(?=[.,;!?)\n]|\Z| (?:zijn|staan|hebben|zitten|liggen|worden|moeten|in|is|krijgen)(?!\w))"
_NUMBER = re.compile(
    rf"\d(?:(?<=[ a-zA-Z]\d)|(?<=[ a-zA-Z][.#/(]\d))\d{{0,3}}(?: ?[-/]? ?(?:[a-tvwyzA-Z]|I{{1,3}}|hs|bis|rd|zw(?:art)?|rood|\d{{1,4}}(?! ?-?hoog))(?![\w'’]|/m))?(?={_STOREY}|(?![\w]|[.,:]\d|[%€°]|-\w))"
    rf"(?:{_STOREY})?(?:{_UNIT_NUMBER}|(?:,? \d{{1,2}}(?:e|de|ste) (?:verdieping|etage)| ?(?:t/m|tot en met) ?\d{{1,4}})(?!\w)|{_MORE})?"
)
_NUMBER_WORD = re.compile(
    rf"(?<= )(?:(?:huis)?(?:nummer|nr\.?) (?:{UNIT})(?:[ -](?:{UNIT})){{0,2}}(?: [a-h])?(?!\w)|(?:{COMPOUND}|honderd(?:en)?(?:{UNIT}))(?!\w| [^\W\d_]{{2,}}(?:en|s)(?!\w))|(?:{TWO_DIGITS}|(?:{DIGIT_WORD})?honderd(?:en)?(?:{UNIT})?|(?:twee|drie|vier|vijf|zes|zeven|acht|negen))(?=[,.;!?)\n]|\Z))",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:,? (?:(?:op|met|bij|en dan) )?(?:(?:huis)?(?:nummer(?:tje)?|nr\.?|no\.?) ?|#)|,? (?:huis|op) |, ?| ?[#/(]| )\Z"
)
_LOOSE_LABEL = re.compile(r", ?\Z|,? op \Z")
_ENDS = re.compile(
    r" *(?:[.,;:!?)(\n\"'<\ue000-\uf8ff]|\Z|[1-9]\d{3} ?[A-Za-z]{2}(?!\w)|(?:in|te|bij|en|is|heeft|waar|wordt|staat|ligt|woont?|aub|graag|almere|[A-ZÀ-Þ][^\W\d_]+)(?!\w))"
)
_NOT_HOUSE = re.compile(
    r" ?(?:uur|u\b|man\b|mensen|jaar|jarig|maanden|weken|dagen|minuten|min\b|euro|km|meter|m2|keer|x\b|"
    r"auto|agenten|jongens|procent|graden|graad|leden|woningen|huizen|bomen|januari|"
    r"februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    r"jan\b|feb\b|apr\b|jun\b|jul\b|aug\b|sep|okt\b|nov\b|dec\b|tot \d|,-)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r" ?(?:inbra|brand|ruit|scooter|fiets|fatbike|buss|gewond|meld|container|lantaarn|honden|katten|kind|gezin|jonger|gasten|nacht|camera|ambulance|politie|wagen)",
    re.IGNORECASE,
)
"""What a number counts if the street has its article: `in de Bachstraat 3 inbraken`."""
_ARTICLE = re.compile(r"(?:\A|\W)(?:de|het|'t) \Z", re.IGNORECASE)
_STREET = re.compile(
    r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*?[^\W\d_](?:straat|str\.?|straatje|pln\.?|ln\.?|laan|weg|hof|plein|pad|dreef|werf|wierde|gouw|meent|kade|"
    r"gracht|singel|steeg|erf|plantsoen|boulevard|allee|passage|promenade|griend|weide|burgwal)\Z",
    re.IGNORECASE,
)
_PERHAPS = re.compile(
    r"[A-ZÀ-Þ][^\W\d_]+?(?:grienden|marke?|veld|baan|park|dijk|wal|ring|hoek|oord|burcht|stede|brink|gaarde|"
    r"steiger|haven|poort|rade|akker|kamp|tuin|eiland|berg|burg|broek|zoom|bos|haag|bocht|markt|molen|"
    r"vaart|bloem|markt|kruid|einde|plaats|oever|veste|schans|tocht|gaard|hoven|velden|zicht)\Z"
)
_NO_STREET = re.compile(
    r"(?:onder|snel|auto|spoor|water|fiets)weg\Z|\A(?:half|door|ver|on|weder)weg\Z|sport|(?:vergader|lever)ing\Z|speelp|gangpad",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w'’.@$-]+")
_LEAD = re.compile(
    r"(?:\d{1,2}(?:e|de|ste)|[Ee]erste|[Tt]weede|[Dd]erde|[Ss](?:int|t\.?)|[Vv]an|[Dd]e[nr]?|[Tt]er|[Tt]en|[Ll][ea]|[Hh]et|'t|[Pp]rins(?:es)?|[Kk]oning(?:in)?|"
    r"[Bb]urgemeester|[Bb]urg\.?|[Dd]okter|[Dd]r\.?|[Pp]rof\.?|[Pp]ater|[Pp]astoor|[Gg]eneraal|[Aa]dmiraal|"
    r"[Gg]raaf|[Mm]inister|[Oo]ude|[Nn]ieuwe|[Ll]ange|[Kk]orte|[Gg]rote|[Kk]leine|[Hh]oge|[Ll]age)\Z"
)
_SPOKEN_GATE = (
    "nummer ", "nr ", "nr. ", "tien", "tig", "elf", "twaalf", "honderd", "twee", "drie", "vier", "vijf", "zes", "acht", "negen",
)  # fmt: skip
_NUMBER_FIRST = re.compile(
    r"(?<!\w)(?:huis)?(?:nummer|nr\.?) \d{1,4}[a-zA-Z]?(?:,? (?:in|op|aan|van))?(?: (?:de|het))? ([^\W\d_]{4,40})(?!\w)"
)
_INITIALS = re.compile(r"(?:[A-Z]\.){1,4}\Z|(?:Alb|Ant|Chr|Corn|Fr|Jac|Joh|Jos|Ph|Th|Wm)\.\Z")
_PARTICLES = frozenset({"van", "op", "aan", "der", "de", "den", "ter", "ten", "het"})
_MOST_WORDS = 5


def _is_capital(match: re.Match[str]) -> bool:
    """Tell whether a word within a sentence begins with a capital."""
    return match.start() > 0 and match.group().istitle()


def _is_street(word: str) -> bool:
    if not word.isalpha():
        word = word[:1] + word[1:].translate(LEET)
    return not _NO_STREET.search(word) and bool(_STREET.match(word) or _PERHAPS.match(word))


class AddressFinder:
    """Finds addresses by the official streets of Almere, and elsewhere by how streets end."""

    def __init__(self, streets: frozenset[str], first_names: frozenset[str]) -> None:
        """Keep official street names and first names, both casefolded."""
        self._streets = streets
        self._first_names = first_names

    def find(self, text: str) -> Iterator[Span]:
        """Yield the spans of streets with a house number in normalised text, in order."""
        for match in _NUMBER_FIRST.finditer(text) if "nummer " in text or "nr" in text else ():
            if _is_street(match[1]) or match[1].casefold() in self._streets:
                yield Span(*match.span(), PIIType.ADDRESS, 0.75, "nl.address.reversed")
        yield from self._numbered(text, _NUMBER)

    def find_spoken(self, text: str) -> Iterator[Span]:
        """Yield the ADDRESS spans whose house number is written in words, in order."""
        if any(sign in text for sign in _SPOKEN_GATE):
            yield from self._numbered(text, _NUMBER_WORD)

    def _numbered(self, text: str, number: re.Pattern[str]) -> Iterator[Span]:
        for match in number.finditer(text):
            if _NOT_HOUSE.match(text, match.end()):
                continue
            line = text[max(0, match.start() - 60) : match.start()].rpartition("\n")[2]
            ahead = _LABEL.sub("", line)
            if _LOOSE_LABEL.match(line, len(ahead)) and not _ENDS.match(text, match.end()):
                continue
            back, rule = self._street(ahead)
            counted = _ARTICLE.search(ahead[:-back]) and _COUNTED.match(text, match.end())
            if rule and not counted:
                start = match.start() - (len(line) - len(ahead)) - back
                yield Span(start, match.end(), PIIType.ADDRESS, 0.85, rule)

    def _street(self, ahead: str) -> tuple[int, str]:
        """Return how many points before its end the street begins, and by which rule."""
        found = list(_WORD.finditer(ahead))[-_MOST_WORDS:]
        if not found or found[-1].end() < len(ahead):
            return 0, ""
        for word in found[:-1]:
            if " ".join(ahead[word.start() :].casefold().split()) in self._streets:
                return len(ahead) - word.start(), "nl.address.official"
        if len(found) > 1 and found[-2].end() + 1 == found[-1].start():
            joined = (found[-2].group() + found[-1].group()).casefold()  # Sumatra weg
            if joined in self._streets:
                return len(ahead) - found[-2].start(), "nl.address.official"
        if _is_street(found[-1].group()):
            return len(ahead) - self._lead(found), "nl.address.suffix"
        if found[-1].group().casefold() in self._streets:
            return len(ahead) - found[-1].start(), "nl.address.official"
        return 0, ""

    def _lead(self, found: list[re.Match[str]]) -> int:
        """Return where the street begins: `Piet Heinlaan`, not `Ophalen Heinlaan`."""
        begin = len(found) - 1
        while begin and (
            _LEAD.match(found[begin - 1].group())
            or _INITIALS.match(found[begin - 1].group())
            or (
                found[begin - 1].group().istitle()
                and found[begin - 1].group().casefold() in self._first_names
            )
        ):
            begin -= 1
        if begin > 1 and found[begin - 1].group() == "en" and found[begin - 2].group().istitle():
            begin -= 2
        if begin > 1 and found[begin - 1].group() in _PARTICLES and _is_capital(found[begin - 2]):
            begin -= 2  # Bergen op Zoomstraat
        while begin < len(found) - 1 and found[begin].group() in {"van", "de", "der", "den", "het"}:
            begin += 1
        return found[begin].start()
