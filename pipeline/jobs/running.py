"""A run in progress, on disk while its process lives, so that one that is killed is attested too.

Each run has a file with one line per batch: its attestation if it ended there.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from pipeline import durable
from pipeline.live_file import abandoned, live_file
from privacy.log.record import Run, Start, from_line, record_of, to_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from pipeline.journal import Journal

INTERRUPTED = "onderbroken"
_ENDING = ".jsonl"


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
    with live_file(folder, _ENDING) as (path, stream):
        yield Running(path, stream)


def attest_interrupted(folder: Path, journal: Journal) -> int:
    """Attest every run whose process is gone; return how many.

    What its last batch stored after the last line is not in its numbers: at most one batch.
    """
    attested = 0
    for path, stream in abandoned(folder, _ENDING):
        attested += _attest(stream.read(), journal)
        path.unlink(missing_ok=True)
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
