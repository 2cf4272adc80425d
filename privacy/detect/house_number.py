"""House numbers: how people write them, in digits or words, and what else a number may be."""

# ruff: noqa: E501 - a pattern or word list reads better unbroken

from __future__ import annotations

import re

from privacy.detect.spoken import COMPOUND, DIGIT_WORD, TWO_DIGITS, UNIT

_STOREY = r"(?:(?:,? |-)(?:\d|een|één|twee|drie|vier|vijf) ?-?hoog(?:[ -](?:voor|achter|links|rechts))?|[ -](?:hoog|laag|boven|beneden|huis)|[ -](?:links|rechts|voor|achter)(?=[.,;!?)\n]|\Z)|,? (?:begane grond|parterre|souterrain))(?!\w)"
_UNIT_NUMBER = r",? (?:app?t?\.?|appartement|kamer|kavel|plek|studio|portiek|box|unit|bus|flat|verdieping|etage|nr\.?|nummer|toev(?:oeging|\.)?) ?(?:\d{1,4}(?:\.\d{1,2})?[a-zA-Z]?|[A-Za-z])(?!\w)"
_ORDINAL = r"(?:\d{1,2}(?:e|de|ste)|eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|bovenste|onderste)"
_MORE = r"(?:, ?\d{1,4}[a-z]?){0,8}(?:,| en| of|,? ipv| i\.p\.v\.|,? in plaats van|,? (?:en )?niet)(?: op)?(?: nr\.?| nummer)? \d{1,4}[a-z]?(?=[.,;!?)\n](?!\d)|\Z| (?:zijn|staan|hebben|zitten|liggen|worden|moeten|in|is|krijgen|ligt|staat|heeft|kregen|hadden|waren|te)(?!\w))"
HOUSE_NUMBER = re.compile(
    rf"\d(?:(?<=[ \na-zA-Z]\d)|(?<=[ a-zA-Z][.:#/(-]\d))\d{{0,3}}(?: ?[-/]? ?(?:[a-tvwyzA-Z](?:[-/]\d{{1,2}})?|[A-Z]\d{{1,2}}|I{{1,3}}|IV|VI{{0,2}}|hs|HS|bg|bis(?:[ -]?[a-e])?|rd|zw(?:art)?|rood|\d{{1,4}}(?! ?-?hoog))(?![\w'’]|/m))?(?={_STOREY}|(?![\w]|[.,:]\d|[%€°]|-\w))"
    rf"(?:{_STOREY})?(?:{_UNIT_NUMBER}|(?:,? (?:op )?(?:de )?{_ORDINAL} (?:verdieping|verd\.?|etage|woonlaag)| ?(?:t/?m|tot en met|of|&|\+|/)(?: ?nr\.?)? ?\d{{1,4}}[a-z]?)(?!\w)|{_MORE})?"
)
"""A house number in digits, with its floor, unit or the numbers beside it."""
SPOKEN_NUMBER = re.compile(
    rf"(?<= )(?=[hntedvzaé])(?:(?:huis)?(?:nummer|nr\.?) (?:{UNIT})(?:[ -](?:{UNIT})){{0,2}}(?: [a-h])?(?!\w)|(?:{COMPOUND}|(?:{DIGIT_WORD} ?)?honderd ?(?:en)? ?(?:{UNIT}))(?:[ -]?[a-h])?(?!\w| [^\W\d_]{{2,}}(?:en|s)(?!\w))|(?:{TWO_DIGITS})(?:[ -]?[a-h])?(?!\w| [^\W\d_]{{2,}}(?:en|s)(?!\w)| (?:{UNIT}|honderd|duizend))|(?:(?:{DIGIT_WORD})?honderd(?: ?en ?| )?(?:{UNIT})?|(?:één|twee|drie|vier|vijf|zes|zeven|acht|negen)(?:[ -]?[a-h])?)(?=[,.;!?)\n]|\Z| (?:woont|wonen|woon|staat|heeft|is|ligt|zit|bel)(?!\w)| (?:in|te) (?-i:[A-ZÀ-Þ])))",
    re.IGNORECASE,
)
"""A house number in words."""
LABEL = re.compile(
    r"(?:,?[ \n]\(?(?:(?:op|met|bij|en dan|het|en|daar|en het|het huis met|(?:ergens )?(?:rond|naast|vanaf|hoek|tegenover|t\.?h\.?v\.?|ter hoogte van)) )?(?:(?:huis|h\.?)?(?:nummer(?:tje|o)?|nr\.?|no\.?|n°)(?: is)?[ :]{0,2}|#)|,? (?:huis|op|ligplaats|woonboot|portiek|kavel|garagebox|bel|hoek|tegenover|t\.?h\.?v\.?|ter hoogte van) |, ?| ?[#/(]|-|[ \n]|: ?)\Z",
    re.IGNORECASE,
)
"""What stands between a street and its number."""
SIDE = re.compile(r" (?:[NZOW]\.?Z\.?|(?:noord|zuid|oost|west)(?:zijde)?)\Z", re.IGNORECASE)
"""What may stand between a street and its number: `Kerkpad ZZ 21`, `Parallelweg Noord 4`."""
LOOSE_LABEL = re.compile(
    r", ?\Z|,? (?:op|hoek|tegenover|t\.?h\.?v\.?|ter hoogte van) \Z|: ?\Z", re.IGNORECASE
)
"""Labels that need an end behind the number."""
NAMED_LABEL = re.compile(r",? (?:huis)?(?:nummer(?:tje)?|nr\.?)[ :]{0,2}\Z", re.IGNORECASE)
NUMBER_SIGNS = (
    "nummer", "nr", "tien", "tig", "elf", "twaalf", "honderd", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "één",
)  # fmt: skip
"""Parts of numbers in words: a text without any of them is not searched for those."""
NOT_HOUSE = re.compile(
    r" ?(?:uur|u\b|man\b|miljoen|miljard|duizend|ton\b|kilo|kg\b|liter|sterren|files?\b|cent\b|mensen|jaar|jarig|maanden|weken|dagen|minuten|min\b|euro|km|meter|m2|keer|x\b|"
    r"auto|agenten|jongens|procent|graden|graad|van de \d|leden|woningen|huizen|bomen|januari|"
    r"februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    r"jan\b|feb\b|apr\b|jun\b|jul\b|aug\b|sep|okt\b|nov\b|dec\b|tot \d|,-)",
    re.IGNORECASE,
)
"""What follows a number that is of no house."""
COUNTED = re.compile(
    r" ?(?:inbra|ongeluk|aanrijding|kramen|brand|ruit|scooter|fiets|fatbike|buss|gewond|meld|container|lantaarn|honden|katten|kind|gezin|jonger|gasten|nacht|camera|ambulance|politie|wagen)",
    re.IGNORECASE,
)
"""What a number counts if the street has its article: `in de Bachstraat 3 inbraken`."""
