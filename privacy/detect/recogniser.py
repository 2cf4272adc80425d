"""Recogniser: one rule for one type of personal data, as data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacy.detect.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from privacy.detect.span import PIIType

BEFORE = 45
"""Code points before a match in which context is sought."""

AFTER = 30
"""Code points after a match in which context is sought."""

SIGNS = re.compile(r"[^\W\d_]|[*°\ue000-\uf8ff]")
"""A letter, a sign of birth or a mask: all context holds one. To look for it costs a fortieth of
looking for the words, which long rows of digits and dots would have us do at each match in them."""


_START = 3


class Regex:
    """A pattern that is compiled when it is first used: a rule that no text needs costs nothing."""

    __slots__ = ("_compiled", "flags", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        """Keep the pattern as text."""
        self.pattern = pattern
        self.flags = flags
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        """The compiled pattern."""
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self.flags)
        return self._compiled


@dataclass(frozen=True, slots=True, kw_only=True)
class Recogniser:
    """Pattern, checks and context of one kind of item; the group, if one took part, is the span.

    `min_digits`: the digits a text holds at least if the pattern matches; `needs`: one of these
    (in small letters) is in it; `gate` matches in it: so most texts are not searched at all.
    `before`, `after`: one of them
    must occur in the same paragraph before or after the match; `unless`: must not occur before it;
    `not_after`: must not follow it directly; `again`: what is refused may hide an item that begins
    within it, so the search goes on there.
    """

    id: str
    type: PIIType
    pattern: Regex
    score: float
    source: str
    min_digits: int = 4
    needs: tuple[str, ...] = ()
    gate: Regex | None = None
    accept: Callable[[str], bool] | None = None
    before: Regex | None = None
    after: Regex | None = None
    unless: Regex | None = None
    not_after: Regex | None = None
    again: bool = False

    def may_match(self, text: str, held: AbstractSet[str]) -> bool:
        """Tell whether a search is worth its time; `held`: which of all needs are in the text."""
        return not (self.needs and held.isdisjoint(self.needs)) and (
            self.gate is None or self.gate.compiled.search(text) is not None
        )

    def find(self, text: str) -> Iterator[Span]:
        """Yield the spans of this rule in normalised text, in order."""
        pattern = self.pattern.compiled
        match = pattern.search(text)
        while match is not None:
            start, end = match.span(match.lastindex or 0)
            found = self._in_context(text, start, end) and (
                self.accept is None or self.accept(text[start:end])
            )
            if found:
                yield Span(start, end, self.type, self.score, self.id)
            again = self.again and not found
            match = pattern.search(text, match.start() + 1 if again else match.end())

    def _in_context(self, text: str, start: int, end: int) -> bool:
        ahead = text[max(0, start - BEFORE) : start].rpartition("\n\n")[2]
        return (
            self._is_near(text, ahead, end)
            and (self.unless is None or self.unless.compiled.search(ahead) is None)
            and (self.not_after is None or self.not_after.compiled.match(text, end) is None)
        )

    def _is_near(self, text: str, ahead: str, end: int) -> bool:
        if self.before is None and self.after is None:
            return True
        return (self.before is not None and _holds(ahead, self.before)) or (
            self.after is not None
            and _holds(text[end : end + AFTER].partition("\n\n")[0], self.after)
        )


class Literals:
    """Tells which of many short strings are in a text: most need not be looked for themselves."""

    def __init__(self, literals: Iterable[str]) -> None:
        """Keep them by how they begin."""
        self._short: list[str] = []
        self._by_start: dict[str, list[str]] = {}
        for literal in set(literals):
            if len(literal) < _START:
                self._short.append(literal)
            else:
                self._by_start.setdefault(literal[:_START], []).append(literal)

    def within(self, text: str) -> set[str]:
        """Return the literals that `text` holds."""
        starts = {text[at : at + _START] for at in range(len(text))}
        found = {literal for literal in self._short if literal in text}
        for start in starts & self._by_start.keys():
            found.update(literal for literal in self._by_start[start] if literal in text)
        return found


def _holds(window: str, context: Regex) -> bool:
    """Tell whether the context is in the window."""
    return SIGNS.search(window) is not None and context.compiled.search(window) is not None


def words(pattern: str) -> Regex:
    """Return the pattern of context words: case does not matter."""
    return Regex(pattern, re.IGNORECASE)
