"""Reading the released database: SQL that can see released cells and nothing else."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import duckdb

from pipeline.city_clock import TIMEZONE
from privacy.errors import Permanent

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path

    import pyarrow as pa

_SEALED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "memory_limit": "1GB",
    "threads": 2,
}


def query(database: Path, sql: str, *, limit: timedelta) -> pa.Table:
    """Return the answer to one SQL query on the view `cellen`; times are on the Dutch clock.

    The connection is read-only, cannot open files or the network, and cannot be reconfigured.

    Raises:
        Permanent: there are no figures yet, the SQL is wrong or tries more than reading, or
            the answer took longer than `limit`.
    """
    if not database.exists():
        raise Permanent("vraag.leeg", "er zijn nog geen cijfers; draai eerst: stadspols run")
    with duckdb.connect(database, read_only=True, config=_SEALED) as connection:
        connection.execute(f"SET TimeZone = '{TIMEZONE.key}'")
        connection.execute("SET lock_configuration = true")
        timer = threading.Timer(limit.total_seconds(), connection.interrupt)
        timer.start()
        try:
            return connection.execute(sql).to_arrow_table()
        except duckdb.InterruptException:
            raise Permanent("vraag.tijd", f"de vraag duurde langer dan {limit}") from None
        except duckdb.Error as error:
            raise Permanent("vraag.sql", str(error)) from None
        finally:
            timer.cancel()
