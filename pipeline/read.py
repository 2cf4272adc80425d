"""Reading a released database: SQL that can see released cells and nothing else."""

from __future__ import annotations

import threading
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.clock import TIMEZONE
from pipeline.released_file import ROWS
from pipeline.sql_error import in_dutch
from privacy.errors import Permanent, Transient

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import timedelta
    from pathlib import Path

    import pyarrow as pa

_CONFIG = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,  # a question cannot name a variable of ours
    "temp_directory": "",  # a question too large for memory fails: it fills no disk
}
_NAME = "vrijgave"
_SEAL = (
    "SET enable_progress_bar = false",  # it is drawn amid the answer, on standard output
    f"SET GLOBAL TimeZone = '{TIMEZONE.key}'",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
_TRIES = 3
_READING = ([duckdb.StatementType.SELECT],)


@dataclass(frozen=True, slots=True)
class _Opened:
    """One version of the file: it stays as it was, also when another takes its place."""

    version: str
    connection: duckdb.DuckDBPyConnection
    columns: Mapping[str, frozenset[str]]
    """Names of columns per view."""


class Reader:
    """A released database, read-only, that follows its replacement by a newer release.

    A question sees one version of the file. It cannot open files or the network, and cannot
    be reconfigured. Safe to use from several threads.
    """

    def __init__(self, database: Path, *, memory: str = "1GB", threads: int = 2) -> None:
        self._database = database
        self._config = {**_CONFIG, "memory_limit": memory, "threads": threads}
        self._lock = threading.Lock()
        self._opened: _Opened | None = None

    @property
    def version(self) -> str | None:
        """What changes when, and only when, figures are released; None before the first time."""
        return _version(self._database)

    @property
    def views(self) -> frozenset[str]:
        """Names of what can be asked about; empty before the first release."""
        return frozenset(self._current().columns) if self.version else frozenset()

    def columns(self, view: str) -> frozenset[str]:
        """Return the names of the columns of `view`; empty when there is no such view."""
        return self._current().columns.get(view, frozenset()) if self.version else frozenset()

    def ask(
        self, sql: str, values: Mapping[str, Any] | None = None, *, limit: timedelta
    ) -> pa.Table:
        """Return the answer to one question, with `values` in the place of its `$names`.

        Times are on the Dutch clock.

        Raises:
            Permanent: there are no figures yet, the SQL is wrong, is more than one statement or
                does more than reading, or the answer took longer than `limit`.
            Transient: the file is being replaced, again and again.
        """
        with self._asked(sql, limit) as (cursor, statement):
            return cursor.execute(statement, dict(values or {})).to_arrow_table()

    def first_rows(self, sql: str, rows: int, *, limit: timedelta) -> pa.Table:
        """Return the first `rows` rows of the answer to one question.

        Raises:
            Permanent, Transient: as `ask`.
        """
        with self._asked(sql, limit) as (cursor, statement):
            return cursor.sql(statement).limit(rows).to_arrow_table()

    @contextmanager
    def _asked(self, sql: str, limit: timedelta) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
        """Hand out a cursor and the one statement of `sql`, which reads.

        Raises:
            Permanent: as `ask`, also for what goes wrong inside.
        """
        opened = self._current()
        with opened.connection.cursor() as cursor, _at_most(cursor, limit):
            try:
                cursor.execute(f"USE {_NAME}")
                statements = cursor.extract_statements(sql)
                if [each.type for each in statements] not in _READING:
                    raise Permanent("vraag.soort", "stel één vraag, die met SELECT of FROM begint")
                yield cursor, statements[0].query
            except duckdb.InterruptException:
                raise
            except duckdb.Error as error:
                raise Permanent("vraag.sql", in_dutch(str(error), opened.columns)) from None

    def _current(self) -> _Opened:
        with self._lock:
            version = self.version
            if self._opened is None or self._opened.version != version:
                self._opened = _open(self._database, self._config)
            return self._opened


def query(database: Path, sql: str, *, limit: timedelta) -> pa.Table:
    """Return the answer to one SQL query; as `Reader.ask`.

    Raises:
        Permanent, Transient: as `Reader.ask`.
    """
    return Reader(database).ask(sql, limit=limit)


def _open(database: Path, config: dict[str, Any]) -> _Opened:
    """Return the file as it is now, sealed.

    It is attached to a database in memory: DuckDB hands out an open file by its path, and would
    give the old version for the new one.
    """
    for _ in range(_TRIES):
        version = _version(database)
        if version is None:
            raise Permanent("vraag.leeg", "er zijn nog geen cijfers; draai eerst: stadspols run")
        connection = duckdb.connect(":memory:", config=config)
        path = str(database).replace("'", "''")
        try:
            connection.execute(f"ATTACH '{path}' AS {_NAME} (READ_ONLY)")
        except duckdb.Error:
            raise Permanent(
                "vraag.bestand",
                f"{database.name} is geen vrijgavebestand; draai: stadspols release",
            ) from None
        for statement in _SEAL:
            connection.execute(statement)
        if _version(database) == version:
            return _Opened(version, connection, _columns(connection))
    raise Transient("vraag.bestand", f"{database.name} wordt steeds vervangen; probeer opnieuw")


def _version(database: Path) -> str | None:
    try:
        stat = database.stat()
    except FileNotFoundError:
        return None
    return f"{stat.st_ino:x}-{stat.st_mtime_ns:x}-{stat.st_size:x}"


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for view, column in connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = ? "
        "AND NOT ends_with(table_name, ?)",
        [_NAME, ROWS],
    ).fetchall():
        found[view].add(column)
    return {view: frozenset(columns) for view, columns in found.items()}


@contextmanager
def _at_most(cursor: duckdb.DuckDBPyConnection, limit: timedelta) -> Iterator[None]:
    """Interrupt what takes longer than `limit`."""
    timer = threading.Timer(limit.total_seconds(), cursor.interrupt)
    timer.start()
    try:
        yield
    except duckdb.InterruptException:
        raise Permanent("vraag.tijd", f"de vraag duurde langer dan {limit}") from None
    finally:
        timer.cancel()
