"""What a filter says of the lines that it skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from pipeline.amount import amount

if TYPE_CHECKING:
    from collections.abc import Mapping


def tell_skipped(reasons: Mapping[str, int]) -> None:
    """Say on standard error how many lines were skipped, per reason."""
    for reason, number in sorted(reasons.items()):
        skipped = amount(number, "regel", "regels")
        typer.echo(f"stadspols: {skipped} overgeslagen: {reason}", err=True)
