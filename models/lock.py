"""Lock: the digests that a model's files must have before one byte of them is used.

`lock.json` names the model, its kind and the SHA-256 of each file. The digest of that file
itself is the model's identity, which the framework lists.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacy.errors import PrivacyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

LOCK_NAME = "lock.json"


def refused(what: str) -> PrivacyError:
    """Return the refusal of a model whose files are not as locked; it says what to do."""
    return PrivacyError(
        "model.digest",
        f"{what}. Zet de versie van het pakket terug. Is iemand eraan geweest? Bel dan de FG. "
        "Zie docs/runbooks/model-geweigerd.md.",
    )


@dataclass(frozen=True, slots=True)
class Lock:
    """What a model directory promises to hold."""

    id: str
    kind: str
    files: Mapping[str, str]
    """File name -> SHA-256 in lower-case hexadecimal digits."""
    sha256: str
    """Digest of the bytes of `lock.json`."""


def write_lock(model_dir: Path, *, model_id: str, kind: str, names: Iterable[str]) -> Lock:
    """Write `lock.json` over the files `names` of `model_dir`, as they are now."""
    files = {name: _sha256(model_dir / name) for name in sorted(names)}
    content = {"files": files, "id": model_id, "kind": kind}
    (model_dir / LOCK_NAME).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return verify_lock(model_dir)


def verify_lock(model_dir: Path) -> Lock:
    """Return the lock of `model_dir`; every file in it has the digest that the lock states.

    Files that the lock does not name are not looked at, and must not be read by a model.

    Raises:
        PrivacyError: the lock is absent or unreadable, or a file is absent or differs.
    """
    lock = _read_lock(model_dir)
    for name, expected in lock.files.items():
        path = model_dir / name
        if not path.is_file():
            raise refused(f"model {lock.id}: bestand {name} ontbreekt")
        if _sha256(path) != expected:
            raise refused(f"model {lock.id}: bestand {name} is niet dat van het slot")
    return lock


def _read_lock(model_dir: Path) -> Lock:
    try:
        content = (model_dir / LOCK_NAME).read_bytes()
    except OSError as error:
        raise refused(f"model {model_dir.name} heeft geen {LOCK_NAME}") from error
    try:
        fields = json.loads(content)
        files = {str(name): str(digest) for name, digest in fields["files"].items()}
        lock = Lock(
            id=str(fields["id"]),
            kind=str(fields["kind"]),
            files=files,
            sha256=hashlib.sha256(content).hexdigest(),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise refused(f"{LOCK_NAME} van model {model_dir.name} is onleesbaar") from error
    if any("/" in name or "\\" in name or name.startswith(".") for name in files):
        raise refused(f"{LOCK_NAME} van model {model_dir.name} noemt een bestand elders")
    return lock


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
