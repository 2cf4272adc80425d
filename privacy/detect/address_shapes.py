"""Recognisers of addresses by their shape and the words around them, without a list of streets."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

import re
from typing import Final

from privacy.detect.recogniser import Recogniser, Regex, words
from privacy.detect.span import PIIType

_SUFFIX = r"(?: ?-? ?(?:[a-df-hA-H]|hs|bis|zw|rd|I{1,3}|\d{1,3})(?![\w'’]))?"
_ANY = rf"[A-ZÀ-Þ'][^\W\d_]*(?: (?:(?:van|de|den|der|en|het) ){{0,2}}[A-ZÀ-Þ][^\W\d_]+){{0,3}} \d{{1,4}}{_SUFFIX}"
_UNITS = r"(?:uur|u\b|jaar|hoog|mensen|kinderen|man\b|maanden|weken|dagen|minuten|min\b|euro|keer|x\b|kamers?|slaapkamers?|pm\b|p\.m|km|meter|m2|punten|likes|graden|procent|personen|stuks|plaatsen|treinen|bussen|auto|leden|woningen|huizen|jongens|agenten|januari|februari|maart|april|mei|juni|juli|augustus|sep|okt|nov|dec|jan\b|feb\b)"
_NOT_MORE = rf"(?![\w%€°]|[.,:/]\d|-\w| ?{_UNITS})"
_PROPER = Regex(r"[A-ZÀ-Þ][^\W\d_]* \d")
_NO_HOME = (
    r"(?:[A-Z]\w{0,20}nummer|Klas|Groep|Perron|Zaal|Fase|Artikel|Art|Lid|Bijlage|Versie|Lijn|Bus|Blok|Categorie|Cat|Type|Model|Kamer|Lokaal|Figuur|Tabel|Deel|Hal|Gate|Spoor|Team|"
    r"Ronde|Poule|Divisie|Klasse|Niveau|Mavo|Havo|Vwo|Vmbo|Unit|Vak|Rij|Stoel|Halte|Route|Ingang|Uitgang|Trap|Punt|Optie|Plan|Stap|Vraag|Opgave|Hoofdstuk|Paragraaf|Psalm|Schaal|"
    r"Trede|Level|Sectie|Maandag|Dinsdag|Woensdag|Donderdag|Vrijdag|Zaterdag|Zondag|Leerjaar|Jaar|Week|Dag|Nr|Nummer|No|Iphone|Galaxy|Pixel|Xbox|Boeing|Airbus|Golf|Polo|Audi|Volvo|Mazda|Peugeot|Renault|Opel|Ford|Seat|Om|Van|Vanaf|Tot|Ca|Circa|"
    r"Nog|Maar|En|Of|Wel|Ruim|Bijna|Minstens|Zo'n|Die|Dat|De|Het|Een|Al|Met|Voor|Op|In|Aan|Bij|Uit|Per|Er|Is|Zijn|Heb|Kost|Samsung|Huawei|Windows|Android|Covid|Pagina|Blz|Motie|Kavel|Steiger|Pier|Dok|Almere|Lelystad|Utrecht|Amsterdam|Ajax|Feyenoord)\b"
)
"""Words before a number that is no house number: `Klas 3b`, `Perron 4b`."""
_TOWNS: Final = (
    "Almere", "Lelystad", "Zeewolde", "Amsterdam", "Utrecht", "Hilversum", "Huizen", "Naarden", "Bussum", "Weesp", "Dronten",
    "Amersfoort", "Diemen", "Amstelveen", "Haarlem", "Hoofddorp", "Purmerend", "Zaandam", "Alkmaar", "Hoorn", "Rotterdam", "Den Haag",
    "Delft", "Leiden", "Gouda", "Zoetermeer", "Dordrecht", "Schiedam", "Eindhoven", "Tilburg", "Breda", "Den Bosch", "Arnhem", "Nijmegen",
    "Ede", "Apeldoorn", "Deventer", "Zwolle", "Enschede", "Hengelo", "Almelo", "Groningen", "Assen", "Emmen", "Leeuwarden", "Heerenveen",
    "Emmeloord", "Urk", "Kampen", "Harderwijk", "Ermelo", "Nijkerk", "Zeist", "Nieuwegein", "Maastricht", "Heerlen", "Venlo", "Muiden",
    "Muiderberg", "Blaricum", "Laren", "Eemnes", "Soest", "Baarn", "Biddinghuizen", "Swifterbant",
)  # fmt: skip
"""Towns that stand behind an address here."""

ADDRESSES: Final = (
    Recogniser(
        id="nl.address.postcode",
        min_digits=1,
        gate=Regex(r"\d{4} ?[A-Z]{2}|13[0-7]\d ?[a-z]{2}"),
        type=PIIType.ADDRESS,
        pattern=Regex(
            rf"(?<!\w)({_ANY})(?=,? {{0,2}}(?:[1-9]\d{{3}} ?[A-Z]{{2}}|13[0-7]\d ?[a-z]{{2}})(?!\w))"
        ),
        score=0.7,
        source="AVG art. 4(1); any name and number before a postcode",
    ),
    Recogniser(
        id="nl.address.town",
        min_digits=1,
        needs=tuple(town.lower() for town in _TOWNS),
        gate=_PROPER,
        type=PIIType.ADDRESS,
        pattern=Regex(
            rf"(?<![\w-])(?<!Almere )(?!{_NO_HOME})({_ANY})(?=(?:, | te |, in )(?:{'|'.join(_TOWNS)})(?!\w| \d)| Almere(?: (?:Haven|Stad|Buiten|Poort|Hout))?(?:[.,;!?)\n]|\Z))"
        ),
        score=0.6,
        source="AVG art. 4(1); any name and number before a town",
    ),
    Recogniser(
        id="nl.address.laan",
        min_digits=1,
        needs=(
            "laan ",
            "straat van",
            "baan van",
            "ln ",
            "ln. ",
            "plein ",
            "weg ",
            "hof ",
            "park ",
            "dreef ",
            "kade ",
            "ring ",
            "singel ",
        ),
        type=PIIType.ADDRESS,
        pattern=Regex(
            r"(?<!\w)((?:laan|dreef|kade|singel)(?: (?:van|der|de|den|het|'t)){1,2}(?: [^\W\d_]{3,}){1,2} \d{1,4}[a-zA-Z]?"
            r"|(?:[Ll]aan|Ln\.?|[Ss]traat|[Bb]aan|[Pp]lein|[Ww]eg|[Hh]of|[Pp]ark|[Dd]reef|[Kk]ade|[Rr]ing)(?: (?:v\.?d?\.?|van|der|de|den|het|'t)){1,2}"
            r"(?: [A-ZÀ-Þ][\w.]+){1,3} \d{1,4}[a-zA-Z]?)(?!\w|[.,:]\d)"
        ),
        score=0.7,
        source="AVG art. 4(1); a kind of street before its name",
    ),
    Recogniser(
        id="nl.address.named",
        min_digits=1,
        needs=(
            "dres",
            "woon",
            "wone",
            "hoek van",
            "halen",
            "bezorg",
            "afge",
            "verhui",
            "aanbel",
            "woning",
            "pand",
            "appartement",
            "flat ",
            "toren",
            "studio",
            "box",
            "te huur",
            "te koop",
            "inbraak",
            "brand",
            "thuis",
            "buren",
            "bewoners",
        ),
        gate=_PROPER,
        type=PIIType.ADDRESS,
        pattern=Regex(
            r"\b(?:[Aa]dres(?:je)?|woonachtig|woont|woon|wonen|gewoond|op de hoek van|[Oo]phalen|[Aa]fhalen|op te halen|[Bb]ezorgen|[Bb]ezorgd|[Aa]fgeven|[Aa]fgeleverd|verhuisd|verhuizen|aanbellen|thuis|buren|bewoners|"
            r"[Ww]oning|[Pp]and|[Aa]ppartement|[Ff]lat|[Tt]oren|[Ww]oontoren|[Ss]tudio|[Gg]aragebox|[Tt]e (?:huur|koop)|[Ii]nbraak|[Bb]rand)"
            rf"(?: (?:is|op|aan|in|de|het|ook|nu|hij|ze|zij|ik|al|bij|van|voor|naar|te huur|te koop|:)|:){{0,4}} (?!Almere \d)({_ANY}){_NOT_MORE}"
        ),
        score=0.6,
        source="AVG art. 4(1); where somebody lives, or something is to be had",
    ),
    Recogniser(
        id="nl.address.article",
        min_digits=1,
        gate=_PROPER,
        type=PIIType.ADDRESS,
        pattern=Regex(
            r"(?<![\w])(?:[Aa]an|[Oo]p|[Bb]ij|[Nn]aar|[Vv]oor|[Nn]aast|[Tt]egenover|[Aa]chter|[Vv]an|[Aa]dres:?|[Tt]e huur|[Tt]e koop)(?: (?:de|het|'t)|(?= (?:De|Het|Den|'t|Lange|Korte|Grote|Kleine|Oude|Nieuwe|Hoge|Lage) ))"
            rf" ((?:(?:De|Het|Den|'t) )?{_ANY})(?=[.,;!?)\n]|\Z| (?:woon|woont|in|is|staat|ligt|zit|wordt|te|waar|daar|bij|bel|ruit|leeg|en|tot|te)\b)"
        ),
        score=0.55,
        source="AVG art. 4(1); an article or capital adjective marks a street: `aan de Kade 4`",
    ),
    Recogniser(
        id="nl.address.offered",
        min_digits=1,
        needs=(
            "te koop",
            "gratis",
            "halen",
            "ophaal",
            "geven",
            "bieden",
            "gevonden",
            "ruilen",
            "brengen",
        ),
        gate=_PROPER,
        type=PIIType.ADDRESS,
        pattern=Regex(
            rf"\b(?:[Tt]e koop|[Gg]ratis|[Oo]p ?halen|[Oo]phaal\w*|[Aa]f ?halen|[Ww]eg ?(?:te ?)?geven|[Bb]ieden|[Gg]evonden|[Rr]uilen|[Bb]rengen)\b[^\n]{{0,120}}?[,.:] ({_ANY})(?=[.,;!?)\n]|\Z)"
        ),
        accept=lambda text: re.match(_NO_HOME, text) is None,
        score=0.5,
        source="AVG art. 4(1); at the end of an offer",
    ),
    Recogniser(
        id="nl.address.lettered",
        min_digits=1,
        gate=Regex(r"[^\W\d_] \d{1,4} ?-?(?:[a-df-hA-H]|hs|bis|I{2,3})(?!\w)"),
        type=PIIType.ADDRESS,
        pattern=Regex(
            rf"(?<![\w.,-])(?!{_NO_HOME})"
            r"([A-ZÀ-Þ][^\W\d_]{2,}(?: (?:(?:van|de|den|der|en|het) ){0,2}[A-ZÀ-Þ][^\W\d_]+){0,2} \d{1,4} ?-?(?:[a-df-hA-H]|hs|bis|I{2,3}))(?![\w'’.]|[,:/]\d|[%€°]| (?:graden|klas|team))"
        ),
        score=0.55,
        source="AVG art. 4(1); a number with a letter: `Waterfront 88 II`",
    ),
    Recogniser(
        id="nl.address.alone",
        min_digits=1,
        needs=(
            "singel",
            "boulevard",
            "gracht",
            "kade",
            "dreef",
            "ring",
            "dijk",
            "brink",
            "promenade",
            "plantsoen",
            "laan",
            "werf",
            "wal",
            "haven",
            "markt",
            "weg",
            "straat",
            "plein",
            "vest",
            "vaart",
            "steeg",
        ),
        gate=_PROPER,
        type=PIIType.ADDRESS,
        pattern=Regex(
            rf"(?<![\w'’-])((?:(?:Singel|Boulevard|Gracht|Kade|Dreef|Ring|Dijk|Brink|Promenade|Plantsoen|Laan|Werf|Wal)|(?:Hoge|Lage|Lange|Korte|Grote|Kleine|Oude|Nieuwe) (?:Gracht|Haven|Markt|Dijk|Weg|Straat|Plein|Kade|Brink|Vest|Wal|Vaart|Singel|Laan|Steeg))(?: (?:Noord|Oost|Zuid|West))? \d{{1,4}}{_SUFFIX}){_NOT_MORE}"
        ),
        score=0.6,
        source="AVG art. 4(1); a kind of street that is a name by itself",
    ),
    Recogniser(
        id="nl.address.article.alone",
        min_digits=1,
        needs=("de ", "het ", "'t "),
        gate=_PROPER,
        type=PIIType.ADDRESS,
        pattern=Regex(
            rf"(?:(?<=\A)|(?<=[.,!?:;\n] )|(?<=\n))((?:De|Het|Den|'t) [A-ZÀ-Þ][^\W\d_]+ \d{{1,3}}{_SUFFIX})(?=[.,;!?)\n]|\Z| (?:heeft|is|staat|stond|ligt|wordt|was|zit|had|krijgt|mag|moet|woont|doet|brandt)(?!\w))"
        ),
        score=0.5,
        source="AVG art. 4(1); a name with its article and a number",
    ),
    Recogniser(
        id="nl.address.where",
        min_digits=1,
        needs=(
            "achter ",
            "onder ",
            "tussen ",
            "langs ",
            "op ",
            "aan ",
            "hoge ",
            "lage ",
            "lange ",
            "korte ",
            "grote ",
            "oude ",
            "nieuwe ",
        ),
        gate=_PROPER,
        type=PIIType.ADDRESS,
        pattern=Regex(
            rf"(?<![\w-])((?:(?:Achter|Onder|Tussen|Langs|Op|Aan) (?:de|den|het|'t)|Hoge|Lage|Lange|Korte|Grote|Oude|Nieuwe) [A-ZÀ-Þ][^\W\d_]+ \d{{1,3}}{_SUFFIX})"
            r"(?=[.,;!?)\n]|\Z| (?:is|heeft|staat|stond|ligt|brandt|ruikt|stinkt|zit|wordt|woont|dealen|woon|in|te)(?!\w))"
        ),
        score=0.5,
        source="AVG art. 4(1); streets named for where they are: `Achter de Kerk 4`",
    ),
    Recogniser(
        id="nl.address.number",
        min_digits=1,
        needs=("nummer", "nr"),
        type=PIIType.ADDRESS,
        pattern=Regex(
            r"(?<!\w)(?:huis)?(?:nummer|nr\.?) ?\d{1,4}[a-z]?(?!\w|[.,:]\d)", re.IGNORECASE
        ),
        before=words(
            r"(?:straat|laan|weg|plein|hof|pad|dreef|gracht|kade|singel|steeg|wierde|meent|werf)\b[^.!?\n\d]{0,30}\Z"
        ),
        unless=words(
            r"\b(?:lijn|bus|tram|halte|boom|bomen|paal|kraam|melding\w*|zaak\w*|telefoon\w*|bel|app|punt)\b"
        ),
        score=0.6,
        source="AVG art. 4(1); the number of a house, said after its street",
    ),
    Recogniser(
        id="nl.address.site",
        min_digits=1,
        needs=("park", "camping", "huize", "residentie", "zorg", "haven"),
        type=PIIType.ADDRESS,
        pattern=Regex(
            r"(?<!\w)((?:[A-ZÀ-Þ]?[a-z]*park|[Cc]amping|[Hh]uize|[Rr]esidentie|[A-ZÀ-Þ]?[a-z]*zorgcentrum|[Jj]achthaven)(?: [A-ZÀ-Þ'][^\W\d_]+){1,3},? (?:plek|kamer|nr\.?|nummer|huisje|chalet|unit|appartement|app\.?|ligplaats|steiger) \d{1,4}[a-zA-Z]?)(?!\w)"
        ),
        score=0.7,
        source="AVG art. 4(1); a place in a park, home or harbour",
    ),
    Recogniser(
        id="nl.address.vacant",
        min_digits=1,
        needs=(" leeg", " te koop", " te huur", " verkocht", "kraakt", "brand", "ontruimd"),
        gate=_PROPER,
        type=PIIType.ADDRESS,
        pattern=Regex(
            rf"(?:(?<=\A)|(?<=[.,!?:;\n] )|(?<=\n))(?!{_NO_HOME})([A-ZÀ-Þ][^\W\d_]{{2,}} \d{{1,4}}{_SUFFIX})(?= (?:(?:staat|is|wordt|weer|nu|al) ){{0,3}}(?:leeg|te koop|te huur|verkocht|gekraakt|uitgebrand|afgebrand|ontruimd)(?!\w))"
        ),
        score=0.5,
        source="AVG art. 4(1); a name and number that is empty, for sale or burnt",
    ),
    Recogniser(
        id="nl.address.lelystad",
        min_digits=3,
        needs=("lelystad",),
        type=PIIType.ADDRESS,
        pattern=Regex(r"(?<![\w-])[A-Z][a-z]{2,} \d{1,2}[- ]\d{2}(?=,? (?:in |te )?Lelystad)"),
        score=0.6,
        source="AVG art. 4(1); streets of Lelystad: a bare name, the court, the house",
    ),
    Recogniser(
        id="intl.address.street",
        min_digits=1,
        needs=(
            "rue ",
            "via ",
            "calle ",
            "rua ",
            "avenue",
            "boulevard ",
            "hauss",
            "ul. ",
            "ulica",
            "ulytsia ",
            "stra",
            "str. ",
            "gasse",
            "platz",
            "plaza ",
            "allee ",
            "street",
            "road",
            "lane",
            "drive",
            "sok",
            "cad",
            "mahal",
        ),
        gate=Regex(r"[^\W_]\.?,? \d|\d[A-Za-z]?,? [A-Za-z]"),
        type=PIIType.ADDRESS,
        pattern=Regex(
            r"(?<!\w)((?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Cc]hauss[ée]e|[Vv]ia|[Cc]alle|[Pp]laza|[Rr]ua|[Uu]l\.|[Uu]lica|[Vv]ulytsia)"
            r"(?: (?:d[eu]s?|del|della|do|da|la|le|les|el|van|d['’]))* [A-ZÀ-Þ][^\W\d_]+(?: [A-ZÀ-Þ][^\W\d_]+){0,2},? \d{1,4}[a-zA-Z]?(?:/\d{1,3})?"
            r"|[A-ZÀ-Þ][^\W\d_]*(?:stra(?:ß|ss)e|str\.|gasse|platz|allee)(?: Nr\.?)? \d{1,4}[a-zA-Z]?"
            r"|\d{1,4}[A-Za-z]? (?:[A-Z][a-z]+ ){1,2}(?:Street|Road|Avenue|Lane|Drive)"
            r"|\d{1,4},? (?:bis )?(?:[Rr]ue|[Aa]venue|[Bb]oulevard)(?: (?:d[eu]s?|la|le|les))+(?: [A-ZÀ-Þ][^\W\d_]+){1,3}"
            r"|[A-ZÀ-Þ][^\W\d_]+ (?:Sok(?:ak)?|Cad(?:desi)?|Mahallesi)\.?,? [Nn]o\.? ?:? ?\d{1,4})(?!\w|[.,:]\d)"
        ),
        score=0.7,
        source="AVG art. 4(1); how streets are called abroad",
    ),
)
"""Rules for addresses."""
