from __future__ import annotations

import multiprocessing
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest
from pydantic import SecretStr

from pipeline import read
from pipeline.lake import connection as lake
from pipeline.lake.connection import ObjectStore
from pipeline.lake.store import Store
from pipeline.released_file import renewed
from privacy.errors import Permanent, Transient
from privacy.posts import SourceId
from tests.fakes import batch, classified

if TYPE_CHECKING:
    from pathlib import Path

WRITERS, BATCHES = 3, 6


def write(folder: Path, writer: int) -> None:
    with Store(folder / "k" / "c.sqlite", folder / "lake", threads=1) as store:
        for number in range(BATCHES):
            post = classified(1000 * writer + number)
            store.append(batch(post, shard=f"shard{writer}", position=number + 1))


@pytest.mark.slow
def test_several_processes_write_without_loss(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write, args=(tmp_path, n)) for n in range(WRITERS)]
    for process in writers:
        process.start()
    for process in writers:
        process.join()
    assert [process.exitcode for process in writers] == [0] * WRITERS
    with Store(tmp_path / "k" / "c.sqlite", tmp_path / "lake", threads=1) as store:
        assert store.posts() == WRITERS * BATCHES
        for writer in range(WRITERS):
            assert store.cursor(SourceId("bestand"), f"shard{writer}") == str(BATCHES)


def test_a_busy_catalogue_is_tried_again_and_then_reported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lake, "_FIRST_WAIT_SECONDS", 0)
    tries: list[int] = []

    def busy_twice() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise duckdb.TransactionException("database is locked")
        return "done"

    def always_busy() -> str:
        raise duckdb.TransactionException("Transaction conflict")

    def speechless() -> str:
        return b"\xff".decode()  # what DuckDB says quotes the damaged bytes

    def broken() -> str:
        raise duckdb.TransactionException("something else")

    assert lake.retried(busy_twice) == "done"
    with pytest.raises(Transient, match=r"meer\.bezet"):
        lake.retried(always_busy)
    with pytest.raises(Permanent, match=r"meer\.beschadigd"):
        lake.retried(speechless)
    with pytest.raises(duckdb.TransactionException):
        lake.retried(broken)


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    connection = lake.connect(tmp_path / "k" / "c.sqlite", tmp_path / "lake", threads=1)
    connection.execute("CREATE TABLE lake.t (x INTEGER)")

    def interrupted() -> None:
        with lake.transaction(connection):
            connection.execute("INSERT INTO lake.t VALUES (1)")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert connection.execute("SELECT count(*) FROM lake.t").fetchall() == [(0,)]


def test_no_bar_of_progress_gets_into_what_a_command_prints(tmp_path: Path) -> None:
    question = "SELECT current_setting('enable_progress_bar')"
    connection = lake.connect(tmp_path / "k" / "c.sqlite", tmp_path / "lake", threads=1)
    assert connection.execute(question).fetchall() == [(False,)]
    with renewed(tmp_path / "vrijgave.duckdb") as draft:
        assert draft.execute(question).fetchall() == [(False,)]
    answer = read.query(
        tmp_path / "vrijgave.duckdb", f"{question} AS bar", limit=timedelta(seconds=10)
    )
    assert answer.to_pylist() == [{"bar": False}]


def test_nothing_can_be_loaded_from_elsewhere(tmp_path: Path) -> None:
    connection = lake.connect(tmp_path / "k" / "c.sqlite", tmp_path / "lake", threads=1)
    settings = connection.execute(
        "SELECT name, value FROM duckdb_settings() WHERE name IN "
        "('autoinstall_known_extensions', 'autoload_known_extensions', 'temp_file_encryption')"
    ).fetchall()
    assert dict(settings) == {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "temp_file_encryption": "true",
    }


MUCH = (
    "CREATE TEMP TABLE much AS SELECT 'zorpelaar' || md5(n::VARCHAR) || sha256(n::VARCHAR) "
    "AS author FROM range(700000) t(n)"
)


