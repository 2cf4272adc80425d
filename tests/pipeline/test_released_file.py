from __future__ import annotations

import resource
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pytest

from pipeline.released_file import add_view, renewed

if TYPE_CHECKING:
    from pathlib import Path

TYPES = {"waarde": "BIGINT"}


def test_a_database_that_the_disk_had_no_room_for_takes_no_place(tmp_path: Path) -> None:
    database = tmp_path / "cijfers.duckdb"
    figures = pd.DataFrame({"waarde": range(20_000)})
    with renewed(database) as connection:
        add_view(connection, "cellen", TYPES, figures.head(1))
    before = database.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def overfull() -> None:
        with renewed(database) as connection:
            add_view(connection, "cellen", TYPES, figures)
            resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, hard))

    try:
        with pytest.raises(duckdb.Error):
            overfull()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert database.read_bytes() == before
