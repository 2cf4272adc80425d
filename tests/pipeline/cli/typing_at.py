from __future__ import annotations

from typing import TYPE_CHECKING

from typer.testing import CliRunner

from privacy.errors import StadspolsError

if TYPE_CHECKING:
    import typer


def typed(app: typer.Typer, *words: object, answers: str = "") -> str:
    """Return what the command prints; a refusal is raised."""
    result = CliRunner().invoke(app, [str(word) for word in words], input=answers)
    if isinstance(result.exception, StadspolsError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output
