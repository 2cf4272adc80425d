"""Doubt: names that stand for a shop, an animal, a storm or a place, and for no person."""

# ruff: noqa: E501 - a word list reads better unbroken

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from privacy.detect.tokens import Token, is_particle, is_place

if TYPE_CHECKING:
    from collections.abc import Sequence

_KIND_BEFORE: Final = frozenset(
    """bakkerij banketbakkerij slagerij garage autobedrijf autorijschool rijschool kapsalon nagelstudio schoonheidssalon
    restaurant café cafe eetcafé eetcafe grandcafé snackbar cafetaria lunchroom pizzeria ijssalon toko hotel camping theater
    zwembad speeltuin sporthal sportcafé sportschool fysiotherapie apotheek juwelier opticien boekhandel boekwinkel drogisterij
    drogist supermarkt kwekerij tuincentrum drukkerij makelaardij notariskantoor advocatenkantoor accountantskantoor stichting
    vereniging winkelcentrum buurthuis dorpshuis basisschool obs cbs rkbs moskee tempel hindoetempel synagoge scouting sv fc vv
    hc rkvv profeet apostel evangelist evangelie merk orkaan tyfoon camperplaats jachthaven kinderopvang kinderdagverblijf peuterspeelzaal bso uitvaartcentrum
    kat kater poes poesje kitten katje katten hond hondje hondjes puppy pup labrador teckel beagle herder poedel bouvier
    golden retriever stabij chihuahua pony paard veulen merrie hengst ezel geit konijn konijntje cavia hamster rat parkiet
    papegaai kaketoe schildpad leguaan""".split()
)  # fmt: skip
"""`bakkerij Jansen`, `kat Sjimmie`: what comes next is no person."""

_KIND_AFTER: Final = frozenset(
    """college lyceum gymnasium basisschool school makelaars makelaardij advocaten notarissen accountants bv b.v nv moskee
    kerk kapel kazerne stadion arena museum theater festival toernooi bokaal cup trofee records holding transport tours bikes
    pizza garage salon""".split()
)  # fmt: skip
"""`Helen Parkhurst College`: what comes before is no person."""

_INSIDE: Final = frozenset(
    {"in", "te", "uit", "vanuit", "rond", "rondom", "omgeving", "regio", "richting"}
)
"""`uit Dokkum`: after these a town is no person. After `van`, `bij` and `naar` it may be one."""
_SAINT: Final = frozenset({"st", "st.", "sint", "sankt", "saint"})

_HONOUR: Final = frozenset({"prins", "prinses", "koning", "koningin"})
"""What a school or street has before its name: `basisschool Prinses Amalia`."""

_STORM: Final = frozenset({"storm", "orkaan"})
_BETWEEN: Final = frozenset({'"', "'", "genaamd", "heet", "heette", "heten"})
"""What may stand between an animal and its name: `kat 'Frits'`, `hond genaamd Boris`."""
_HELD: Final = frozenset({"mijn", "mn", "m'n", "onze", "ons", "een", "de", "'n", "is", "heet", "="})
_PERSONAL: Final = frozenset({"title", "intro", "greet"})


def is_no_person(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether the words around `tokens[first : last + 1]` make it something else."""
    while first and tokens[first - 1].folded in _HONOUR:
        first -= 1
    before = tokens[first - 1] if first and _touch(tokens, first - 1) else None
    after = tokens[last + 1] if last + 1 < len(tokens) and _touch(tokens, last) else None
    if before is not None and before.folded in _KIND_BEFORE and before.shape != "X1":
        return True
    if before is not None and before.folded in _STORM and tokens[first].shape == "Xx":
        return True
    if before is not None and before.folded in _INSIDE and first == last and tokens[first].town:
        return True
    if _SAINT & {token.folded for token in tokens[max(0, first - 1) : last + 1]}:
        return True
    if after is not None and after.folded in _KIND_AFTER:
        return True
    return _is_called_animal(tokens, first, last) or _is_in_a_place(tokens, last)


def is_listed_otherwise(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether the lists know it as something else and nothing around it says a person."""
    if first and tokens[first - 1].group in _PERSONAL:
        return False
    words = [token for token in tokens[first : last + 1] if not is_particle(token)]
    return bool(words) and all(
        token.other > 1 or is_place(token) or (token.other == 1 and not token.first)
        for token in words
    )


def _is_called_animal(tokens: Sequence[Token], first: int, last: int) -> bool:
    """`kat 'Frits'`, `Bertus (onze beagle)`, `Marinus heet mn kater`, `luistert naar Boris`."""
    said = [token.folded for token in tokens[max(0, first - 2) : first]]
    if said == ["luistert", "naar"]:
        return any(token.group == "pet" for token in tokens)
    at = first - 1
    while at >= 0 and tokens[at].folded in _BETWEEN:
        at -= 1
    if 0 <= at < first - 1 and tokens[at].group == "pet":
        return True
    at = last + 1
    opened = at < len(tokens) and tokens[at].text in {"(", "heet", "is"}
    while at < len(tokens) and (tokens[at].text == "(" or tokens[at].folded in _HELD):
        at += 1
    return opened and at < len(tokens) and tokens[at].group == "pet"


def _is_in_a_place(tokens: Sequence[Token], last: int) -> bool:
    """`Annie M.G. Schmidtpark`, `Willem de Zwijgerstraat`: a compound that no list knows."""
    at = last + 1
    at += at < len(tokens) and tokens[at].folded == "de"
    within = at < len(tokens) and all(_touch(tokens, n) for n in range(last, at))
    return any(
        token.group == "street"
        and token.shape == "Xx"
        and not (token.other or token.word or token.last or token.first)
        for token in (tokens[last], *((tokens[at],) if within else ()))
    )


def _touch(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether only a blank stands between a token and the next."""
    return tokens[at + 1].start - tokens[at].end == 1
