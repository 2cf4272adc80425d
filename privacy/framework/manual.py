"""The table of fields in docs/kader.md: each field, what it means, what a change counts as.

`python -m privacy.framework.manual` prints it; a test finds a difference.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin

from privacy.framework import direction
from privacy.framework.direction import DIRECTIONS
from privacy.framework.schema import Closed, Framework

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNTS_AS: Final = {
    direction.bookkeeping: "telt niet",
    direction.always_wider: "elke wijziging is ruimer",
    direction.lower: "lager of eerder is nauwer",
    direction.higher: "hoger of later is nauwer",
    direction.multiple: "een veelvoud is nauwer",
    direction.coarser: "grover is nauwer",
    direction.fewer: "minder is nauwer",
    direction.more: "meer is nauwer",
    direction.fewer_rights: "minder is nauwer, behalve bij toezicht",
}


def field_table() -> str:
    """Return the table in Markdown, one row per field, ending in a line break."""
    head = ["| veld | betekenis | een wijziging |", "|---|---|---|"]
    rows = [
        f"| `{place}` | {text} | {_COUNTS_AS[DIRECTIONS[place]]} |"
        for place, text in _fields(Framework, "")
        if place in DIRECTIONS
    ]
    return "\n".join([*head, *rows]) + "\n"


def _fields(model: type[Closed], prefix: str) -> Iterator[tuple[str, str]]:
    """Yield the place and the description of each field below `model`."""
    for name, field in model.model_fields.items():
        place = f"{prefix}{name}"
        inner, repeated = _inner(field.annotation)
        yield place, field.description or ""
        if repeated:
            yield f"{place}[]", field.description or ""
        if inner:
            yield from _fields(inner, f"{place}[]." if repeated else f"{place}.")


def _inner(annotation: Any) -> tuple[type[Closed] | None, bool]:  # noqa: ANN401 - any annotation
    """Return the record inside an annotation, and whether there may be several entries."""
    if isinstance(annotation, type) and issubclass(annotation, Closed):
        return annotation, False
    first = next(iter(get_args(annotation)), None)
    record = first if isinstance(first, type) and issubclass(first, Closed) else None
    return record, get_origin(annotation) in (tuple, Mapping)


if __name__ == "__main__":
    sys.stdout.write(field_table())
