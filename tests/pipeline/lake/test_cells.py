from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.lake.cells import read_cells, replace_cells
from privacy.cells import Bucket, Cell
from privacy.posts import AreaCode, Signal, SourceId

if TYPE_CHECKING:
    from pipeline.lake.store import Store

HOUR = datetime(2026, 11, 10, 9, tzinfo=UTC)
SOURCE = SourceId("bestand")


def test_cells_are_replaced_as_a_whole_and_read_back_in_order(store: Store) -> None:
    bucket = Bucket(HOUR, HOUR + timedelta(hours=1))
    cells = [
        Cell(bucket, AreaCode("GM0034"), Signal.ONRUST, 3, 20, 1, (SOURCE, SourceId("x"))),
        Cell(bucket, AreaCode("WK003418"), Signal.ONRUST, None),
    ]
    replace_cells(store, cells[:1])
    replace_cells(store, cells)
    assert read_cells(store) == cells
    replace_cells(store, [])
    assert read_cells(store) == []
