"""Moments between two files: whoever puts one in place is gone before the next."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Gone(BaseException):
    """The process is gone: nothing in our code catches this."""


class _Watch:
    """An audit hook, which Python keeps until it ends; armed for a while."""

    def __init__(self) -> None:
        self.left: int | None = None
        sys.addaudithook(self._look)

    def _look(self, event: str, _: object) -> None:
        if event == "os.rename" and self.left is not None:
            if self.left == 0:
                self.left = None
                raise Gone
            self.left -= 1


_watch: list[_Watch] = []


@contextmanager
def gone_after(files: int) -> Iterator[None]:
    """Whoever works inside puts so many files in place, and is gone before the next."""
    if not _watch:
        _watch.append(_Watch())
    _watch[0].left = files
    try:
        with suppress(Gone):
            yield
            raise AssertionError(f"no more than {files} files were put in place")
    finally:
        _watch[0].left = None
