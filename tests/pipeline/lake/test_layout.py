from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.lake.cells import read_cells
from pipeline.lake.connection import connect
from pipeline.lake.day_counts import counts_per_source
from pipeline.lake.store import Store
from privacy.errors import Permanent
from privacy.posts import SourceId
from tests.fakes import batch, classified

if TYPE_CHECKING:
    from pathlib import Path

EARLIER = {
    "first version (commit 1fcb2ee)": {
        "posts": "key VARCHAR, author VARCHAR, epoch VARCHAR, source VARCHAR, hour TIMESTAMPTZ, "
        "day DATE, areas VARCHAR[], signals VARCHAR[]",
        "cursors": "source VARCHAR, shard VARCHAR, position VARCHAR, moved_at TIMESTAMPTZ",
        "counts": "source VARCHAR, kind VARCHAR, name VARCHAR, number BIGINT",
        "cells": "bucket_start TIMESTAMPTZ, bucket_end TIMESTAMPTZ, area VARCHAR, signal VARCHAR, "
        "authors BIGINT",
    },
    "with fingerprints (commit b80760a)": {
        "posts": "key VARCHAR, author VARCHAR, epoch VARCHAR, source VARCHAR, hour TIMESTAMPTZ, "
        "day DATE, areas VARCHAR[], signals VARCHAR[], fingerprint VARCHAR",
        "cursors": "source VARCHAR, shard VARCHAR, position VARCHAR, moved_at TIMESTAMPTZ",
        "counts": "source VARCHAR, kind VARCHAR, name VARCHAR, number BIGINT",
        "cells": "bucket_start TIMESTAMPTZ, bucket_end TIMESTAMPTZ, area VARCHAR, signal VARCHAR, "
        "authors BIGINT, posts BIGINT, repeats BIGINT, sources VARCHAR[]",
    },
}
POST = (
    "INSERT INTO lake.posts BY NAME SELECT 'k0' AS key, 'a0' AS author, '2026-W46' AS epoch, "
    "'bestand' AS source, TIMESTAMPTZ '2026-11-10 09:00:00+00' AS hour, DATE '2026-11-10' AS day, "
    "['WK003418'] AS areas, ['onrust'] AS signals"
)


@pytest.mark.parametrize("tables", EARLIER.values(), ids=EARLIER.keys())
def test_a_lake_of_an_earlier_version_keeps_its_posts_and_takes_new_ones(
    tmp_path: Path, tables: dict[str, str]
) -> None:
    place = (tmp_path / "k" / "c.sqlite", tmp_path / "lake")
    with connect(*place, threads=1) as old:
        for name, columns in tables.items():
            old.execute(f"CREATE TABLE lake.{name} ({columns})")
        old.execute(POST)
        old.execute("INSERT INTO lake.cursors VALUES ('bestand', 's', '7', now())")
        old.execute(
            "INSERT INTO lake.counts BY NAME SELECT 'bestand' AS source, 'gelezen' AS kind, "
            "'' AS name, 5 AS number"
        )
        old.execute(
            "INSERT INTO lake.cells BY NAME SELECT now() AS bucket_start, now() AS bucket_end, "
            "'WK003418' AS area, 'onrust' AS signal, 12 AS authors"
        )
    for _ in range(2):  # the second time nothing is left to do
        with Store(*place, threads=1) as store:
            assert store.cursor(SourceId("bestand"), "s") == "7"
            assert [cell.authors for cell in read_cells(store)] == [12]
    with Store(*place, threads=1) as store:
        store.append(batch(classified(1), position=8))
        assert store.posts() == 2
        assert counts_per_source(store)[SourceId("bestand")].as_dict()["gelezen"] == 6


def test_a_lake_of_a_later_version_is_refused(tmp_path: Path) -> None:
    place = (tmp_path / "k" / "c.sqlite", tmp_path / "lake")
    with Store(*place, threads=1):
        pass
    with connect(*place, threads=1) as later:
        later.execute("ALTER TABLE lake.posts ADD COLUMN later VARCHAR")
    with pytest.raises(Permanent, match=r"meer\.nieuwer"):
        Store(*place, threads=1)


def test_no_column_can_hold_text_a_handle_or_an_exact_moment(tmp_path: Path) -> None:
    place = (tmp_path / "k" / "c.sqlite", tmp_path / "lake")
    with Store(*place, threads=1):
        pass
    columns = connect(*place, threads=1).execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'lake'"
    )
    assert set(columns.fetchall()) == {
        *(
            ("posts", c)
            for c in [
                *("key", "author", "epoch", "source", "hour", "day", "areas", "signals"),
                "fingerprint",
            ]
        ),
        *(("cursors", c) for c in ["source", "shard", "position", "moved_at"]),
        *(("counts", c) for c in ["source", "kind", "name", "number", "day"]),
        *(("cells", c) for c in ["bucket_start", "bucket_end", "area", "signal", "authors"]),
        *(("cells", c) for c in ["posts", "repeats", "sources"]),
    }
