"""Keys as files: one per epoch or slot, readable by the owner only, outside the data folder."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

from pipeline import durable
from privacy.epoch import Epoch
from privacy.errors import PrivacyError
from privacy.kept_text import Slot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SUFFIX = ".key"

Period = TypeVar("Period", Epoch, Slot)


class KeyFiles(Generic[Period]):
    """One key per period in a folder with mode 0700; several processes may use it at once.

    With epochs it is the `KeyStore` of the key ring.
    """

    def __init__(self, folder: Path, parse: Callable[[str], Period]) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            raise PrivacyError(
                "sleutelring.rechten", f"anderen kunnen in de sleutelmap: chmod 700 {folder}"
            )
        self._folder = folder
        self._parse: Callable[[str], Period] = parse

    def load(self, period: Period) -> bytes | None:
        """Return the key of the period, or None."""
        return durable.content(self._path(period))

    def create(self, period: Period, key: bytes) -> bytes:
        """Keep `key` unless the period has one; return the key that now stands.

        The key is complete on disk before it gets its name: a killed process leaves no half key.
        """
        path = self._path(period)
        try:
            durable.write_new(path, key, 0o600)
        except FileExistsError:
            return self.load(period) or self.create(period, key)  # or it was destroyed meanwhile
        return key

    def destroy(self, period: Period) -> None:
        """Overwrite the key, then remove it; so too what killed processes left of earlier ones.

        On copy-on-write storage the old bytes can outlive this; keep the folder on a disk that
        overwrites in place, and out of backups (docs/adr/0003).
        """
        for path in (self._path(period), *self._folder.glob(f".*{_SUFFIX}.*{durable.DRAFT}")):
            if self._of(path) <= period:
                with suppress(FileNotFoundError):  # not there, or another process was first
                    durable.shred(path)
        durable.sync(self._folder)

    def epochs(self) -> list[Period]:
        """Return the periods that have a key, oldest first."""
        return sorted(self._parse(path.stem) for path in self._folder.glob(f"*{_SUFFIX}"))

    def _of(self, path: Path) -> Period:
        """Return the period of a key or a draft."""
        return self._parse(path.name.removeprefix(".").split(".")[0])

    def _path(self, period: Period) -> Path:
        return self._folder / f"{period}{_SUFFIX}"
