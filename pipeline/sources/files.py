"""FileSource: posts from a file or from standard input.

JSON lines, CSV and Parquet; gzip and zstd around the first two. Bad records become rejections,
good records around them are kept. Nothing is written anywhere, not even when input is a pipe.
"""

from __future__ import annotations

import hashlib
import io
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.sources import delimited, jsonl, parquet
from pipeline.sources.protocol import Reason, Rejection
from pipeline.sources.record import RecordReader
from pipeline.sources.stream import Metered, compression, lines, plain_suffix
from privacy.errors import Permanent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from pipeline.sources.config import FileSpec, Format
    from pipeline.sources.protocol import Item
    from privacy.posts import SourceId

    Numbered = Iterator[tuple[int, Mapping[str, object] | Reason]]

_PARQUET_MAGIC = b"PAR1"
_OTHER_ARCHIVES = (b"PK\x03\x04", b"\xfd7zX")
_SUFFIX_FORMATS: dict[str, Format] = {".csv": "csv", ".tsv": "csv", ".parquet": "parquet"}
_REQUIRED = ("id", "created_at", "author", "platform", "text")


class FileSource:
    """The posts of one file, or of one pipe when `stream` is given. Implements `Source`.

    For a file, `shard` is a digest of its bytes and of the layout they are read with, so that a
    corrected field map reads the file anew. A pipe has an empty shard and can be read once.
    `total` and `consumed` are in bytes as they lie on disk.
    """

    def __init__(
        self,
        source: SourceId,
        spec: FileSpec,
        *,
        clock: Callable[[], datetime],
        path: Path | None = None,
        stream: io.BufferedIOBase | None = None,
    ) -> None:
        if (path is None) == (stream is None):
            raise Permanent("bron.bestand", "een bestandsbron leest een bestand of een stroom")
        self.id = source
        self._spec = spec
        self._path = path
        self._stream = stream
        self._reader = RecordReader(source, spec, clock)
        self.consumed = 0

    @cached_property
    def shard(self) -> str:
        """64 hexadecimal digits of the content and its layout; empty for a pipe."""
        if self._path is None:
            return ""
        digest = hashlib.sha256(self._spec.model_dump_json().encode())
        with _opened(self._path) as stream:
            digest.update(hashlib.file_digest(Metered(stream), "sha256").digest())
        return digest.hexdigest()

    @cached_property
    def total(self) -> int | None:
        """Bytes of the file; None for a pipe."""
        if self._path is None:
            return None
        with _opened(self._path) as stream:
            return stream.seek(0, io.SEEK_END)

    @property
    def unknown_fields(self) -> int:
        """Records read so far that carried fields outside the field map."""
        return self._reader.unknown_fields

    def read(self, position: str) -> Iterator[tuple[str, Item]]:
        """Yield each record after `position` (lines, or rows below a CSV header) and its number.

        Raises:
            Permanent: `bron.bestand`, `bron.formaat` or `bron.kolommen`.
            Transient: `bron.lezen`, the device or pipe failed.
        """
        self.consumed = 0
        for number, record in self._records(int(position or 0)):
            if isinstance(record, Reason):
                yield str(number), Rejection(record)
            else:
                yield str(number), self._reader.post(record)

    def _records(self, position: int) -> Numbered:
        if self._path is None:
            assert self._stream is not None
            yield from self._from_stream(self._stream, "", position)
            return
        with _opened(self._path) as stream:
            head = stream.peek(4)
            if _layout(self._spec, self._path.name, head) == "parquet" and not compression(head):
                yield from self._from_parquet(self._path, position)
            else:
                yield from self._from_stream(stream, self._path.name, position)

    def _from_stream(self, stream: io.BufferedIOBase, name: str, position: int) -> Numbered:
        raw = Metered(stream)
        layout = _layout(self._spec, name, raw.peek())
        text = lines(raw, name)
        if layout == "parquet":
            raise Permanent("bron.formaat", "Parquet kan niet ingepakt of uit een pijp komen")
        if layout == "csv":
            numbered = delimited.records(text, position, self._complete)
        else:
            numbered = jsonl.records(text, position)
        for number, record in numbered:
            self.consumed = raw.count
            yield number, record
        self.consumed = raw.count

    def _from_parquet(self, path: Path, position: int) -> Numbered:
        size = self.total or 0
        for number, rows, record in parquet.records(path, position, self._wanted):
            self.consumed = size * number // rows if rows else size
            yield number, record

    def _columns(self) -> dict[str, str]:
        columns: dict[str, str] = self._spec.velden.model_dump()
        if self._spec.platform is not None:
            del columns["platform"]
        return columns

    def _complete(self, header: list[str]) -> bool:
        return all(header.count(path) == 1 for path in self._required())

    def _required(self) -> list[str]:
        return [path for name, path in self._columns().items() if name in _REQUIRED]

    def _wanted(self, names: list[str]) -> list[str]:
        """Return the columns to read of those in a Parquet file.

        Raises:
            Permanent: a required one is missing.
        """

        def column(path: str) -> str:
            return path if path in names else path.partition(".")[0]

        if not all(column(path) in names for path in self._required()):
            raise delimited.columns_missing()
        wanted = {column(path) for path in self._columns().values()}
        return [name for name in names if name in wanted]


def _layout(spec: FileSpec, name: str, head: bytes) -> Format:
    if head.startswith(_OTHER_ARCHIVES):
        raise Permanent("bron.formaat", "zip en xz worden niet gelezen; gebruik gzip of zstd")
    if head.startswith(_PARQUET_MAGIC):
        return "parquet"
    return spec.formaat or _SUFFIX_FORMATS.get(plain_suffix(name), "jsonl")


def _opened(path: Path) -> io.BufferedReader:
    try:
        if path.is_file():  # a pipe under a name cannot be read twice
            return path.open("rb")
    except OSError as error:
        raise Permanent("bron.bestand", "het bestand is onleesbaar") from error
    raise Permanent("bron.bestand", "het bestand bestaat niet of is geen gewoon bestand")
