"""Street names: how the names of streets end, and which words may come before the last."""

from __future__ import annotations

import re
from unicodedata import combining, normalize

from privacy.detect.normalise import LEET

_STREET = re.compile(
    r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*?[^\W\d_]-?(?:straat|str\.?|straatje|plnt?s?\.?|plts?\.?|pl\.|ln\.?|laan|weg|wg\.?|hof|plein|pad|dreef|werf|wierde|gouw|meent|kade|"
    r"gracht|singel|steeg|erf|plantsoen|boulevard|allee|passage|promenade|griend|weide|burgwal)\Z",
    re.IGNORECASE,
)
_PERHAPS = re.compile(
    r"[A-ZÀ-Þ][^\W\d_]+?(?:grienden|marke?|veld|baan|park|dijk|wal|ring|hoek|oord|burcht|stede|brink|gaarde|"
    r"steiger|haven|poort|rade|akker|kamp|tuin|eiland|berg|burg|broek|zoom|bos|haag|bocht|markt|molen|"
    r"vaart|bloem|markt|kruid|einde|plaats|oever|veste|schans|tocht|gaard|hoven|velden|zicht)\Z"
)
STREET_COMPOUND = re.compile(
    r"[^\W\d_]{3,}(?:zicht|oever|veste|schans|tocht|gaarde|hoven|brink|zoom|burcht|stede|akker|dijk|wal|rade|kruid|horst|rode|heuvel|donk)\Z"
)
"""How streets end that are hardly anything else, even without a capital: `parkzicht 77`."""
_NO_STREET = re.compile(
    r"(?:onder|snel|auto|spoor|water|fiets)weg\Z|\A(?:half|door|ver|on|weder)weg\Z|sport|(?:vergader|lever)ing\Z|speelp|gangpad|\A(?:fe(?:ye|ije)noord|(?:markt|parkeer|werk)plaats)\Z",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"(?:\d{1,2}(?:e|de|ste)|[Ee]erste|[Tt]weede|[Dd]erde|[Ss](?:int|t\.?)|[Vv]an|[Dd]e[nr]?|[Tt]er|[Tt]en|[Ll][ea]|[Hh]et|'t|[Pp]rins(?:es)?|[Kk]oning(?:in)?|"
    r"[Bb]urgemeester|[Bb]urg\.?|[Dd]okter|[Dd]r\.?|[Zz]r\.?|[Kk]on\.?|[Pp]r\.?|[Mm]gr\.?|[Dd]s\.?|[Ii]r\.?|[Mm]r\.?|[Gg]en\.?|[Pp]ast\.?|[Pp]res\.?|[Jj]hr\.?|[Ww]ed\.?|[Pp]rof\.?|[Pp]ater|[Pp]astoor|[Gg]eneraal|[Aa]dmiraal|"
    r"[Gg]raaf|[Mm]inister|[Oo]ude|[Nn]ieuwe|[Ll]ange|[Kk]orte|[Gg]rote|[Kk]leine|[Hh]oge|[Ll]age)\Z"
)
"""What may come before the last word of a street: `Eerste`, `Prins`, `Burg.`, `van`."""
KINDS = frozenset(
    {"straat", "weg", "laan", "plein", "hof", "pad", "dreef", "kade", "gracht", "singel"}
)
"""What may stand apart from the name of a street: `Sumatra weg`."""


def is_street(word: str) -> bool:
    """Tell whether a word ends as streets do: some endings say so only with a capital before."""
    if not word.isalpha():
        word = word[:1] + word[1:].translate(LEET)
    if not word.isascii():
        word = "".join(c for c in normalize("NFKD", word) if not combining(c))
    return not _NO_STREET.search(word) and bool(_STREET.match(word) or _PERHAPS.match(word))
