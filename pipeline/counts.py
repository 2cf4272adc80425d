"""Counts: what happened to the posts of a batch or a run, in numbers only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a count is about; with the name it is the key of the lake's table of counts."""

    READ = "gelezen"
    DROPPED = "weggelaten"
    FOUND = "persoonsgegeven"
    SIGNAL = "signaal"
    STORED = "opgeslagen"
    NOTED = "opgemerkt"
    SCORE = "score"
    """Of a signal, by tenths: `onrust.3` is a score from 0.3 to 0.4."""
    LANGUAGE = "taal"


@dataclass(slots=True)
class Counts:
    """Numbers per kind and name: `gelezen` = `opgeslagen` + the sum of `weggelaten`."""

    by_name: Counter[tuple[Kind, str]] = field(default_factory=Counter)

    def add(self, kind: Kind, name: str = "", number: int = 1) -> None:
        """Count `number` more of `name`."""
        self.by_name[kind, name] += number

    def update(self, other: Counts) -> None:
        """Add the numbers of `other`."""
        self.by_name.update(other.by_name)

    def of(self, kind: Kind) -> dict[str, int]:
        """Return the numbers of one kind by name, largest first."""
        return {name: n for (k, name), n in self.by_name.most_common() if k is kind and n}

    def total(self, kind: Kind) -> int:
        """Return the sum over the names of one kind."""
        return sum(self.of(kind).values())

    def rows(self) -> list[tuple[str, str, int]]:
        """Return kind, name and number of all that is not zero, in order."""
        return sorted((kind, name, n) for (kind, name), n in self.by_name.items() if n)

    def as_dict(self) -> dict[str, int]:
        """Return `{"weggelaten:taal": 3, ...}`: what a task may hand to the scheduler."""
        return {f"{kind}:{name}".rstrip(":"): n for kind, name, n in self.rows()}
