"""HateCheck: the Dutch cases of Multilingual HateCheck, split so that no template is in both parts.

Source: Röttger et al. 2022, Multilingual HateCheck (CC BY 4.0).
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_HELD_OUT_PERCENT = 30


@dataclass(frozen=True, slots=True)
class Case:
    """One functional test case."""

    text: str
    hateful: bool
    threat: bool
    """A direct or normative threat: `dreiging` beside `haat`."""
    function: str
    group: str
    """The group that the case is about; empty when about none."""
    held_out: bool
    """Never trained on. A template, its variants and its contrasts share one part."""


def read_cases(path: Path) -> list[Case]:
    """Return the cases of the published CSV file, in order."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    roots = _roots(rows)
    return [
        Case(
            text=row["test_case"],
            hateful=row["label_gold"] == "hateful",
            threat=row["functionality"] in {"threat_dir_h", "threat_norm_h"},
            function=row["functionality"],
            group=row["target_ident"],
            held_out=_percent(roots[_number(row["templ_id"])]) < _HELD_OUT_PERCENT,
        )
        for row in rows
    ]


def _roots(rows: list[Mapping[str, str]]) -> Mapping[str, str]:
    """Return per template the one that it and all that refer to it derive from."""
    parent = {_number(row["templ_id"]): _number(row["ref_templ_id"]) for row in rows}
    roots = {}
    for template in parent:
        root, seen = template, {template}
        while parent.get(root) and parent[root] not in seen:
            root = parent[root]
            seen.add(root)
        roots[template] = root
    return roots


def _number(value: str) -> str:
    return value.split(".", maxsplit=1)[0]


def _percent(root: str) -> int:
    return int(hashlib.sha256(f"template {root}".encode()).hexdigest(), 16) % 100
