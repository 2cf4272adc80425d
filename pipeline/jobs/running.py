"""A run in progress, on disk while its process lives, so that one that is killed is attested too.

Each run has a file with one line per batch: its attestation if it ended there. The file is locked
by the process; the lock goes when the process goes, however it goes.
"""

from __future__ import annotations

import fcntl
import os
from collections import Counter
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO
from uuid import uuid4

from pipeline import durable
from privacy.log.record import Run, Start, from_line, record_of, to_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from pipeline.journal import Journal

INTERRUPTED = "onderbroken"
_PATTERN = "*.jsonl"


class Running:
    """The file of one run; `tell` says how its attestation reads if it ends now."""

    def __init__(self, path: Path, stream: BinaryIO) -> None:
        self.path = path
        self._stream = stream

    def tell(self, attestation: Mapping[str, object], moment: datetime) -> None:
        """Add a line; on the disk when this returns."""
        fields = {"nummer": 0, "moment": moment, **attestation, "uitkomst": INTERRUPTED}
        durable.append(self._stream, to_line(record_of(fields)))

    def done(self) -> None:
        """The log holds the attestation: the file goes."""
        self.path.unlink()


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """Keep a locked file in `folder` for as long as the run lasts."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = uuid4().hex
    draft, path = folder / f".{name}", folder / f"{name}.jsonl"
    with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "r+b") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        draft.rename(path)
        yield Running(path, stream)


def attest_interrupted(folder: Path, journal: Journal) -> int:
    """Attest every run whose process is gone; return how many.

    What its last batch stored after the last line is not in its numbers: at most one batch.
    """
    attested = 0
    for path in sorted(folder.glob(_PATTERN)):
        with suppress(FileNotFoundError, BlockingIOError), path.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            attested += _attest(stream.read(), journal)
            path.unlink()
    return attested


def _attest(content: bytes, journal: Journal) -> int:
    """Attest the run of which `content` tells, unless the log holds its end already."""
    whole_lines = content[: content.rfind(b"\n") + 1].splitlines(keepends=True)
    if not whole_lines:
        return 0
    run = from_line(whole_lines[-1])
    if not isinstance(run, Run) or (run.taak, run.begin) not in _unfinished(journal):
        return 0
    journal.record(**run.model_dump(exclude={"nummer", "moment"}))
    return 1


def _unfinished(journal: Journal) -> Counter[tuple[str, datetime]]:
    records = journal.records()
    begun = Counter((r.taak, r.moment) for r in records if isinstance(r, Start))
    ended = Counter((r.taak, r.begin) for r in records if isinstance(r, Run))
    return begun - ended
