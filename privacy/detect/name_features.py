"""What the name model sees of a token: its own look, the lists, and the words around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from privacy.detect.normalise import MASK_OTHER, MASK_PERSON
from privacy.detect.tokens import Token, is_particle, is_place

if TYPE_CHECKING:
    from collections.abc import Sequence

_CODE: Final = re.compile(r"[A-Z0-9]{2,}-[a-z]|[A-Za-z]{1,2}\d+(?:x\d+)?\Z")
"""`AED-kast`, `M6x40`, `R16`: no name begins so."""
_EDGE: Final = Token(0, 0, "", "<>", "#", group="end")
_SENTENCE_END = frozenset({"end", "quote"})
_LONG = 2


def is_candidate(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the token could be part of a name: only such tokens are judged."""
    token = tokens[at]
    if token.shape in {".", "9"} or token.other > 1 or _CODE.match(token.text):
        return False
    if token.first or token.last or not token.word or token.shape != "x":
        return True
    if is_particle(token):
        following = _at(tokens, at + 1)
        return following.shape not in {".", "9", "#"} and (
            following.shape != "x"
            or not following.word
            or is_particle(following)
            or following.last > 0
        )
    before = tokens[at - 1].group if at else "end"
    return before in {"title", "kin", "intro", "small", "close", "greet", "job", "ask"} and not (
        token.group
    )


def text_case(tokens: Sequence[Token]) -> str:
    """Return how the text uses capitals: `l` not at all, `u` for all, `m` as usual."""
    shapes = [token.shape for token in tokens]
    capital = shapes.count("Xx") + shapes.count("xX")
    if not capital and shapes.count("x") > shapes.count("X"):
        return "l"
    return "u" if shapes.count("X") > capital + shapes.count("x") else "m"


def about_animals(tokens: Sequence[Token]) -> str:
    """Return `pet` if the text speaks of an animal: its name is no personal data."""
    return "pet" if any(token.group == "pet" for token in tokens) else ""


def features(tokens: Sequence[Token], at: int, case: str, topic: str) -> list[str]:
    """Return the names of the features that hold for a token."""
    token = tokens[at]
    one, two, three = (_at(tokens, at - n) for n in (1, 2, 3))
    nxt, far = _at(tokens, at + 1), _at(tokens, at + 2)
    start = "S" if one.group in _SENTENCE_END or one.shape == "#" or one.folded == "\n" else "M"
    shape, key, word = token.shape + case, token.key, token.folded
    own = f"{shape}{start}{key}"
    left, right = _about(one), _about(nxt)
    found = [
        "b",
        f"s:{shape}{start}",
        f"k:{key}",
        f"o:{own}",
        f"w:{word}",
        f"w:{word}{shape}",
        f"g:{token.group}",
        f"r:{token.rank}{token.first}{token.last}{shape}",
        f"rs:{token.rank}{token.word}{start}{shape}",
        f"rP:{token.rank}{token.first}|{left}",
        f"rN:{token.rank}{token.first}|{right}",
        f"e3:{word[-3:]}",
        f"e2:{word[-2:]}{shape}",
        f"a2:{word[:2]}",
        f"l:{min(len(word), 9)}{shape}",
        f"p:{one.folded}",
        f"n:{nxt.folded}",
        f"pp:{two.folded} {one.folded}",
        f"nn:{nxt.folded} {far.folded}",
        f"pn:{one.folded}|{nxt.folded}",
        f"P:{left}",
        f"N:{right}",
        f"PP:{_about(two)}|{left}",
        f"NN:{right}|{_about(far)}",
        f"Po:{one.group}{one.shape}|{own}",
        f"No:{nxt.group}{nxt.shape}|{own}",
        f"PoNo:{one.group}|{shape}{key}|{nxt.group}",
        f"pk:{one.folded}|{shape}{key}",
        f"nk:{nxt.folded}|{shape}{key}",
        f"PK:{one.key}{one.shape}|{own}",
        f"NK:{nxt.key}{nxt.shape}|{own}",
        f"P2:{two.group}{one.group}|{shape}{start}",
        f"P3:{three.group}{two.group}{one.group}",
    ]
    if topic:
        found += [
            f"t:{topic}",
            f"t:{topic}{one.group}{one.shape}",
            f"t:{topic}{nxt.group}{nxt.shape}",
        ]
    if token.other:
        found += ["other", f"other:{key}", f"other:{left}"]
    if nxt.group == "street" or (far.group == "street" and is_particle(nxt)):
        found += ["street", f"street:{nxt.shape}"]
    if "-" in word:
        found.append(f"hy:{key}")
    if is_place(token):
        found.append("place")
    if is_particle(token):
        found.append(f"part:{one.key}{one.shape}|{nxt.key}{nxt.shape}")
    if one.text == "," or one.folded in {"en", "&", "/", "of"}:
        found += [f"list:{two.key}{two.shape}|{shape}{key}"]
    if nxt.text == "," or nxt.folded in {"en", "&", "/", "of"}:
        found += [f"tsil:{far.key}{far.shape}|{shape}{key}"]
    return found


def _at(tokens: Sequence[Token], at: int) -> Token:
    return tokens[at] if 0 <= at < len(tokens) else _EDGE


def _about(token: Token) -> str:
    """Return a coarse class of a neighbour."""
    if token.text == MASK_PERSON:
        return "PERSON"
    if token.text == MASK_OTHER:
        return "DATA"
    if token.group:
        return token.group
    known = "N" if (token.first or token.last) and not token.word else ""
    known += "n" if (token.first or token.last) and token.word else ""
    return f"{token.shape}{known}{'w' if token.word else ''}"
