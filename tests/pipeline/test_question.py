"""Free SQL cannot read files, reach out, change anything, loop or starve others."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from pipeline.question import MOST_ROWS, Questions
from pipeline.read import Reader
from privacy.errors import Permanent, Transient
from tests.pipeline.portal.released_file import write_released

if TYPE_CHECKING:
    from pathlib import Path

ESCAPES = (
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM read_parquet('https://stadspols.example/x.parquet')",
    "SELECT getenv('PATH')",
    "COPY cellen TO '/tmp/uit.csv'",
    "EXPORT DATABASE '/tmp/uit'",
    "ATTACH '/tmp/ander.duckdb'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "PRAGMA enable_profiling = 'json'",
    "CREATE TABLE x AS SELECT 1",
    "DROP VIEW cellen",
    "DELETE FROM cellen_rijen",
    "CALL pragma_version()",
    "SELECT 1; SELECT 2",
    "SELECT * FROM query('DROP VIEW cellen')",
    "CREATE SECRET s (TYPE s3)",
    "",
    "SELEC",
)
STARVES = (
    "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t",
    "SELECT list(range) FROM range(1000000000)",
    "SELECT length(repeat('x', 4000000000))",
    "SELECT levenshtein(repeat('a', 1000000), repeat('b', 1000000))",
    "SELECT repeat('x', 100000) FROM range(10000)",
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_released(tmp_path_factory.mktemp("vragen") / "vrijgave.duckdb")


def test_a_question_is_answered_in_local_time(database: Path) -> None:
    reply = Questions(database).ask(
        "SELECT min(tijd_van) AS begin, count(*) AS n FROM cellen -- alles", "a"
    )
    (row,) = reply.table.to_pylist()
    assert (row["begin"].isoformat(), row["n"]) == ("2026-10-21T00:00:00+02:00", 300)
    assert not reply.is_cut


def test_a_long_answer_is_cut_and_says_so(database: Path) -> None:
    reply = Questions(database).ask("FROM range(1000000000000)", "a")
    assert reply.table.num_rows == MOST_ROWS
    assert reply.is_cut


def test_no_question_escapes(database: Path) -> None:
    before = database.read_bytes()
    reader = Reader(database, memory="256MB", threads=1)
    answered = [sql for sql in ESCAPES if not _is_refused(reader, sql)]
    assert answered == []
    assert database.read_bytes() == before


def _is_refused(reader: Reader, sql: str) -> bool:
    try:
        reader.first_rows(sql, 10, limit=timedelta(seconds=10))
    except Permanent as error:
        return error.rule in {"vraag.sql", "vraag.soort"}
    return False


def test_a_process_of_its_own_refuses_too(database: Path) -> None:
    with pytest.raises(Permanent, match=r"vraag\.sql.*onbereikbaar"):
        Questions(database).ask(ESCAPES[0], "a")


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("FROM celen", "de tabel celen is er niet; er zijn: cellen, pieken, verwachting"),
        ("SELECT naam FROM cellen", 'de kolom naam is er niet; lijkt op: "'),
        ("SELECT c.naam FROM cellen c", "de kolom naam is er niet"),
        ("SELECT naam", "de kolom naam is er niet"),
        ("SELECT gemiddelde(waarde) FROM cellen", "de functie gemiddelde is er niet"),
        ("SELECT 'é' FRON cellen", "dit is geen goede SQL, vanaf: cellen"),
        ("SELECT waarde FROM cellen WHERE", "dit is geen goede SQL: de vraag is niet af"),
        ("FROM cellen WHERE waarde = 'veel'", "een waarde past niet bij het type"),
        ("SELECT signaal, max(waarde) FROM cellen", "noem signaal ook in GROUP BY"),
        ("SELECT sum('x')", "DuckDB zegt: Binder Error: No function matches"),
    ],
)
def test_a_wrong_question_is_explained_in_dutch(database: Path, sql: str, says: str) -> None:
    reader, limit = Reader(database), timedelta(seconds=10)
    for ask in (reader.ask, partial(reader.first_rows, rows=10)):
        with pytest.raises(Permanent) as refused:
            ask(sql, limit=limit)
        assert refused.value.rule == "vraag.sql"
        assert says in refused.value.message
        assert "Did you mean" not in refused.value.message


def test_a_question_too_large_for_memory_fills_no_disk(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    large = "SELECT max(n) FROM (SELECT row_number() OVER (ORDER BY hash(range)) n FROM range({}))"
    reader, limit = Reader(database, memory="64MB", threads=1), timedelta(seconds=60)
    with pytest.raises(Permanent, match="past niet in het geheugen"):
        reader.ask(large.format(10_000_000), limit=limit)
    assert reader.ask(large.format(1000), limit=limit).num_rows == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("sql", STARVES)
def test_a_question_that_takes_everything_is_ended(database: Path, sql: str) -> None:
    began = time.monotonic()
    with pytest.raises(Permanent, match=r"vraag\.(tijd|sql|zwaar|groot)"):
        Questions(database, timedelta(seconds=1)).ask(sql, "a")
    assert time.monotonic() - began < 30


def test_a_question_is_of_a_reasonable_length(database: Path) -> None:
    with pytest.raises(Permanent, match=r"vraag\.lang"):
        Questions(database).ask("SELECT 1 -- " + "x" * 10_000, "a")


def test_without_figures_the_answer_says_so(tmp_path: Path) -> None:
    with pytest.raises(Permanent, match=r"vraag\.leeg"):
        Questions(tmp_path / "niets.duckdb").ask("SELECT 1", "a")


def test_nobody_can_keep_others_waiting(database: Path) -> None:
    questions = Questions(database, timedelta(seconds=2))

    def ask_long() -> None:
        with pytest.raises(Permanent):
            questions.ask("SELECT sleep_ms(100000)", "a")

    busy = threading.Thread(target=ask_long)
    busy.start()
    while not vars(questions)["_asking"]:
        time.sleep(0.01)
    with pytest.raises(Transient, match=r"vraag\.druk"):
        questions.ask("SELECT 1", "a")
    assert questions.ask("SELECT 1", "b").table.num_rows == 1
    busy.join()
    assert questions.ask("SELECT 1", "a").table.num_rows == 1
