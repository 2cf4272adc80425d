"""Readable: the little of Markdown that our own cards use, as blocks for a template.

Nothing of a card is HTML: every text is escaped by the template.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`level` above 0), a paragraph, a list or a table (`rows`, the first its head)."""

    level: int = 0
    text: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def readable(markdown: str) -> tuple[Block, ...]:
    """Return the blocks of a card; blank lines separate them."""
    chunks = [chunk.strip("\n") for chunk in markdown.split("\n\n")]
    return tuple(_block(chunk.splitlines()) for chunk in chunks if chunk.strip())


def _block(lines: list[str]) -> Block:
    first = lines[0]
    if first.startswith("#"):
        marks, _, words = first.partition(" ")
        return Block(level=len(marks), text=_plain(words))
    if all(line.startswith("|") for line in lines):
        rows = [tuple(_plain(cell) for cell in line.strip("|").split("|")) for line in lines]
        return Block(rows=tuple(row for row in rows if not all(set(c) <= set("-: ") for c in row)))
    if first.startswith(("* ", "- ")):
        return Block(items=tuple(_items(lines)))
    return Block(text=_plain(" ".join(lines)))


def _items(lines: list[str]) -> list[str]:
    """Return the items of a list; an indented line goes on with the one above it."""
    items: list[str] = []
    for line in lines:
        if line.startswith(("* ", "- ")):
            items.append(_plain(line[2:]))
        elif items:
            items[-1] += f" {_plain(line)}"
    return items


def _plain(text: str) -> str:
    return text.replace("`", "").replace("**", "").strip()
