"""The log as bytes: lines in order, numbered from 0, moments never going back.

Source: GOVERNANCE section 3.
Guarantee: a line that is missing, out of order or changed is noticed; a cut or rewritten log is
noticed with a checkpoint (`privacy.log.checkpoint`), by whoever holds one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from privacy.errors import PrivacyError
from privacy.log.merkle import leaf_hash
from privacy.log.record import from_line, record_of, to_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from privacy.log.record import Record


def read_log(data: bytes) -> tuple[Record, ...]:
    """Return the records of the whole log.

    Raises:
        PrivacyError: `logboek.regel`, `logboek.halve_regel`, `logboek.nummer`, `logboek.moment`.
    """
    records = tuple(from_line(line) for line in lines_of(data))
    for place, record in enumerate(records):
        if record.nummer != place:
            raise PrivacyError("logboek.nummer", f"Na regel {place} klopt de nummering niet.")
        if place and record.moment < records[place - 1].moment:
            raise PrivacyError("logboek.moment", f"Regel {place} is ouder dan die ervoor.")
    return records


def lines_of(data: bytes) -> list[bytes]:
    """Return the lines of `data`, each with its line break.

    Raises:
        PrivacyError: `logboek.halve_regel`.
    """
    if data and not data.endswith(b"\n"):
        raise PrivacyError("logboek.halve_regel", "De laatste regel is niet af.")
    return [line + b"\n" for line in data.split(b"\n")[:-1]]


def tree_of(lines: Sequence[bytes]) -> list[bytes]:
    """Return the leaf hashes of `lines`."""
    return [leaf_hash(line) for line in lines]


def append(tail: Sequence[Record], moment: datetime, fields: dict[str, Any]) -> bytes:
    """Return the line that follows on `tail` for a record with `fields` (`soort` among them).

    `tail` is the last record, or more of the log; empty for a new one. NOT checked: what comes
    before its last record (`read_log`).

    Raises:
        PrivacyError: `logboek.record`; `kader.klok_teruggezet`, `moment` lies before the last.
    """
    if tail and moment < tail[-1].moment:
        raise PrivacyError("kader.klok_teruggezet", "De klok loopt achter op het logboek.")
    number = tail[-1].nummer + 1 if tail else 0
    return to_line(record_of({"nummer": number, "moment": moment, **fields}))
