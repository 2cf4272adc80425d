"""Questions in SQL that people type, each answered in a process of its own that can be ended.

DuckDB stops a question between steps; a single step can last for hours or take all memory
(`levenshtein` of two long texts, `repeat`). So the process has limits that the system keeps, and
nothing in its environment.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import pyarrow as pa

from pipeline.read import Reader
from privacy.errors import Permanent, StadspolsError, Transient

LIMIT: Final = timedelta(seconds=10)
MOST_ROWS: Final = 10_000
MOST_CHARACTERS: Final = 10_000
MOST_BYTES: Final = 16 * 2**20
AT_ONCE: Final = 2

_START: Final = timedelta(seconds=20)
"""How long a process may take to start on a busy machine, before its question counts."""
_MEMORY: Final = "256MB"
_ADDRESS_SPACE: Final = 2 * 2**30
_FILES: Final = 64
_REFUSED: Final = 3


@dataclass(frozen=True, slots=True)
class Reply:
    """The first rows of an answer; `is_cut` when there were more."""

    table: pa.Table
    is_cut: bool


class Questions:
    """Answers questions to one released database: one at a time per asker, `AT_ONCE` in all."""

    def __init__(self, database: Path, limit: timedelta = LIMIT) -> None:
        self._database = database
        self._limit = limit
        self._asking: set[str] = set()
        self._lock = threading.Lock()

    def ask(self, sql: str, asker: str) -> Reply:
        """Return the first `MOST_ROWS` rows of the answer; times are on the Dutch clock.

        `asker` only keeps one from asking twice at once; it is forgotten with the answer.

        Raises:
            Permanent: `vraag.*`, the question is wrong, does more than reading, or takes too
                much time or memory.
            Transient: `vraag.druk`, others are asking; `vraag.bestand`.
        """
        if len(sql) > MOST_CHARACTERS:
            raise Permanent("vraag.lang", f"een vraag telt hooguit {MOST_CHARACTERS} tekens")
        with self._lock:
            if asker in self._asking or len(self._asking) >= AT_ONCE:
                raise Transient("vraag.druk", "er loopt nog een vraag; wacht op het antwoord")
            self._asking.add(asker)
        try:
            return self._answer(sql)
        finally:
            with self._lock:
                self._asking.discard(asker)

    def _answer(self, sql: str) -> Reply:
        seconds = self._limit.total_seconds()
        question = {"database": str(self._database.absolute()), "sql": sql, "seconds": seconds}
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-m", "pipeline.question"],
                input=json.dumps(question).encode(),
                capture_output=True,
                timeout=seconds + _START.total_seconds(),
                env={},
                cwd="/",
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Permanent("vraag.tijd", f"de vraag duurde langer dan {seconds:g} s") from None
        if done.returncode == _REFUSED:
            told = json.loads(done.stdout)
            kind = Transient if told["again"] else Permanent
            raise kind(told["rule"], told["message"])
        if done.returncode:
            raise Permanent("vraag.zwaar", "de vraag kostte te veel tijd of geheugen; vraag minder")
        table = pa.ipc.open_stream(done.stdout).read_all()
        return Reply(table.slice(0, MOST_ROWS), table.num_rows > MOST_ROWS)


def _answer_here() -> int:
    """Answer the question on standard input, on standard output; the process ends with it."""
    question = json.load(sys.stdin)
    limit = timedelta(seconds=question["seconds"])
    _confine(limit)
    try:
        reader = Reader(Path(question["database"]), memory=_MEMORY, threads=1)
        table = reader.first_rows(question["sql"], MOST_ROWS + 1, limit=limit)
        if table.nbytes > MOST_BYTES:
            raise Permanent("vraag.groot", "het antwoord is te groot; vraag minder rijen")
    except StadspolsError as error:
        message = str(error).removeprefix(f"[{error.rule}] ")
        told = {"rule": error.rule, "message": message, "again": isinstance(error, Transient)}
        sys.stdout.write(json.dumps(told))
        return _REFUSED
    with pa.ipc.new_stream(sys.stdout.buffer, table.schema) as stream:
        stream.write_table(table)
    return 0


def _confine(limit: timedelta) -> None:
    """Let the system end this process when it takes more than a question may."""
    seconds = int(resource.getrusage(resource.RUSAGE_SELF).ru_utime + limit.total_seconds()) + 1
    for what, most in (
        (resource.RLIMIT_AS, _ADDRESS_SPACE),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(_answer_here())
