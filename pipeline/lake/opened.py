"""An open lake: what is changed in it is changed as a whole, and on the disk."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from pipeline import durable
from pipeline.lake.connection import connect, retried, transaction
from pipeline.lake.layout import bring_up_to_date
from pipeline.spill import spill_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from pipeline.lake.connection import ObjectStore, Postgres

T = TypeVar("T")


class Lake:
    """A lake of the present layout, attached to `connection` as `lake` until it is closed.

    `catalogue` and `files` are None where they are not on this machine. Below `spills` it has a
    folder, until it is closed, for what does not fit in memory.
    """

    def __init__(
        self,
        catalogue: Path | Postgres,
        files: Path | ObjectStore,
        threads: int,
        spills: Path | None = None,
    ) -> None:
        self.catalogue = catalogue if isinstance(catalogue, Path) else None
        self.files = files if isinstance(files, Path) else None
        with ExitStack() as opened:
            spill = opened.enter_context(spill_folder(spills)) if spills else None
            self.connection = opened.enter_context(connect(catalogue, files, threads, spill))
            retried(lambda: bring_up_to_date(self.connection))
            self._opened = opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.close()

    def change(self, action: Callable[[], T]) -> T:
        """Return what `action` returns; all that it did is stored and on the disk, or nothing.

        Raises:
            Transient: the catalogue stayed busy, however often `action` was tried.
        """

        def attempt() -> T:
            with transaction(self.connection), durable.flushed(self.files):
                return action()

        return retried(attempt)

    def call(self, procedure: str) -> None:
        """Let DuckLake do `procedure`; the files that it makes are on the disk.

        Raises:
            Transient: the catalogue stayed busy.
        """
        with durable.flushed(self.files):
            retried(lambda: self.connection.execute(f"CALL {procedure}"))
