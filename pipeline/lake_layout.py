"""The layout of the lake's tables, brought up to date from any earlier version.

Versions only ever add tables, and columns at the end; so a layout says itself how old it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacy.errors import Permanent

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb


def bring_up_to_date(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, str]) -> None:
    """Make `lake` have `tables` (name -> columns); earlier rows have NULL in new columns.

    Called inside a transaction: a lake is of the old version or of the new one.

    Raises:
        Permanent: `meer.nieuwer`, a later version of the product wrote this lake.
    """
    for table, columns in tables.items():
        connection.execute(f"CREATE TABLE IF NOT EXISTS lake.{table} ({columns})")
        present = [row[0] for row in connection.execute(f"DESCRIBE lake.{table}").fetchall()]
        wanted = [column.split() for column in columns.split(", ")]
        if present[: len(wanted)] != [name for name, _ in wanted][: len(present)] or len(
            present
        ) > len(wanted):
            raise Permanent(
                "meer.nieuwer",
                "het meer is geschreven door een nieuwere versie van Stadspols; werk eerst bij",
            )
        for name, kind in wanted[len(present) :]:
            connection.execute(f"ALTER TABLE lake.{table} ADD COLUMN {name} {kind}")
