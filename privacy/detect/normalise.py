"""Normalised: the text that the rules read, with the way back to the text that came in.

Writers hide personal data behind zero-width characters, full-width digits, letters of another
alphabet, combining accents, emoji and spaces between letters. Each is undone here, once, so that
the rules need not know about it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacy.detect.placeholder import PLACEHOLDER, is_person

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MASK_PERSON = "\ue000"
"""Stands for a placeholder of a person. Private use, so no input can hold it."""

MASK_OTHER = "\ue001"
"""Stands for any other placeholder."""

LEET = str.maketrans("013457@$€", "oieastase")
"""Digits and signs that stand for a letter; whether they do is for the caller to judge."""

_PLAIN = re.compile(
    r"[\t\n\r -;=?-~À-ÖØ-öø-ʯ\u2190-\u245f\u2500-\u2bff"
    r"\U0001f000-\U0001f0ff\U0001f1e6-\U0001faff]*+\Z"
)
"""Texts in which no sign stands for another: enclosed letters (`Ⓙ`, `🅹`) are not among them."""
_SPELLED = re.compile(
    r"(?<![^\W_])[^\W\d_](?:(?: {1,2}|[·*~|-]|_)(?=[^\W\d_](?![^\W_]))[^\W\d_]){3,}"
    r"|(?<![^\W_])(?<!\.)[^\W\d_](?:\.(?=[^\W\d_A-Z](?![^\W_]))[^\W\d_]){3,}"
)
_SPACED = re.compile(r"(?<![^\s(:])(?=[\w@+])(?:[\w.@+,/-] ){7,}[\w@+-](?![^\s.,;:!?)])")
_EMOJI = "[\u2190-\u2bff\U0001f000-\U0001faff]"
_SPLIT = re.compile(
    rf"(?<=[^\W_]){_EMOJI}+(?=[a-zà-öø-ÿ])|(?<=[^\W\d_]){_EMOJI}+(?=[^\W\d_](?:{_EMOJI}|-\d))"
)
_BETWEEN = re.compile(
    rf"(?<=\d){_EMOJI}+(?=[^\W_])|(?<=[^\W_]){_EMOJI}+(?=\d)"
    rf"|(?<=\d\d)(?<![\d./-]\d\d) {_EMOJI}+ (?=\d\d(?![\d./-]))"
)
_BRACKETED = re.compile(
    r"(?<=\w) ?[\[({<] ?(?:(\.|dot|punt(?:je)?|point)|@|at|ape?n?staart(?:je)?"
    r"|a(?=[\])}>] ?[\w-]{2,40} ?[.\[({]))"
    r" ?[\])}>] ?(?=\w)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_LATIN = re.compile(r"[A-Za-z]")
_LOOKALIKE = str.maketrans(
    "АВЕКМНОРСТХУаеорсухіјѕԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανικ",
    "ABEKMHOPCTXYaeopcyxijsdhqwABEZHIKMNOPTYXoavik",
)
_SAME = {
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("‘’‚‛ʼʹ´`′＇", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("º˚", "°"),
    "【": "[",
    "】": "]",
    "〔": "[",
    "〕": "]",
    "「": "[",
    "」": "]",
    "․": ".",
    "。": ".",
    "·": "·",
    "＠": "@",
    "﹫": "@",
    "…": ".",
    "\x85": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
}


_DARK_LETTERS = (0x1F150, 0x1F170)
"""First of the negative circled and negative squared Latin capitals. Source: Unicode 1F100."""

_REFORM = re.compile(
    f"{_SPELLED.pattern}|{_SPACED.pattern}|{_SPLIT.pattern}|{_BETWEEN.pattern}"
    f"|(?i:{_BRACKETED.pattern})"
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """Text for the rules; `starts[i]`, `ends[i]`: the code points of the input behind point i.

    Both are None when nothing was changed, so that the offsets are those of the input.
    """

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the input of `text[start:end]`, which must not be empty."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def normalise(text: str) -> Normalised:
    """Return the text with its disguises undone, each point traceable to the input.

    Guarantee: every range of the result maps to a valid, non-empty range of the input.
    """
    if _PLAIN.match(text) and not _REFORM.search(text):
        return Normalised(text)
    points = _put(_fold(text), _BRACKETED, lambda match: "." if match[1] else "@")
    points = _put(points, _BETWEEN, lambda _: "-")
    points = _join(_unmask(points), _SPLIT)
    points = _join(_join(points, _SPACED), _SPELLED)
    return Normalised(*_columns(points))


_Point = tuple[str, int, int]


def _columns(points: list[_Point]) -> tuple[str, list[int], list[int]]:
    return "".join(p[0] for p in points), [p[1] for p in points], [p[2] for p in points]


def _fold(text: str) -> list[_Point]:
    """Return one point per character that a reader sees, in plain letters and digits."""
    points: list[_Point] = []
    at = 0
    for match in PLACEHOLDER.finditer(text):
        _fold_part(text, at, match.start(), points)
        mask = MASK_PERSON if is_person(match.group()) else MASK_OTHER
        points.append((mask, match.start(), match.end()))
        at = match.end()
    _fold_part(text, at, len(text), points)
    return points


def _fold_part(text: str, begin: int, stop: int, points: list[_Point]) -> None:
    for at in range(begin, stop):
        char = text[at]
        if " " <= char <= "~" or char == "\n":
            points.append((char, at, at + 1))
            continue
        category = unicodedata.category(char)
        if category in {"Mn", "Me"}:
            _combine(char, at, points)
        elif category != "Cf":
            points.extend((plain, at, at + 1) for plain in _plain(char, category))


def _combine(char: str, at: int, points: list[_Point]) -> None:
    """Put an accent on the letter before it; one that no letter has is dropped."""
    if points and points[-1][2] == at:
        base, start, _ = points[-1]
        both = unicodedata.normalize("NFC", base + char)
        points[-1] = (both if len(both) == 1 else base, start, at + 1)


def _plain(char: str, category: str) -> str:
    same = _SAME.get(char) or _enclosed(ord(char))
    if same is not None:
        return same
    if category in {"Zs", "Cc", "Co", "Cs"}:
        return " "
    if category == "Nd":
        return str(unicodedata.digit(char))
    wide = unicodedata.normalize("NFKC", char)
    return wide if wide.isalnum() or (len(wide) == 1 and " " < wide <= "~") else char


def _enclosed(code: int) -> str | None:
    """Return the letter within a dark circle or square, which Unicode does not decompose."""
    for first in _DARK_LETTERS:
        if first <= code < first + 26:
            return chr(ord("A") + code - first)
    return None


def _unmask(points: list[_Point]) -> list[_Point]:
    """Replace look-alike letters in words that also hold Latin ones."""
    text = "".join(p[0] for p in points)
    for match in _WORD.finditer(text):
        word = match.group()
        if _LATIN.search(word) and word.translate(_LOOKALIKE) != word:
            for at, char in enumerate(word.translate(_LOOKALIKE), match.start()):
                points[at] = (char, *points[at][1:])
    return points


def _put(
    points: list[_Point], pattern: re.Pattern[str], sign: Callable[[re.Match[str]], str]
) -> list[_Point]:
    """Put one sign where the pattern matches; it stands for all that was there."""
    text = "".join(p[0] for p in points)
    parts: list[_Point] = []
    at = 0
    for match in pattern.finditer(text):
        parts += points[at : match.start()]
        at = match.end()
        parts.append((sign(match), points[match.start()][1], points[at - 1][2]))
    return [*parts, *points[at:]]


def _join(points: list[_Point], pattern: re.Pattern[str]) -> list[_Point]:
    """Drop what separates the letters of one word."""
    text = "".join(p[0] for p in points)
    dropped: set[int] = set()
    for match in pattern.finditer(text):
        part = match.group()
        dropped.update(
            at
            for at, char in enumerate(part, match.start())
            if char.isspace() or not (char.isalnum() or pattern is _SPACED)
        )
    return [p for at, p in enumerate(points) if at not in dropped] if dropped else points
