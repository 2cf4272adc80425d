"""Address: a street with a house number; a street alone is no personal data."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from privacy.detect.span import PIIType, Span
from privacy.detect.spoken import DIGIT_WORD, TWO_DIGITS, UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = re.compile(
    r"\d(?<=[ .a-zA-Z]\d)\d{0,3}(?: ?[-/]? ?(?:[a-tvwyzA-Z]|I{1,3}|hs|bis|rd|zw|\d{1,4})(?![\w'’]|/m))?(?![\w]|[.,:]\d|[%€°]|-(?!hoog|laag|boven|beneden)\w)"
    r"(?:-(?:hoog|laag|boven|beneden)(?!\w))?(?:(?:,? (?:app?\.?|appartement|kamer|unit|bus|flat|verdieping|etage) ?\d{1,4}[a-zA-Z]?|,? \d{1,2}(?:e|de|ste) (?:verdieping|etage)| ?(?:t/m|tot en met) ?\d{1,4}| en \d{1,4}[a-z]?(?=[.,;!?)\n]|\Z))(?!\w))?"
)
_NUMBER_WORD = re.compile(
    rf"(?<= )(?:(?:nummer|nr\.?) (?:{UNIT})(?:[ -](?:{UNIT})){{0,2}}(?!\w)|(?:{TWO_DIGITS}|(?:{DIGIT_WORD})?honderd(?:en)?(?:{UNIT})?|(?:twee|drie|vier|vijf|zes|zeven|acht|negen))(?=[,.;!?)\n]|\Z))",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:,? (?:huis |nr\.? ?|nummer |no\.? |huisnummer |huisnr\.? )|, ?| )\Z")
_NOT_HOUSE = re.compile(
    r" ?(?:uur|u\b|man\b|mensen|jaar|jarig|maanden|weken|dagen|minuten|min\b|euro|km|meter|m2|keer|x\b|"
    r"auto|agenten|jongens|procent|graden|graad|leden|woningen|huizen|bomen|januari|"
    r"februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    r"jan\b|feb\b|apr\b|jun\b|jul\b|aug\b|sep|okt\b|nov\b|dec\b|tot \d|,-)",
    re.IGNORECASE,
)
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
    r"(?:onder|snel|auto|spoor|water|half|fiets|door|ver)weg\Z|sport|(?:vergader|lever)ing\Z|speelp|gangpad",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w'’.@$-]+")
_LEAD = re.compile(
    r"(?:\d{1,2}(?:e|de|ste)|[Ee]erste|[Tt]weede|[Dd]erde|[Ss](?:int|t\.?)|[Vv]an|[Dd]e[nr]?|[Tt]er|[Tt]en|[Ll][ea]|[Hh]et|'t|[Pp]rins(?:es)?|[Kk]oning(?:in)?|"
    r"[Bb]urgemeester|[Bb]urg\.?|[Dd]okter|[Dd]r\.?|[Pp]rof\.?|[Pp]ater|[Pp]astoor|[Gg]eneraal|[Aa]dmiraal|"
    r"[Gg]raaf|[Mm]inister|[Oo]ude|[Nn]ieuwe|[Ll]ange|[Kk]orte|[Gg]rote|[Kk]leine|[Hh]oge|[Ll]age)\Z"
)
_LEET = str.maketrans("013457@$", "oieastas")
_ABROAD = re.compile(
    r"(?<!\w)((?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Cc]hauss[ée]e|[Vv]ia|[Cc]alle|[Pp]laza|[Rr]ua|[Uu]l\.|[Uu]lica|[Vv]ulytsia)"
    r"(?: (?:d[eu]s?|del|della|do|da|la|le|les|el|van|d['’]))* [A-ZÀ-Þ][^\W\d_]+(?: [A-ZÀ-Þ][^\W\d_]+){0,2},? \d{1,4}[a-zA-Z]?"
    r"|[A-ZÀ-Þ][^\W\d_]*(?:stra(?:ß|ss)e|str\.|gasse|platz|allee)(?: Nr\.?)? \d{1,4}[a-zA-Z]?"
    r"|\d{1,4} (?:[A-Z][a-z]+ ){1,2}(?:Street|Road|Avenue|Lane|Drive)"
    r"|[A-ZÀ-Þ][^\W\d_]+ (?:Sok(?:ak)?|Cad(?:desi)?|Mahallesi)\.?,? [Nn]o\.? ?:? ?\d{1,4})(?!\w|[.,:]\d)"
)
_ABROAD_GATE = (
    "ue ", "Via ", "via ", "alle ", "laza ", "oulevard ", "hauss", "Ul", "ul. ", "ytsia ", "straße", "strasse", "str. ", "gasse",
    "platz", "llee ", "Street", "Road", "Lane", "Drive", "Sok", "Cad", "Mahal", "Rua ",
)  # fmt: skip
_SPOKEN_GATE = (
    "nummer ", "nr ", "nr. ", "tien", "tig", "elf", "twaalf", "honderd", "twee", "drie", "vier", "vijf", "zes", "acht", "negen",
)  # fmt: skip
_NUMBER_FIRST = re.compile(
    r"(?<!\w)(?:huis)?(?:nummer|nr\.?) \d{1,4}[a-zA-Z]?(?:,? (?:in|op|aan|van))?(?: (?:de|het))? ([^\W\d_]{4,40})(?!\w)"
)
_INITIALS = re.compile(r"(?:[A-Z]\.){1,4}\Z")
_PARTICLES = frozenset({"van", "op", "aan", "der", "de", "den", "ter", "ten", "het"})
_MOST_WORDS = 5
_LAAN = re.compile(
    r"(?<!\w)((?:laan|dreef|kade|singel)(?: (?:van|der|de|den|het|'t)){1,2}(?: [^\W\d_]{3,}){1,2} \d{1,4}[a-zA-Z]?"
    r"|(?:[Ll]aan|[Pp]lein|[Ww]eg|[Hh]of|[Pp]ark|[Dd]reef|[Kk]ade|[Rr]ing)(?: (?:van|der|de|den|het|'t)){1,2}"
    r"(?: [A-ZÀ-Þ][\w.]+){1,3} \d{1,4}[a-zA-Z]?)(?!\w|[.,:]\d)"
)
_SUFFIX = r"(?: ?-? ?(?:[a-df-hA-H]|hs|bis|zw|rd|I{1,3}|\d{1,3})(?![\w'’]))?"
_ANY = rf"[A-ZÀ-Þ'][^\W\d_]*(?: (?:(?:van|de|den|der|en|het) ){{0,2}}[A-ZÀ-Þ][^\W\d_]+){{0,3}} \d{{1,4}}{_SUFFIX}"
_UNITS = r"(?:uur|u\b|jaar|hoog|mensen|kinderen|man\b|maanden|weken|dagen|minuten|min\b|euro|keer|x\b|kamers?|slaapkamers?|pm\b|p\.m|km|meter|m2|punten|likes|graden|procent|personen|stuks|plaatsen|treinen|bussen|auto|leden|woningen|huizen|jongens|agenten|januari|februari|maart|april|mei|juni|juli|augustus|sep|okt|nov|dec|jan\b|feb\b)"
_NOT_MORE = rf"(?![\w%€°]|[.,:/]\d|-\w| ?{_UNITS})"
_POSTCODE = re.compile(r"\d{4} ?[A-Z]{2}")
_BEFORE_POSTCODE = re.compile(rf"(?<!\w)({_ANY})(?=,? {{0,2}}[1-9]\d{{3}} ?[A-Z]{{2}}(?!\w))")
_NAMED = re.compile(
    r"\b(?:[Aa]dres(?:je)?|woonachtig|woont|woon|wonen|gewoond|op de hoek van|[Oo]phalen|[Aa]fhalen|op te halen|[Bb]ezorgen|[Bb]ezorgd|[Aa]fgeven|[Aa]fgeleverd|verhuisd|verhuizen|aanbellen|"
    r"[Ww]oning|[Pp]and|[Aa]ppartement|[Ff]lat|[Ss]tudio|[Gg]aragebox|[Tt]e (?:huur|koop)|[Ii]nbraak|[Bb]rand)"
    rf"(?: (?:is|op|aan|in|de|het|ook|nu|hij|ze|zij|ik|al|bij|voor|naar|te huur|te koop|:)|:){{0,4}} ({_ANY}){_NOT_MORE}"
)
_NAMED_GATE = (
    "dres", "woon", "hoek van", "halen", "ezorg", "afge", "verhui", "aanbel", "oning", "pand", "ppartement", "lat ", "tudio", "box",
    "e huur", "e koop", "nbraak", "rand ",
)  # fmt: skip
_ARTICLE = re.compile(
    r"(?<![\w])(?:aan|op|bij|naar|voor|naast|tegenover|achter|van|adres:?|te huur|te koop)(?: (?:de|het|'t)|(?= (?:De|Het|Den|'t|Lange|Korte|Grote|Kleine|Oude|Nieuwe|Hoge|Lage) ))"
    rf" ((?:(?:De|Het|Den|'t) )?{_ANY})(?=[.,;!?)\n]|\Z| (?:woon|woont|in|is|staat|ligt|zit|wordt|te|waar|daar|bij|bel|ruit|leeg|en|tot|te)\b)"
)
_PROPER = re.compile(r"[A-ZÀ-Þ][^\W\d_]* \d")
_LETTER = re.compile(r" \d{1,4} ?-?(?:[a-df-hA-H]|hs|bis|I{2,3})(?!\w)")
_LETTERED = re.compile(
    r"(?<![\w.,-])(?!(?:Klas|Groep|Perron|Zaal|Fase|Artikel|Art|Lid|Bijlage|Versie|Lijn|Bus|Blok|Categorie|Cat|Type|Model|Kamer|Lokaal|Figuur|Tabel|Deel|Hal|Gate|Spoor|Team|"
    r"Ronde|Poule|Divisie|Klasse|Niveau|Mavo|Havo|Vwo|Vmbo|Unit|Vak|Rij|Stoel|Halte|Route|Ingang|Uitgang|Trap|Punt|Optie|Plan|Stap|Vraag|Opgave|Hoofdstuk|Paragraaf|Psalm|Schaal|"
    r"Trede|Level|Sectie|Maandag|Dinsdag|Woensdag|Donderdag|Vrijdag|Zaterdag|Zondag|Leerjaar|Jaar|Week|Dag|Nr|Nummer|No|Iphone|Galaxy|Pixel|Xbox|Boeing|Airbus|Golf|Polo|Audi|Volvo|Mazda|Peugeot|Renault|Opel|Ford|Seat|Om|Van|Vanaf|Tot|Ca|Circa|"
    r"Nog|Maar|En|Of|Wel|Ruim|Bijna|Minstens|Zo'n|Die|Dat|De|Het|Een|Al|Met|Voor|Op|In|Aan|Bij|Uit|Per|Er|Is|Zijn|Heb|Kost|Samsung|Huawei|Windows|Android|Covid|Pagina|Blz|Motie|Kavel|Steiger|Pier|Dok)\b)"
    r"([A-ZÀ-Þ][^\W\d_]{2,}(?: (?:(?:van|de|den|der|en|het) ){0,2}[A-ZÀ-Þ][^\W\d_]+){0,2} \d{1,4} ?-?(?:[a-df-hA-H]|hs|bis|I{2,3}))(?![\w'’.]|[,:/]\d|[%€°]| (?:graden|klas|team))"
)


def _is_capital(match: re.Match[str]) -> bool:
    """Tell whether a word within a sentence begins with a capital."""
    return match.start() > 0 and match.group().istitle()


def _is_street(word: str) -> bool:
    if not word.isalpha():
        word = word[:1] + word[1:].translate(_LEET)
    return not _NO_STREET.search(word) and bool(_STREET.match(word) or _PERHAPS.match(word))


class AddressFinder:
    """Finds addresses by the official streets of Almere, and elsewhere by how streets end."""

    def __init__(self, streets: frozenset[str], first_names: frozenset[str]) -> None:
        """Keep official street names and first names, both casefolded."""
        self._streets = streets
        self._first_names = first_names

    def find(self, text: str) -> Iterator[Span]:
        """Yield the ADDRESS spans of normalised text, in order."""
        for match in _BEFORE_POSTCODE.finditer(text) if _POSTCODE.search(text) else ():
            yield Span(*match.span(1), PIIType.ADDRESS, 0.7, "nl.address.postcode")
        for match in _LAAN.finditer(text):
            yield Span(*match.span(1), PIIType.ADDRESS, 0.7, "nl.address.laan")
        proper = _PROPER.search(text) is not None
        named = proper and any(sign in text for sign in _NAMED_GATE)
        for match in _NAMED.finditer(text) if named else ():
            yield Span(*match.span(1), PIIType.ADDRESS, 0.6, "nl.address.named")
        for match in _ARTICLE.finditer(text) if proper else ():
            yield Span(*match.span(1), PIIType.ADDRESS, 0.55, "nl.address.article")
        for match in _LETTERED.finditer(text) if proper and _LETTER.search(text) else ():
            yield Span(*match.span(1), PIIType.ADDRESS, 0.55, "nl.address.lettered")
        for match in _ABROAD.finditer(text) if any(g in text for g in _ABROAD_GATE) else ():
            yield Span(*match.span(1), PIIType.ADDRESS, 0.7, "intl.address.street")
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
            back, rule = self._street(ahead)
            if rule:
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
