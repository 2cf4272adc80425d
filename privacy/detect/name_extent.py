"""How far a name reaches: the words that belong to it once one of them is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from privacy.detect.tokens import Token, is_particle, is_place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NICKNAME: Final = frozenset(
    """kleine grote lange dikke ouwe oude jonge rooie rode blonde zwarte
    witte gekke schele dove bolle kale dunne lil big young
    ome dolle mooie brave manke stille snelle slome luie kromme""".split()
)
_TITLES: Final = frozenset({"title", "job"})
_MOST_PARTICLES: Final = 3


def grow(tokens: Sequence[Token], names: set[int], case: str) -> set[int]:
    """Return the found name words with those that belong to the same name.

    `case`: `l` if the text uses no capitals, so that small letters say nothing.
    """
    grown = set(names)
    for step in _STEPS:
        for at in sorted(grown):
            grown |= step(tokens, at, case)
    return grown


def _surname_after(tokens: Sequence[Token], at: int, case: str) -> set[int]:
    """`Mark` -> `Mark de Boer`, `Leon` -> `Leon Dekkers`."""
    end = at + 1
    while end < len(tokens) and end - at <= _MOST_PARTICLES and is_particle(tokens[end]):
        end += 1
    if end == len(tokens) or not _adjacent(tokens, at, end):
        return set()
    token = tokens[end]
    if token.other or token.group or is_place(token) or len(token.text) == 1:
        return set()
    if token.shape in {"Xx", "xX"} or (token.shape == "X" and case == "u"):
        fits = bool(token.last or not token.word)
    else:
        fits = token.shape == "x" and case == "l" and end > at + 1 and token.last > 1
    return set(range(at + 1, end + 1)) if fits else set()


def _particles_before(tokens: Sequence[Token], at: int, case: str) -> set[int]:
    """`Heuvel` -> `Van den Heuvel`; `jongens van Kevin` keeps its preposition."""
    begin = at
    while begin and at - begin < _MOST_PARTICLES and is_particle(tokens[begin - 1]):
        begin -= 1
    if begin == at or not _adjacent(tokens, begin, at) or tokens[at].shape == "I":
        return set()
    first, before = tokens[begin], tokens[begin - 1] if begin else None
    titled = before is not None and before.group in {"title", "job", "kin", "intro", "greet"}
    capital = first.shape == "Xx" and before is not None and before.group != "end"
    several = at - begin > 1 and tokens[at].last > tokens[at].first
    surname = tokens[at].last > tokens[at].first and first.folded not in {"van", "de", "het", "te"}
    del case
    return set(range(begin, at)) if titled or capital or several or surname else set()


def _initial_after(tokens: Sequence[Token], at: int, case: str) -> set[int]:
    """`patrick` -> `patrick b`, `Dennis` -> `Dennis P.`."""
    del case
    end = at + 1
    if end < len(tokens) and _adjacent(tokens, at, end):
        token = tokens[end]
        dotted = end + 1 < len(tokens) and tokens[end + 1].start == token.end
        if token.shape == "I" or (
            len(token.text) == 1
            and token.text.isalpha()
            and (token.folded not in {"u", "n", "t", "m", "x", "k", "z"} or dotted)
        ):
            dot = dotted and tokens[end + 1].text == "."
            return {end, end + 1} if dot and token.shape != "I" else {end}
    return set()


def _initials_before(tokens: Sequence[Token], at: int, case: str) -> set[int]:
    """`Koster` -> `P. Koster`."""
    del case
    if at and tokens[at - 1].shape == "I" and _adjacent(tokens, at - 1, at):
        return {at - 1}
    two = at > 1 and tokens[at - 1].text == "." and len(tokens[at - 2].text) == 1
    return {at - 2, at - 1} if two and tokens[at - 2].text.isalpha() else set()


def _nickname_before(tokens: Sequence[Token], at: int, case: str) -> set[int]:
    """`henk` -> `lange henk`."""
    del case
    before = tokens[at - 1] if at else None
    fits = before is not None and before.folded in _NICKNAME and _adjacent(tokens, at - 1, at)
    return {at - 1} if fits else set()


def _adjacent(tokens: Sequence[Token], one: int, two: int) -> bool:
    """Tell whether only single blanks stand between the words."""
    return all(tokens[at + 1].start - tokens[at].end <= 1 for at in range(one, two)) and not any(
        tokens[at].shape == "." for at in range(one + 1, two)
    )


_STEPS: Final[tuple[Callable[[Sequence[Token], int, str], set[int]], ...]] = (
    _initials_before,
    _surname_after,
    _surname_after,
    _particles_before,
    _initials_before,
    _initial_after,
    _nickname_before,
)
