"""The connection to the lake: DuckLake with encrypted files, extensions from wheels."""

from __future__ import annotations

import random
import time
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import duckdb

from privacy.errors import Permanent, Transient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

_EXTENSIONS = ("httpfs", "sqlite_scanner", "ducklake")  # httpfs: OpenSSL, for encrypted writes
_CLOSED = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}
_ATTEMPTS = 12
_FIRST_WAIT_SECONDS = 0.02


def connect(catalogue: Path, files: Path, threads: int) -> duckdb.DuckDBPyConnection:
    """Return a connection with the lake attached as `lake`; both folders exist afterwards.

    Every Parquet file is encrypted with its own key, which lies in the catalogue.

    Raises:
        Permanent: catalogue and files do not belong together, or an extension is missing.
    """
    catalogue.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    files.mkdir(mode=0o700, parents=True, exist_ok=True)
    connection = duckdb.connect(config={**_CLOSED, "threads": threads})
    for extension in _EXTENSIONS:
        connection.execute(f"LOAD '{_extension_file(extension)}'")
    connection.execute("SET temp_file_encryption = true")
    connection.execute("SET TimeZone = 'UTC'")
    attach = (
        f"ATTACH 'ducklake:sqlite:{_quoted(catalogue)}' AS lake "
        f"(DATA_PATH '{_quoted(files)}/', ENCRYPTED, DATA_INLINING_ROW_LIMIT 0)"
    )
    try:
        retried(lambda: connection.execute(attach))
    except duckdb.Error as error:
        raise Permanent(
            "meer.openen",
            "the catalogue in the key folder does not belong to the files in the data folder; "
            "restore both from the same moment, or start with both empty",
        ) from error
    catalogue.chmod(0o600)
    return connection


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing: what is executed inside is committed together, or not at all."""
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # a failed COMMIT has ended the transaction itself
        with suppress(duckdb.TransactionException):
            connection.execute("ROLLBACK")
        raise


def retried(action: Callable[[], T]) -> T:
    """Return what `action` returns; tried again while another process holds the catalogue.

    Raises:
        Transient: the catalogue stayed busy.
    """
    for attempt in range(_ATTEMPTS):
        try:
            return action()
        except duckdb.Error as error:
            if not _is_busy(error):
                raise
            time.sleep(_FIRST_WAIT_SECONDS * 2**attempt * random.uniform(0.5, 1.0))  # noqa: S311 - jitter, no secret
    raise Transient("meer.bezet", f"the catalogue stayed busy for {_ATTEMPTS} attempts")


def _is_busy(error: duckdb.Error) -> bool:
    message = str(error)
    return "database is locked" in message or "conflict" in message.lower()


def _extension_file(name: str) -> str:
    spec = find_spec(f"duckdb_extension_{name}")
    if spec is None or not spec.submodule_search_locations:
        raise Permanent("meer.extensie", f"the package duckdb-extension-{name} is not installed")
    folder = Path(spec.submodule_search_locations[0]) / "extensions" / f"v{duckdb.__version__}"
    return _quoted(folder / f"{name}.duckdb_extension")


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("'", "''")
