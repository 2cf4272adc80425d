"""Bytes of a file or pipe: counted, decompressed by content, cut into lines of bounded length."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import TYPE_CHECKING, cast

import pyarrow as pa

from pipeline.sources.protocol import Reason
from privacy.errors import Transient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

LINE_LIMIT = 4_000_000
"""Bytes in a line or CSV record that are held in memory at most; longer ones are skipped."""

MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
"""First bytes of the compressions we read. Source: RFC 1952 2.3.1, RFC 8878 3.1.1."""

_SUFFIXES = {".gz": "gzip", ".gzip": "gzip", ".zst": "zstd", ".zstd": "zstd"}
_MAGIC_LENGTH = 4
# Decompressed bytes are asked for in small steps, because a step that meets the cut of a
# truncated archive is lost as a whole. Shorter than any record, so at most one whole line is.
_STEP = 64
_BOM = b"\xef\xbb\xbf"


class Metered(io.RawIOBase):
    """A byte stream that counts what was read and whose failures are `Transient`."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        super().__init__()
        self._stream = stream
        self._head = b""
        self.count = 0

    def peek(self) -> bytes:
        """Return the first bytes, at most 4, without consuming them. Call before reading."""
        while len(self._head) < _MAGIC_LENGTH and (more := self._take(_MAGIC_LENGTH)):
            self._head += more
        return self._head[:_MAGIC_LENGTH]

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill part of `buffer`, return the number of bytes, 0 at the end.

        Raises:
            Transient: the device or pipe failed.
        """
        view = memoryview(buffer)
        chunk = self._head[: len(view)] if self._head else self._take(len(view))
        self._head = self._head[len(chunk) :]
        view[: len(chunk)] = chunk
        self.count += len(chunk)
        return len(chunk)

    def _take(self, size: int) -> bytes:
        try:
            return self._stream.read1(size)
        except OSError as error:
            raise Transient("bron.lezen", "de bron kon niet verder worden gelezen") from error


def plain_suffix(name: str) -> str:
    """Return the suffix of a file name without that of its compression, in lower case."""
    path = PurePath(name.lower())
    return path.with_suffix("").suffix if path.suffix in _SUFFIXES else path.suffix


def compression(head: bytes) -> str | None:
    """Return the name of the compression that starts with these bytes, None for none of ours."""
    return next((codec for magic, codec in MAGIC.items() if head.startswith(magic)), None)


def decompressed(raw: Metered, name: str = "") -> io.BufferedReader:
    """Return the plain bytes of `raw`; gzip and zstd are seen by their first bytes.

    The name decides only for a file too short to tell. Reading raises `OSError` from the
    decompressor where the archive is cut or damaged.
    """
    head = raw.peek()
    codec = compression(head)
    if codec is None and len(head) < _MAGIC_LENGTH:
        codec = _SUFFIXES.get(PurePath(name.lower()).suffix)
    if codec is None:
        return io.BufferedReader(raw, buffer_size=1 << 16)
    if not head:
        raise OSError("an archive of no bytes is cut")
    plain = pa.CompressedInputStream(pa.PythonFile(raw, mode="r"), codec)
    return io.BufferedReader(cast("io.RawIOBase", plain), buffer_size=_STEP)


def lines(raw: Metered, name: str = "", limit: int = LINE_LIMIT) -> Iterator[bytes | Reason]:
    r"""Yield each line of the plain bytes with its `\n`, or why it cannot be had.

    A line above `limit` bytes is skipped: LINE_TOO_LONG. Where an archive is cut or damaged the
    last item is ARCHIVE_TRUNCATED, and a line without its end is left out. A byte order mark at
    the start is left out. Memory is bounded by `limit`.

    Raises:
        Transient: the device or pipe failed.
    """
    try:
        reader = decompressed(raw, name)
        line = reader.readline(limit + 1).removeprefix(_BOM)
        while line:
            whole = line.endswith(b"\n") or len(line) <= limit
            yield line if whole else Reason.LINE_TOO_LONG
            while not whole:
                rest = reader.readline(limit + 1)
                whole = not rest or rest.endswith(b"\n")
            line = reader.readline(limit + 1)
    except OSError:  # of the decompressor; the device's own failures arrive as Transient
        yield Reason.ARCHIVE_TRUNCATED
