"""The objection list on disk: one file in the key folder, its key on the first line.

Key and marks are in one file, so that no copy can hold the one without the other.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from pipeline import durable
from privacy.errors import PrivacyError
from privacy.objection import KEY_BYTES, ObjectionList

if TYPE_CHECKING:
    from pathlib import Path


def read_objections(file: Path) -> ObjectionList:
    """Return the list in `file`; empty when there is none yet.

    Raises:
        PrivacyError: `bezwaar.lijst`, the file is damaged: nothing is read until it is back.
    """
    return _parse(file.read_bytes()) if file.exists() else ObjectionList(b"", frozenset())


def object_to(file: Path, author: str) -> bool:
    """Put the account on the list; return whether it was not there yet. On disk afterwards.

    Raises:
        PrivacyError: `bezwaar.lijst`.
    """
    with durable.lines_alone(file) as stream:
        content = stream.read()
        if not content:
            content = secrets.token_bytes(KEY_BYTES).hex().encode() + b"\n"
            durable.append(stream, content)
        objections = _parse(content)
        if objections.holds(author):
            return False
        durable.append(stream, objections.mark(author).encode() + b"\n")
    return True


def _parse(content: bytes) -> ObjectionList:
    try:
        key, *marks = content.decode("ascii").split()
        objections = ObjectionList(bytes.fromhex(key), frozenset(marks))
    except ValueError:
        objections = ObjectionList(b"", frozenset())
    if len(objections.key) != KEY_BYTES:
        raise PrivacyError("bezwaar.lijst", "De lijst met bezwaren is beschadigd. Zet hem terug.")
    return objections
