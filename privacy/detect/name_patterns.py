"""Patterns: where the words around a word make it a name, whatever the learned weights say."""

# ruff: noqa: E501 - a word list reads better unbroken

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from privacy.detect.tokens import Token, is_particle, is_place

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMON: Final = 2
"""Tier from which a first name or surname is common."""

_EVERYDAY: Final = 3
"""Tier from which a word is an everyday one, that a capital at the start says nothing about."""

_PERSONAL_VERBS: Final = frozenset(
    """zegt zei vertelt vertelde denkt dacht belt belde appt appte mailt mailde vindt vond huilt huilde lacht lachte roept riep
    schrijft schreef vraagt vroeg antwoordt antwoordde beweert beweerde wacht wachtte slaapt sliep weet wist kent kende hoopt
    hoopte wil wilde mist miste studeert trouwt verhuist verhuisde solliciteert zoekt zocht schreeuwt schreeuwde scheldt
    schold filmt filmde leest las hoort hoorde snapt begrijpt durft durfde bedankt groet knikt fluistert""".split()
)
"""What only persons do."""

_POSSESSIVES: Final = frozenset({"zn", "z'n", "d'r", "ze'n"})
_SUBJECTS: Final = frozenset({"det", "poss", "pron", "small"})


def patterned(tokens: Sequence[Token]) -> set[int]:
    """Return the places of the words that a pattern makes part of a name."""
    found: set[int] = set()
    for at, token in enumerate(tokens):
        if token.group == "title":
            found |= _after_title(tokens, at + 1)
        elif token.group == "job":
            found |= _after_job(tokens, at + 1)
        elif token.text == ",":
            found |= _around_comma(tokens, at)
        elif token.text == "Van":
            found |= _capital_within(tokens, at)
        elif _is_named(token) and (_acts(tokens, at) or _owns(tokens, at)):
            found.add(at)
    return found


def _after_title(tokens: Sequence[Token], at: int) -> set[int]:
    """`dhr. Prinsen`, `mevr. v.d. Berg`."""
    begin = at + (at < len(tokens) and tokens[at].text == ".")
    end = begin
    while end < len(tokens) and (is_particle(tokens[end]) or tokens[end].shape == "I"):
        end += 1
    if end >= len(tokens):
        return set()
    token = tokens[end]
    fits = token.shape in {"Xx", "xX"} and not token.group and not is_place(token)
    return set(range(begin, end + 1)) if fits and not token.other else set()


def _after_job(tokens: Sequence[Token], at: int) -> set[int]:
    """`dokter Van Essen`: a particle with a capital within a sentence begins a surname."""
    end = at
    while end < len(tokens) and is_particle(tokens[end]):
        end += 1
    fits = at < end < len(tokens) and tokens[at].shape == tokens[end].shape == "Xx"
    return set(range(at, end + 1)) if fits else set()


def _capital_within(tokens: Sequence[Token], at: int) -> set[int]:
    """`dat heeft Van Delft gezegd`: within a sentence only a surname has a `Van` with a capital."""
    end = at + 1
    while end < len(tokens) and is_particle(tokens[end]):
        end += 1
    fits = at and tokens[at - 1].shape == "x" and end < len(tokens) and tokens[end].shape == "Xx"
    other = fits and (tokens[end].group or tokens[end].other > 1)
    return set(range(at, end + 1)) if fits and not other else set()


def _around_comma(tokens: Sequence[Token], comma: int) -> set[int]:
    """`Jansen, P.`, `v.d. Berg, A.B.`, `bakker, dirk`: the surname first."""
    if not 0 < comma < len(tokens) - 1:
        return set()
    last, first = tokens[comma - 1], tokens[comma + 1]
    if first.shape == "I":
        end = comma + 2
    elif len(first.text) == 1 and first.text.isalpha() and _text(tokens, comma + 2) == ".":
        end = comma + 3
    else:
        return _surname_first(tokens, comma)
    capital = last.shape == "Xx" and (last.last >= _COMMON or not last.word)
    small = last.shape == "x" and last.last >= _COMMON and not last.word
    return set(range(comma - 1, end)) if capital or small else set()


def _surname_first(tokens: Sequence[Token], comma: int) -> set[int]:
    """`van der heijden, johan`, `bakker, dirk`, at the start of a line or sentence."""
    last, first = tokens[comma - 1], tokens[comma + 1]
    led = comma > 1 and is_particle(tokens[comma - 2]) and last.last > 0
    surname = led or last.last >= _COMMON > last.first
    fits = surname and first.first >= _COMMON and not first.word and _begins(tokens, comma - 1)
    return {comma - 1, comma, comma + 1} if fits else set()


def _begins(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a surname with its particles begins a line or sentence."""
    while at and is_particle(tokens[at - 1]):
        at -= 1
    return at == 0 or tokens[at - 1].group == "end" or tokens[at - 1].text == "\n"


def _is_named(token: Token) -> bool:
    return bool(token.first or token.last >= _COMMON) and not (token.group or token.other)


def _acts(tokens: Sequence[Token], at: int) -> bool:
    """`Angel wacht al een uur`: a name with a capital does what only persons do."""
    name = tokens[at]
    fits = name.shape == "Xx" and name.word < _EVERYDAY and not is_place(name)
    before = tokens[at - 1] if at else None
    return (
        fits
        and at + 1 < len(tokens)
        and tokens[at + 1].folded in _PERSONAL_VERBS
        and (before is None or before.group not in _SUBJECTS)
    )


def _owns(tokens: Sequence[Token], at: int) -> bool:
    """`met koos zn been`: a name and what is his or hers."""
    if not 0 < at < len(tokens) - 2:
        return False
    before, owner, owned = tokens[at - 1], tokens[at + 1], tokens[at + 2]
    return (
        tokens[at].first > 0
        and owner.folded in _POSSESSIVES
        and before.group in {"prep", "and"}
        and owned.shape == "x"
    )


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) else ""
