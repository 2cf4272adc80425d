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
    hc rkvv merk orkaan tyfoon camperplaats jachthaven kinderopvang kinderdagverblijf peuterspeelzaal bso uitvaartcentrum
    kat kater poes poesje kitten katje katten hond hondje hondjes puppy pup labrador teckel beagle herder poedel bouvier
    golden retriever stabij chihuahua pony paard veulen merrie hengst ezel geit konijn konijntje cavia hamster rat parkiet
    papegaai kaketoe schildpad leguaan""".split()  # noqa: SIM905 - a list of words reads better
)  # fmt: skip
"""`bakkerij Jansen`, `kat Sjimmie`: what comes next is no person."""

_KIND_AFTER: Final = frozenset(
    """college lyceum gymnasium basisschool school makelaars makelaardij advocaten notarissen accountants bv b.v nv moskee
    kerk kapel kazerne stadion arena museum theater festival toernooi bokaal cup trofee records holding transport tours bikes
    pizza garage salon""".split()  # noqa: SIM905
)  # fmt: skip
"""`Helen Parkhurst College`: what comes before is no person."""

_STORM: Final = frozenset({"storm", "orkaan"})
_LISTENS: Final = ("luistert", "naar")
_PERSONAL: Final = frozenset({"title", "intro", "greet"})


def is_no_person(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether the words around `tokens[first : last + 1]` make it something else."""
    before = tokens[first - 1] if first and _touch(tokens, first - 1) else None
    after = tokens[last + 1] if last + 1 < len(tokens) and _touch(tokens, last) else None
    if before is not None and before.folded in _KIND_BEFORE and before.shape != "X1":
        return True
    if before is not None and before.folded in _STORM and tokens[first].shape == "Xx":
        return True
    if after is not None and after.folded in _KIND_AFTER:
        return True
    return _is_called_animal(tokens, first)


def is_listed_otherwise(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether the lists know it as something else and nothing around it says a person."""
    if first and tokens[first - 1].group in _PERSONAL:
        return False
    words = [token for token in tokens[first : last + 1] if not is_particle(token)]
    return bool(words) and all(
        token.other > 1 or is_place(token) or (token.other == 1 and not token.first)
        for token in words
    )


def _is_called_animal(tokens: Sequence[Token], first: int) -> bool:
    """`hond gevonden, luistert naar Boris`."""
    said = tuple(token.folded for token in tokens[max(0, first - 2) : first])
    return said == _LISTENS and any(token.group == "pet" for token in tokens)


def _touch(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether only a blank stands between a token and the next."""
    return tokens[at + 1].start - tokens[at].end == 1
