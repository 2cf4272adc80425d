"""Difference: what a new framework allows more or less than the one before, field by field.

Source: GOVERNANCE sections 2 and 3 (`kader verschil`).
Guarantee: each field of the schema is compared; nothing that widens is reported as narrower.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacy.framework.direction import DIRECTIONS, Direction
from privacy.framework.schema import Closed
from privacy.framework.wording import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from privacy.framework.schema import Framework


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of a framework: its path, its place in the schema and its Dutch description."""

    path: str
    place: str
    label: str
    value: object


@dataclass(frozen=True, slots=True)
class Change:
    """One changed value."""

    path: str
    label: str
    direction: Direction
    before: str
    after: str

    def sentence(self) -> str:
        """Return the change in Dutch, for a council member."""
        return (
            f"{self.path}: {self.label} Was: {self.before}. Wordt: {self.after}. {self.meaning()}"
        )

    def meaning(self) -> str:
        """Return in Dutch what the change does to what is allowed."""
        return (
            f"Dat is {self.direction}." if self.direction != Direction.GELIJK else "Dat telt niet."
        )


def compare(before: Framework, after: Framework) -> tuple[Change, ...]:
    """Return each changed value, in the order of the file, removed entries last."""
    old = {leaf.path: leaf for leaf in leaves(before)}
    new = {leaf.path: leaf for leaf in leaves(after)}
    one_sided = tuple(f"{path}." for path in old.keys() ^ new.keys() if path.endswith("]"))
    changes = []
    for path, leaf in (new | old).items():
        was, becomes = (side[path].value if path in side else None for side in (old, new))
        if was == becomes or path.startswith(one_sided):
            continue
        direction = DIRECTIONS[leaf.place](was, becomes)
        changes.append(Change(path, leaf.label, direction, show(was), show(becomes)))
    return tuple(changes)


def verdict(changes: tuple[Change, ...]) -> Direction:
    """Return RUIMER when any change widens, else NAUWER when any narrows, else GELIJK."""
    found = {change.direction for change in changes}
    order = (Direction.RUIMER, Direction.NAUWER)
    return next((direction for direction in order if direction in found), Direction.GELIJK)


def leaves(framework: Framework) -> tuple[Leaf, ...]:
    """Return each value of `framework`, in the order of the schema."""
    return tuple(_walk(framework, "", "", ""))


def _walk(node: object, path: str, place: str, label: str) -> Iterator[Leaf]:
    """Yield the leaves below `node`; an entry of a list is first a leaf itself: it is there."""
    if isinstance(node, Closed):
        prefix, at = (f"{path}.", f"{place}.") if path else ("", "")
        for name, field in type(node).model_fields.items():
            if name != "id" or not path.endswith("]"):
                yield from _walk(
                    getattr(node, name), prefix + name, at + name, field.description or name
                )
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield Leaf(f"{path}[{key}]", f"{place}[]", label, _comparable(value))
    elif isinstance(node, tuple) and node and hasattr(node[0], "id"):
        for item in node:
            entry, at = f"{path}[{item.id}]", f"{place}[]"
            yield Leaf(entry, at, label, frozenset({str(item.id)}))
            yield from _walk(item, entry, at, label)
    else:
        yield Leaf(path, place, label, _comparable(node))


def _comparable(value: object) -> object:
    """Return a list of names as a set, since its order means nothing; anything else as it is."""
    if isinstance(value, tuple) and not any(isinstance(item, Closed) for item in value):
        return frozenset(value)
    return value
