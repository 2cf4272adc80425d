"""Bundles on disk: a folder or a ZIP file with the names of `privacy.log.bundle`."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from pipeline import durable
from privacy.errors import Permanent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAX_BYTES = 256 * 1024 * 1024
"""Of all files together, unpacked: a bundle comes from someone else."""

_PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_HOSTILE = (
    *(OSError, EOFError, RuntimeError, ValueError, IndexError),
    *(zipfile.BadZipFile, zlib.error, struct.error),
)
"""What zipfile lets escape on bytes that are no ZIP file."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def read_bundle(path: Path) -> dict[str, bytes]:
    """Return the files of the bundle in folder or ZIP file `path`, by name.

    Raises:
        Permanent: it cannot be read, or holds more than `MAX_BYTES`.
    """
    try:
        return _from_folder(path) if path.is_dir() else _from_zip(path)
    except _HOSTILE:
        raise Permanent("bundel.lezen", f"{path.name} is geen leesbare bundel") from None


def write_bundle(path: Path, files: Mapping[str, bytes]) -> None:
    """`path` is a ZIP file with `files`; the same files give the same bytes.

    Raises:
        FileExistsError: there is a file already.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), files[name], zipfile.ZIP_DEFLATED)
    durable.write_new(path, packed.getvalue())


def _from_folder(path: Path) -> dict[str, bytes]:
    found = {file.relative_to(path).as_posix(): file for file in path.rglob("*") if file.is_file()}
    _check_size(sum(file.stat().st_size for file in found.values()))
    return {name: file.read_bytes() for name, file in found.items()}


def _from_zip(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if any(member.compress_type not in _PLAIN_METHODS for member in members):
            raise Permanent("bundel.lezen", f"{path.name} is op een vreemde manier ingepakt")
        _check_size(sum(member.file_size for member in members))
        names = [member.filename for member in members]
        if len(set(names)) != len(names):
            raise Permanent("bundel.dubbel", f"{path.name} bevat een bestand twee keer")
        return {member.filename: archive.read(member) for member in members}


def _check_size(size_bytes: int) -> None:
    if size_bytes > MAX_BYTES:
        raise Permanent("bundel.omvang", f"de bundel is groter dan {MAX_BYTES} bytes")
