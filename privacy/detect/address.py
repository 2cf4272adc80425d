"""Address: a street with a house number; a street alone is no personal data."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from privacy.detect.house_number import (
    COUNTED,
    HOUSE_NUMBER,
    LABEL,
    LOOSE_LABEL,
    NAMED_LABEL,
    NOT_HOUSE,
    NUMBER_SIGNS,
    SIDE,
    SPOKEN_NUMBER,
)
from privacy.detect.span import PIIType, Span
from privacy.detect.spoken import DIGIT_WORD, TWO_DIGITS
from privacy.detect.street_name import KINDS, LEAD, STREET_COMPOUND, is_street
from privacy.detect.vocabulary import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from privacy.detect.lexicon import Lexicon

_OWN_LINE = re.compile(r"[,;!?)]|\n|\Z|,? [1-9]\d{3} ?[A-Za-z]{2}(?!\w)")
_ENDS = re.compile(
    r" *(?:[.,;:!?)(\n\"'<\ue000-\uf8ff]|\Z|[1-9]\d{3} ?[A-Za-z]{2}(?!\w)|(?:in|te|bij|en|is|heeft|waar|wordt|staat|ligt|woont?|aub|graag|almere|[A-ZÀ-Þ][^\W\d_]+)(?!\w))"
)
_ARTICLE = re.compile(r"(?<!\w)(de|het|'t) \Z", re.IGNORECASE)
_WORD = re.compile(r"[\w'’.@$-]+")
_LAST_WORD = re.compile(r"(?<![\w'’.@$/#-])[^\W\d_]+(?:-[^\W\d_]+)*\Z")
_FIRST_SIGNS = re.compile(r"\d[a-zA-Z]?,? |nummer|nr\.? |plaats ", re.IGNORECASE)
_NUMBER_FIRST = re.compile(
    rf"(?<!\w)(?:(?:(?:(?:huis)?(?:nummer(?:tje)?|nr\.?)|ligplaats|standplaats) (?:\d{{1,4}}[a-zA-Z]?|{TWO_DIGITS}|{DIGIT_WORD})(?:,? (?:in|op|aan|van)|,)?(?: (?:de|het))?|(?:(?<=op )|(?<=bij )|(?<=(?:man|ouw|sen|ren|lui|die) van ))\d{{1,4}}[a-zA-Z]? (?:in|aan|van|op) (?:de|het)) "
    r"|(?:(?<=op )|(?<=bij )|(?<=adres )|(?<=adres: )|(?<=adres is )|(?<=woon )|(?<=woont )|(?<=naar ))\d{1,4}[a-zA-Z]? (?=(?-i:[A-ZÀ-Þ])))(?=[^\W\d_])",
    re.IGNORECASE,
)
_INITIALS = re.compile(
    r"(?:[A-Z]\.){1,4}\Z|[A-Z]{2,3}\Z|(?:Alb|Ant|Chr|Corn|Fr|Jac|Joh|Jos|Ph|Th|Wm)\.\Z"
)
_AT = re.compile(
    r"(?:\A|\W)(?:op|bij|aan|naar|van|voor|tegenover|naast|achter|richting|hoek|nabij|vanaf|vanuit|tot|adres(?:je)?(?: is)?:?|wo(?:on|ont|nen|onde|nend)|sta|langs|bezorgen|brengen|t\.?h\.?v\.?|portiek|ophalen|afhalen|in)(?: de| het| 't)? \Z",
    re.IGNORECASE,
)
"""What stands before a place: the name of a street that no list knows may follow."""
_HOME = re.compile(
    r"\b(?:woon|woont|wonen|gewoond|adres|ophalen|afhalen|halen|bezorgen|bezorgd|inbraak|ingebroken)\b[^.,!?\n\d]{0,20} (?:op|aan|in|bij) (?:de|het|'t) \Z",
    re.IGNORECASE,
)
"""What makes of any word with its article a street: `ophalen kan op de meent 44`."""
_CAPITAL_ARTICLE = re.compile(r"[a-z] (?:De|Het|Den|'t) \Z")
"""Within a sentence only a name has an article with a capital: `op De Meent 32`."""
_NUMBERED = re.compile(
    r"\w*(?:kraam|kavel|perron|zaal|lokaal|vak|rij|stoel|lijn|bus|tram|metro|spoor|halte|afrit|paal|groep|klas|team|blok|hal|gate|poort|loods|box|kamer|ruimte|band|kast|kluis(?:je)?|bed|baan|veld|"
    r"afdeling|etage|verdieping|balie|loket|locker|tafel|pagina|hoofdstuk|artikel|bijlage|versie|model|type|fase|stap|punt|post|tent|vraag|nummer|week|dag|jaar|niveau|ronde|etappe|dosis|categorie|schaal|"
    r"maat|code|kanaal|zender|divisie|poule|plek|plaats|positie|aflevering|seizoen|deel|boek|euro|trap|ingang|uitgang|toren|steiger|pier|dok|scherm|optie|kassa|gang|pad|wijk|kaart|cijfer|kans|score|pallet)\Z"
    r"|(?:jo|mo|hmp|hectometer\w*|km|knooppunt|blz|psalm|vers|art|lid|nr|no|level|cat|android|windows|covid|iphone|galaxy|play\w+|xbox|formule|kilo\w*|windkracht|strippen\w*|eur|ongeveer|circa|minimaal|"
    r"maximaal|ca|dan|als|zo'n|en|of|tot|rond|nog|maar|ruim|bijna|naar|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|feb|mrt|apr|aug|sept?|okt|nov|dec|mavo|havo|"
    r"vwo|vmbo|mbo|hbo|gymnasium|batch|app)\Z",
    re.IGNORECASE,
)
"""What has a number of its own and is no street."""
_PLURAL = re.compile(
    r",? (?!(?:wonen|staan|zitten|liggen|hebben|worden|dus|eens|soms|steeds|boven|open|binnen|buiten|tegen|even|anders|samen|morgen|alleen)(?!\w))[a-zà-ÿ]{2,}(?:en|s|jes)(?!\w)"
)
"""What may be counted: `bij Dukdalf 3 auto's`."""
_HAS = re.compile(r" (?:heeft|staat|stond|ruikt|stinkt|brandt|krijgt|zit|is|doet|had)(?!\w)")
"""What follows the address that begins a sentence: `molenaarsgilde 5 heeft ratten`."""
_END = re.compile(
    rf"[.,;!?)\n]|\Z|,? (?:in|te) [A-ZÀ-Þ]|{_HAS.pattern}| (?:vannacht|vanavond|vanmiddag|vanochtend|vanmorgen|gisteren|vandaag|aub|graag)(?!\w)"
)
_WITHIN = re.compile(r"[\w,;:)(-] ?\Z")
_COMMON = 1
"""Tier of everyday words up to which a word may be the name of a street: `Rondo`, `Fregat`."""
_SHORTEST = 4
_YEAR = re.compile(r"\d{4}")
_SCORE = re.compile(r"\d{1,3} ?- ?\d{1,3}")
_THIS_CENTURY = re.compile(r"20[0-4]\d")
_PARTICLES = frozenset({"van", "op", "aan", "der", "de", "den", "ter", "ten", "het"})
_NO_BEGIN = frozenset({"van", "de", "der", "den", "het"})
_MOST_WORDS = 5


def _line(text: str, end: int) -> str:
    """Return what stands before `end` in its line; if that is a label, in the line before it too."""
    before, broken, line = text[max(0, end - 60) : end].rpartition("\n")
    alone = broken and not before.endswith("\n") and LABEL.fullmatch("\n" + line)
    return before.rpartition("\n")[2] + "\n" + line if alone else line


def _is_capital(match: re.Match[str]) -> bool:
    """Tell whether a word within a sentence begins with a capital."""
    return match.start() > 0 and match.group().istitle()


class AddressFinder:
    """Finds addresses by the official streets of Almere, and elsewhere by how streets end."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Keep the lists; a number within an official name (`Markerkant 12`) is left out too."""
        self._streets = lexicon.streets | {name.rstrip(" 0123456789") for name in lexicon.streets}
        self._lexicon = lexicon

    def find(self, text: str) -> Iterator[Span]:
        """Yield the spans of streets with a house number in digits, in normalised text."""
        yield from self._numbered(text, HOUSE_NUMBER)

    def find_spoken(self, text: str) -> Iterator[Span]:
        """Yield the ADDRESS spans with the number in words, or before the street."""
        if _FIRST_SIGNS.search(text):
            yield from self._reversed(text)
        small = text.lower()
        if any(sign in small for sign in NUMBER_SIGNS):
            yield from self._numbered(text, SPOKEN_NUMBER)

    def _reversed(self, text: str) -> Iterator[Span]:
        """Yield `nummer 12 in de Sas van Gentlaan`, `op 12 Bachstraat`."""
        for match in _NUMBER_FIRST.finditer(text):
            for word in islice(_WORD.finditer(text, match.end(), match.end() + 60), _MOST_WORDS):
                street = text[match.end() : word.end()].casefold()
                if is_street(word.group()) or street in self._streets:
                    end = word.end()
                    yield Span(match.start(), end, PIIType.ADDRESS, 0.75, "nl.address.reversed")
                    break
                if not word.group()[0].isupper() and word.group() not in _PARTICLES:
                    break

    def _numbered(self, text: str, number: re.Pattern[str]) -> Iterator[Span]:
        for match in number.finditer(text):
            if NOT_HOUSE.match(text, match.end()):
                continue
            line = _line(text, match.start())
            ahead = LABEL.sub("", line)
            label = line[len(ahead) :]
            if LOOSE_LABEL.match(label) and not _ENDS.match(text, match.end()):
                continue
            if label.startswith("\n") and not _OWN_LINE.match(text, match.end()):
                continue
            back, rule = self._street(ahead)
            if not rule:
                named = SIDE.sub("", ahead)
                back, rule = self._street(named)
                back += len(ahead) - len(named)
            if rule and label == " " and self._is_no_house(ahead, match.group()):
                continue
            if not rule and (label == " " or NAMED_LABEL.match(label)):
                back, rule = self._unknown(ahead, match)
            counted = _ARTICLE.search(ahead[:-back]) and COUNTED.match(text, match.end())
            if rule and not counted:
                start = match.start() - (len(line) - len(ahead)) - back
                yield Span(start, match.end(), PIIType.ADDRESS, 0.85, rule)

    def _is_no_house(self, ahead: str, number: str) -> bool:
        """Tell a year and the score of a town's club from the number of a house."""
        town = (
            _SCORE.fullmatch(number) and ahead.rpartition(" ")[2].casefold() in self._lexicon.towns
        )
        return bool(town or _THIS_CENTURY.fullmatch(number))

    def _street(self, ahead: str) -> tuple[int, str]:
        """Return how many points before its end the street begins, and by which rule."""
        found = list(_WORD.finditer(ahead))[-_MOST_WORDS:]
        if not found or found[-1].end() < len(ahead):
            return 0, ""
        for word in found[:-1]:
            if " ".join(ahead[word.start() :].casefold().split()) in self._streets:
                return len(ahead) - word.start(), "nl.address.official"
        two = self._of_two(found[-2], found[-1]) if len(found) > 1 else ""
        if two:
            return len(ahead) - found[-2].start(), two
        if is_street(found[-1].group()):
            return len(ahead) - self._lead(found), "nl.address.suffix"
        if found[-1].group().casefold() in self._streets:
            return len(ahead) - self._lead(found), "nl.address.official"
        return 0, ""

    def _of_two(self, name: re.Match[str], kind: re.Match[str]) -> str:
        """Return the rule by which two words are one street: `Sumatra weg`, `sibelius straat`."""
        word = name.group().casefold()
        if name.end() + 1 == kind.start() and word + kind.group().casefold() in self._streets:
            return "nl.address.official"
        rare = self._lexicon.words.get(word, 0) <= _COMMON and len(word) >= _SHORTEST
        return "nl.address.apart" if rare and kind.group().casefold() in KINDS else ""

    def _unknown(self, ahead: str, number: re.Match[str]) -> tuple[int, str]:
        """Return what `_street` returns for a word that is no street elsewhere: `bij Dukdalf 7`."""
        found = _LAST_WORD.search(ahead)
        text, end = number.string, number.end()
        counts = len(number.group()) == 1 and _PLURAL.match(text, end)
        if found is None or counts or _YEAR.match(number.group()) or _NUMBERED.match(found.group()):
            return 0, ""
        start, word, lists = found.start(), found.group().casefold(), self._lexicon
        if len(word) < _SHORTEST or word in lists.others:
            return 0, ""
        if _CAPITAL_ARTICLE.search(ahead, 0, start) and found.group().istitle():
            fits = True
        elif STREET_COMPOUND.match(word) and word not in lists.ranks:
            fits = number.group().isdigit()
        elif _HOME.search(ahead, 0, start):
            fits = _PLURAL.match(text, end) is None
        elif _AT.search(ahead, 0, start):
            fits = lists.words.get(word, 0) <= _COMMON and not (
                lists.first_names.get(word, 0) > 1 or lists.surnames.get(word, 0) > 1
            )
        else:
            lists_it = any(
                word in known for known in (lists.ranks, lists.first_names, lists.surnames, PLACES)
            )
            capital = found.group().istitle() and _WITHIN.search(ahead, 0, start)
            ends = _END.match(text, end) if capital else _HAS.match(text, end)
            fits = ends is not None and not lists_it
        if not fits:
            return 0, ""
        article = _ARTICLE.search(ahead, 0, start)
        return len(ahead) - (article.start(1) if article else start), "nl.address.unknown"

    def _lead(self, found: list[re.Match[str]]) -> int:
        """Return where the street begins: `Piet Heinlaan`, not `Ophalen Heinlaan`."""
        words = [match.group() for match in found]
        first_names = self._lexicon.first_names
        last = begin = len(words) - 1
        while begin and (
            LEAD.match(words[begin - 1])
            or _INITIALS.match(words[begin - 1])
            or (words[begin - 1].istitle() and words[begin - 1].casefold() in first_names)
        ):
            begin -= 1
        if begin > 1 and words[begin - 1] == "en" and words[begin - 2].istitle():
            begin -= 2
        if begin > 1 and words[begin - 1] in _PARTICLES and _is_capital(found[begin - 2]):
            begin -= 2  # Bergen op Zoomstraat
        if (
            0 < begin == last - 1
            and words[begin] == "van"
            and first_names.get(words[begin - 1], 0) > 1
        ):
            begin -= 1  # jan van galenstraat
        while begin < last and words[begin] in _NO_BEGIN and words[begin + 1] != "der":
            if begin and words[begin - 1 : begin + 1] == ["de", "van"]:
                break  # de van Speijkstraat
            begin += 1
        return found[begin].start()
