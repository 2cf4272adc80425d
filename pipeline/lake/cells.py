"""The cells before release: what `pipeline.aggregate` counted last."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.lake.layout import CELLS
from privacy.cells import Bucket, Cell
from privacy.posts import AreaCode, Signal, SourceId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.lake.opened import Lake


def replace_cells(lake: Lake, cells: Sequence[Cell]) -> None:
    """Make `cells` all the cells there are before release."""
    rows = [
        {
            "bucket_start": cell.bucket.start,
            "bucket_end": cell.bucket.end,
            "area": cell.area,
            "signal": cell.signal,
            "authors": cell.authors,
            "posts": cell.posts,
            "repeats": cell.repeats,
            "sources": list(cell.sources),
        }
        for cell in cells
    ]
    lake.connection.register("replacement", pa.Table.from_pylist(rows, schema=CELLS))

    def replace() -> None:
        lake.connection.execute("DELETE FROM lake.cells")
        lake.connection.execute("INSERT INTO lake.cells SELECT * FROM replacement")

    lake.change(replace)


def read_cells(lake: Lake) -> list[Cell]:
    """Return the cells before release, in order of bucket, signal and area."""
    rows = lake.connection.execute(
        "SELECT * FROM lake.cells ORDER BY bucket_start, signal, area"
    ).fetchall()
    return [
        Cell(
            Bucket(start.astimezone(UTC), end.astimezone(UTC)),
            AreaCode(area),
            Signal(signal),
            authors,
            posts or 0,  # NULL in a cell from before an upgrade; `aggregate` makes it anew
            repeats or 0,
            tuple(map(SourceId, sources or ())),
        )
        for start, end, area, signal, authors, posts, repeats, sources in rows
    ]
