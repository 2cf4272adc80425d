"""An answer is readable on a narrow screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.testing import CliRunner

from pipeline.cli.app import app
from tests.pipeline.portal.released_file import write_released

if TYPE_CHECKING:
    from pathlib import Path


def test_an_answer_that_is_wider_than_the_screen_has_a_line_per_column(tmp_path: Path) -> None:
    write_released(tmp_path / "vrijgave.duckdb")
    for width, sql, rows in (("80", "FROM cellen LIMIT 2", 2), ("80", "SELECT 1 AS een", 0)):
        env = {"STADSPOLS_DATA": str(tmp_path), "COLUMNS": width}
        said = CliRunner().invoke(app, ["query", sql], env=env).stdout
        assert said.count("rij ") == rows
        assert "…" not in said
