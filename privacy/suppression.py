"""Which further counts are withheld, so that nobody finds a withheld one by subtraction.

The attacker: knows every released figure with its rounding base, the rules and the rule of each
withheld cell; knows that an author of a part is an author of the whole; and, in each family (an
area with the areas directly below it, for one signal in one bucket) of which any count is
released, knows exactly by how much the parts together differ from the whole. That is more than
anyone can know: authors may post about two parts, or about the whole only.

Families share one area at most and form a tree, so what the attacker can find is exactly what
passing bounds up and down the tree gives; the tests solve the same as a linear program.

Source: Hundepool et al., Statistical Disclosure Control (2012), ch. 4; GOVERNANCE rule G3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

ENDLESS = 10**12
"""More authors than there are: no upper bound."""


class Range(NamedTuple):
    """Counts from `least` to `most`, ends included."""

    least: int
    most: int

    @property
    def size(self) -> int:
        """The number of counts in the range."""
        return self.most - self.least + 1

    def within(self, other: Range) -> Range:
        """Return what both ranges hold."""
        return Range(max(self.least, other.least), min(self.most, other.most))


class Family(NamedTuple):
    """A whole and its parts, by number of the cell; `gap` is the whole less all its parts."""

    whole: int
    parts: tuple[int, ...]
    gap: int


@dataclass(frozen=True, slots=True)
class Table:
    """The non-zero counts of one signal in one bucket.

    `shown` is what a cell tells when released, `withheld` what its rule tells when not; `families`
    go from the finest level up. Of a withheld cell at least `protected_counts` counts must remain
    possible, or all that its rule leaves.
    """

    counts: Mapping[int, int]
    families: Sequence[Family]
    shown: Mapping[int, Range]
    withheld: Mapping[int, Range]
    protected_counts: int


def complements(table: Table, primary: AbstractSet[int]) -> frozenset[int]:
    """Return the cells to withhold beside `primary`: none of them can be released again.

    Guarantee: G3; every withheld cell is protected against the attacker above. The choice depends
    on the counts alone, so the same counts give the same cells.
    """
    withheld = set(primary)
    while exposed := exposed_cells(table, withheld):
        withheld.add(_next(table, withheld, exposed))
    added = sorted(withheld - primary, key=lambda cell: (-table.counts[cell], cell))
    for cell in added:
        if not exposed_cells(table, withheld - {cell}):
            withheld.discard(cell)
    return frozenset(withheld - primary)


def exposed_cells(table: Table, withheld: AbstractSet[int]) -> list[int]:
    """Return the withheld cells of which the attacker finds out too much."""
    found = attack(table, withheld)
    return [
        cell
        for cell in sorted(withheld)
        if found[cell].size < min(table.withheld[cell].size, table.protected_counts)
    ]


def attack(table: Table, withheld: AbstractSet[int]) -> dict[int, Range]:
    """Return what the attacker knows of each cell when `withheld` are not released."""
    known = {
        cell: table.withheld[cell] if cell in withheld else table.shown[cell]
        for cell in table.counts
    }
    orders = (table.families, table.families[::-1])
    while True:
        before = dict(known)
        for family in (family for order in orders for family in order):
            _pass_bounds(known, family, sums=any(c not in withheld for c in _members(family)))
        if known == before:
            return known


def _members(family: Family) -> tuple[int, ...]:
    return (family.whole, *family.parts)


def _pass_bounds(known: dict[int, Range], family: Family, *, sums: bool) -> None:
    """Narrow what is known of the members of a family by one another."""
    whole, parts, gap = family
    at_least = max(known[part].least for part in parts)
    known[whole] = known[whole].within(Range(at_least, ENDLESS))
    for part in parts:
        known[part] = known[part].within(Range(0, known[whole].most))
    if not sums:
        return
    least = sum(known[part].least for part in parts) + gap
    most = sum(known[part].most for part in parts) + gap
    known[whole] = known[whole].within(Range(least, most))
    for part in parts:
        others = [known[other].most for other in parts if other != part]
        most_elsewhere = sum(others) + gap
        overlap = max(others, default=0) - most_elsewhere  # what no one other part leaves room for
        bound = Range(
            max(known[whole].least - most_elsewhere, overlap),
            known[whole].most - (least - known[part].least),
        )
        known[part] = known[part].within(bound)


def _next(table: Table, withheld: AbstractSet[int], exposed: Sequence[int]) -> int:
    """Return the released cell to withhold: after which least is exposed, then the smallest.

    Looked for in the families of the exposed cells, and beyond where all of those are withheld.
    """
    reach = set(exposed)
    while not (candidates := reach - withheld):
        reach |= {c for f in table.families if reach & {*_members(f)} for c in _members(f)}
    return min(
        candidates,
        key=lambda cell: (len(exposed_cells(table, withheld | {cell})), table.counts[cell], cell),
    )
