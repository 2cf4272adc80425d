"""The connection to the lake: DuckLake with encrypted files, extensions from wheels."""

from __future__ import annotations

import random
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import duckdb

from pipeline.disk import damaged
from privacy.errors import Permanent, Transient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import SecretStr

T = TypeVar("T")

_EXTENSIONS = ("httpfs", "ducklake")
"""httpfs brings OpenSSL, for encrypted writes, and object storage. Beside these, the one that reads
the catalogue: DuckDB checks the signature of each as often as it loads it, which takes 0.3 s."""
_CLOSED = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}
_OBJECT_STORE = (
    "CREATE SECRET lake_files (TYPE s3, PROVIDER config, KEY_ID '{}', SECRET '{}', REGION '{}', "
    "ENDPOINT '{}', URL_STYLE '{}', USE_SSL {}, SCOPE '{}')"
)
_BUSY = ("database is locked", "conflict", "could not serialize", "deadlock detected")
_UNREACHABLE = ("unable to connect", "could not connect", "connection refused", "timeout expired")
_ATTEMPTS = 12
_FIRST_WAIT_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Postgres:
    """A catalogue in PostgreSQL; `dsn` is a libpq connection string and may hold a password."""

    dsn: SecretStr


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """Files in S3-compatible object storage: `address` is `s3://bucket/prefix`.

    `endpoint` is `host:port` of a server other than Amazon's; `plain` is http without TLS.
    """

    address: str
    key_id: str
    secret: SecretStr
    region: str
    endpoint: str | None = None
    plain: bool = False


def connect(
    catalogue: Path | Postgres, files: Path | ObjectStore, threads: int, spill: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """Return a connection with the lake attached as `lake`; local folders exist afterwards.

    Every Parquet file is encrypted with its own key, which lies in the catalogue. What does not fit
    in memory is written to `spill`, encrypted under a key that is in memory only; without `spill`
    it fails.

    Raises:
        Permanent: catalogue and files do not belong together, or one is gone (`meer.openen`); or
            an extension is missing.
        Transient: the server of the catalogue cannot be reached.
    """
    for folder in (catalogue.parent if isinstance(catalogue, Path) else None, files):
        if isinstance(folder, Path):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    spills_to = str(spill.absolute()) if spill else ""
    connection = duckdb.connect(config={**_CLOSED, "threads": threads, "temp_directory": spills_to})
    connection.execute("SET enable_progress_bar = false")  # it is drawn on standard output
    reads_catalogue = "postgres" if isinstance(catalogue, Postgres) else "sqlite"
    for extension in (f"{reads_catalogue}_scanner", *_EXTENSIONS):
        connection.execute(f"LOAD '{_extension_file(extension)}'")
    connection.execute("SET temp_file_encryption = true")
    connection.execute("SET TimeZone = 'UTC'")
    if isinstance(files, ObjectStore):
        connection.execute(_OBJECT_STORE.format(*map(_quoted, _s3_values(files))))
    try:
        _attach(connection, catalogue, files)
    except duckdb.Error as error:
        if _is_unreachable(error):  # its text may hold the password
            raise Transient("meer.onbereikbaar", "de catalogus is niet te bereiken") from None
        raise _apart() from None
    if isinstance(catalogue, Path):
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
        Permanent: `meer.beschadigd`, what DuckDB has to say of it is no text.
        Transient: the catalogue stayed busy.
    """
    for attempt in range(_ATTEMPTS):
        try:
            return action()
        except UnicodeDecodeError:
            raise damaged() from None
        except duckdb.Error as error:
            if not _is_busy(error):
                raise
            time.sleep(_FIRST_WAIT_SECONDS * 2**attempt * random.uniform(0.5, 1.0))  # noqa: S311 - jitter, no secret
    raise Transient("meer.bezet", f"de catalogus bleef bezet, {_ATTEMPTS} pogingen lang")


def _attach(
    connection: duckdb.DuckDBPyConnection, catalogue: Path | Postgres, files: Path | ObjectStore
) -> None:
    """Attach the lake; make its catalogue only where there are no files that it would have to know.

    Files are looked for after the catalogue, so that what another process has just begun is found.

    Raises:
        Permanent: there are files, and no catalogue.
        Transient: the storage of the files cannot be asked whether there are any.
    """
    address = _data_path(files)
    attach = (
        f"ATTACH 'ducklake:{_catalogue(catalogue)}' AS lake (DATA_PATH '{address}/', ENCRYPTED, "
        "DATA_INLINING_ROW_LIMIT 0, CREATE_IF_NOT_EXISTS {})"
    )
    if _may_exist(catalogue):
        with suppress(duckdb.InvalidInputException):
            retried(lambda: connection.execute(attach.format("false")))
            return
    try:
        found = connection.execute(f"FROM glob('{address}/**/*.parquet') LIMIT 1").fetchone()
    except duckdb.IOException:  # of an object store: its text holds an address
        raise Transient(
            "meer.onbereikbaar",
            "de opslag van het meer antwoordt niet, weigert de sleutel of kent de bucket niet. "
            "Controleer STADSPOLS_BUCKET en de instellingen die ermee beginnen.",
        ) from None
    if found and not _may_exist(catalogue):
        raise _apart()
    retried(lambda: connection.execute(attach.format("false" if found else "true")))


def _may_exist(catalogue: Path | Postgres) -> bool:
    return isinstance(catalogue, Postgres) or catalogue.exists()


def _apart() -> Permanent:
    return Permanent(
        "meer.openen",
        "de catalogus van het meer is weg of hoort niet bij de bestanden ervan, of die staan niet "
        "op de plaats van eerst. Zet beide van hetzelfde moment terug op hun plaats, of begin met "
        "beide leeg. Zie docs/runbooks/catalogus-kwijt.md.",
    )


def _is_busy(error: duckdb.Error) -> bool:
    message = str(error).lower()
    return any(sign in message for sign in _BUSY)


def _is_unreachable(error: duckdb.Error) -> bool:
    message = str(error).lower()
    return any(sign in message for sign in _UNREACHABLE)


def _catalogue(catalogue: Path | Postgres) -> str:
    if isinstance(catalogue, Postgres):
        return f"postgres:{_quoted(catalogue.dsn.get_secret_value())}"
    return f"sqlite:{_quoted(catalogue.absolute())}"


def _data_path(files: Path | ObjectStore) -> str:
    return _quoted(
        files.address.rstrip("/") if isinstance(files, ObjectStore) else files.absolute()
    )


def _s3_values(store: ObjectStore) -> tuple[str, ...]:
    return (
        store.key_id,
        store.secret.get_secret_value(),
        store.region,
        store.endpoint or f"s3.{store.region}.amazonaws.com",
        "path" if store.endpoint else "vhost",
        "false" if store.plain else "true",
        store.address.rstrip("/"),
    )


def _extension_file(name: str) -> str:
    spec = find_spec(f"duckdb_extension_{name}")
    if spec is None or not spec.submodule_search_locations:
        raise Permanent(
            "meer.extensie", f"het pakket duckdb-extension-{name} is niet geïnstalleerd"
        )
    folder = Path(spec.submodule_search_locations[0]) / "extensions" / f"v{duckdb.__version__}"
    return _quoted(folder / f"{name}.duckdb_extension")


def _quoted(value: Path | str) -> str:
    return str(value).replace("'", "''")
