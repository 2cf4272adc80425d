"""The log on disk: one line per fact, only ever longer; several processes may add to it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from pipeline import durable
from privacy.framework.approval import digest
from privacy.log.journal import append, read_log
from privacy.log.record import Activation, Stop, from_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from privacy.framework.approved import ApprovedFramework
    from privacy.framework.stop import StopOrder
    from privacy.log.record import Record

_CODE = ("privacy", "models", "pipeline")


class Journal:
    """The log of one installation (`logboek.jsonl`).

    The moment of a record is read while no other process can add one: moments never go back.
    """

    def __init__(self, file: Path, clock: Callable[[], datetime]) -> None:
        self._file = file
        self._clock = clock

    def record(
        self,
        first: Callable[[Record], None] = lambda _: None,
        /,
        **fields: Any,  # noqa: ANN401 - checked by the record's schema
    ) -> Record:
        """Add a record and return it; on the disk when this returns.

        `first` is called with it just before that.

        Costs the same however long the log is: only its last line is read. What comes before it
        is checked by `records`, which the gate of every job calls first.

        Raises:
            PrivacyError: the fields are no record, the last line is damaged, or the clock ran back.
        """
        with durable.lines_alone(self._file) as stream:
            return self._append(stream, fields, first)

    def records(self) -> tuple[Record, ...]:
        """Return the whole log.

        Raises:
            PrivacyError: a line is missing, changed or out of order.
        """
        with durable.lines_alone(self._file) as stream:
            return _records(stream)

    def activated(self, approved: ApprovedFramework) -> None:
        """Record the framework when it, or who approved it, is not what ran last."""
        with durable.lines_alone(self._file) as stream:
            last = last_activation(_records(stream))
            ran = last and (last.kader_sha256, last.besluit_sha256, last.anker_sha256)
            if ran == (approved.sha256, approved.approval_sha256, approved.trust_root_sha256):
                return
            framework = approved.framework
            activation = {
                "soort": "kader",
                "kader_versie": framework.kader_versie,
                "verruimd_bij": approved.widened_at,
                "kader_sha256": approved.sha256,
                "besluit_sha256": approved.approval_sha256,
                "anker_sha256": approved.trust_root_sha256,
                "raadsbesluit_id": framework.raadsbesluit.id,
            }
            self._append(stream, activation)

    def rotated(self, version: int, root: bytes) -> None:
        """Record a new trust root."""
        self.record(soort="anker", anker_versie=version, anker_sha256=digest(root))

    def stopped(self, data: bytes, order: StopOrder) -> None:
        """Record a stop order once."""
        with durable.lines_alone(self._file) as stream:
            records = _records(stream)
            sha256 = digest(data)
            if not any(isinstance(r, Stop) and r.bevel_sha256 == sha256 for r in records):
                fields = {
                    "soort": "stop",
                    "bevel_sha256": sha256,
                    "tot_en_met_versie": order.tot_en_met_versie,
                }
                self._append(stream, fields)

    def _append(
        self,
        stream: BinaryIO,
        fields: dict[str, Any],
        first: Callable[[Record], None] = lambda _: None,
    ) -> Record:
        last = durable.last_line(stream)
        line = append([from_line(last)] if last else [], self._clock(), fields)
        record = from_line(line)
        first(record)
        durable.append(stream, line)
        return record


def _records(stream: BinaryIO) -> tuple[Record, ...]:
    stream.seek(0)
    return read_log(stream.read())


def last_activation(records: Sequence[Record]) -> Activation | None:
    """Return the record of the framework that ran last; None in a new log."""
    return next((r for r in reversed(records) if isinstance(r, Activation)), None)


def code_sha256() -> str:
    """Return the digest of the Python code that runs: paths and contents, in order."""
    total = hashlib.sha256()
    root = Path(__file__).parent.parent
    for file in sorted(path for folder in _CODE for path in (root / folder).rglob("*.py")):
        content = file.read_bytes()
        total.update(f"{file.relative_to(root)}\n{len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()