@pytest.mark.parametrize("encrypted", [True, False])
def test_what_does_not_fit_in_memory_is_written_encrypted(tmp_path: Path, encrypted: bool) -> None:
    connection = lake.connect(
        tmp_path / "k" / "c.sqlite", tmp_path / "lake", threads=1, spill=tmp_path / "spill"
    )
    connection.execute("SET memory_limit = '40MB'")
    if not encrypted:  # so that the test knows what it looks for
        connection.execute("SET temp_file_encryption = false")
    connection.execute(MUCH)
    spilled = b"".join(file.read_bytes() for file in (tmp_path / "spill").iterdir())
    assert len(spilled) > 1_000_000
    assert (b"zorpelaar" in spilled) is not encrypted


def test_what_does_not_fit_in_memory_fails_where_no_folder_is_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    connection = lake.connect(tmp_path / "k" / "c.sqlite", tmp_path / "lake", threads=1)
    connection.execute("SET memory_limit = '40MB'")
    with pytest.raises(duckdb.OutOfMemoryException):
        connection.execute(MUCH)
    assert {path.name for path in tmp_path.iterdir()} == {"k", "lake"}


def test_files_are_encrypted_and_the_catalogue_is_private(store: Store, tmp_path: Path) -> None:
    store.append(batch(classified(1, author="abcdef0123456789abcdef0123456789")))
    files = list((tmp_path / "lake").rglob("*.parquet"))
    assert files
    for file in files:
        assert b"abcdef0123456789" not in file.read_bytes()
        assert file.read_bytes()[-4:] == b"PARE"  # encrypted footer
    assert (tmp_path / "keys" / "catalogus.sqlite").stat().st_mode & 0o077 == 0


def test_a_catalogue_of_another_lake_is_refused(store: Store, tmp_path: Path) -> None:
    store.append(batch(classified(1)))
    with pytest.raises(Permanent, match=r"meer\.openen"):
        Store(tmp_path / "keys" / "catalogus.sqlite", tmp_path / "elsewhere", threads=1)


def test_an_empty_catalogue_beside_files_is_refused(store: Store, tmp_path: Path) -> None:
    """As a new database in PostgreSQL is: `make test-cluster` tries that with real servers."""
    store.append(batch(classified(1)))
    empty = tmp_path / "keys" / "leeg.sqlite"
    empty.touch()
    with pytest.raises(Permanent, match=r"meer\.openen.*catalogus-kwijt"):
        Store(empty, tmp_path / "lake", threads=1)
    assert empty.read_bytes() == b""


def test_an_empty_catalogue_without_files_is_a_new_lake(tmp_path: Path) -> None:
    (tmp_path / "leeg.sqlite").touch()
    with Store(tmp_path / "leeg.sqlite", tmp_path / "lake", threads=1) as store:
        assert store.posts() == 0


def test_storage_that_does_not_answer_is_said_and_tried_again(tmp_path: Path) -> None:
    nobody = ObjectStore("s3://b/p", "k", SecretStr("s"), "eu-west-1", "127.0.0.1:1", plain=True)
    with pytest.raises(Transient, match=r"meer\.onbereikbaar.*STADSPOLS_BUCKET"):
        Store(tmp_path / "c.sqlite", nobody, threads=1)


def test_files_without_their_catalogue_are_refused_until_they_are_gone(tmp_path: Path) -> None:
    catalogue, files = tmp_path / "keys" / "catalogus.sqlite", tmp_path / "lake"
    with Store(catalogue, files, threads=1) as store:
        store.append(batch(classified(1)))
    catalogue.unlink()
    with pytest.raises(Permanent, match=r"meer\.openen.*catalogus-kwijt"):
        Store(catalogue, files, threads=1)
    assert not catalogue.exists()
    shutil.rmtree(files)
    with Store(catalogue, files, threads=1) as store:
        assert store.posts() == 0
