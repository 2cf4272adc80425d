"""Texts on disk: one sealed file per post with a signal, for as many hours as the council granted.

Order of a batch: withdrawn texts go before the batch is committed, new ones come after it. So a
process that is killed leaves no text of a post that is not stored, none that its author took
back, and none twice; it may lose texts, which are only a sample for review.

Guarantee: G8, G9. With 0 hours nothing is written; the keys lie outside the data folder.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline import durable
from pipeline.key_files import KeyFiles
from privacy.errors import PrivacyError
from privacy.kept_text import KEY_BYTES, Slot, seal, unseal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from privacy.kept_text import KeptText
    from privacy.posts import PostKey


class Texts:
    """The texts in `folder`, whose slot keys are in `keys`, kept for `kept_hours`."""

    def __init__(self, folder: Path, keys: Path, kept_hours: int) -> None:
        self._folder = folder
        self._keys_folder = keys
        self.kept_hours = kept_hours

    def keep(self, texts: Mapping[PostKey, KeptText], now: datetime) -> int:
        """Keep the texts that are not there yet; return how many."""
        there = {path.name for path in self._files(self._slots())} if texts else set()
        new = {name: kept for name, kept in texts.items() if name not in there}
        if not new or not self.kept_hours:
            return 0
        slot = Slot.of(now)
        keys = self._keys()
        key = keys.load(slot) or keys.create(slot, secrets.token_bytes(KEY_BYTES))
        folder = self._folder / str(slot)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept_now = 0
        for name, kept in new.items():
            with suppress(FileNotFoundError):  # no text may stay any longer: another took the slot
                (folder / name).write_bytes(seal(kept, key, slot, name))
                kept_now += 1
        return kept_now

    def withdraw(self, names: Iterable[str]) -> int:
        """Remove the texts of these posts; return how many there were."""
        wanted, removed = set(names), 0
        for path in self._files(self._slots()) if wanted else ():
            if path.name in wanted:
                with suppress(FileNotFoundError):  # another process was first
                    durable.shred(path)
                    removed += 1
        return removed

    def draw(self, now: datetime) -> tuple[str, KeptText] | None:
        """Return the name and the text of one post, each with the same chance; None without any.

        Nobody chooses which: no argument says anything about a text.
        """
        live = [slot for slot in self._slots() if not slot.ended(self.kept_hours, now)]
        files = list(self._files(live))
        while files:
            path = files.pop(secrets.randbelow(len(files)))
            with suppress(PrivacyError):
                return path.name, self._read(path)
            path.unlink(missing_ok=True)  # a killed process left it half
        return None

    def read(self, name: str, now: datetime) -> KeptText:
        """Return the text that was drawn under this name.

        Raises:
            PrivacyError: `tekst.weg`, its hours are over, or it was withdrawn or judged.
        """
        live = (slot for slot in self._slots() if not slot.ended(self.kept_hours, now))
        for path in self._files(live):
            if path.name == name:
                return self._read(path)
        raise PrivacyError("tekst.weg", "Deze tekst is er niet meer.")

    def expire(self, now: datetime) -> int:
        """Remove each slot whose hours are over, its key first; return how many texts went.

        Guarantee: from then on no byte on the disk can be read as one of these texts.
        """
        ended = [slot for slot in self._slots() if slot.ended(self.kept_hours, now)]
        removed = sum(1 for _ in self._files(ended))
        for slot in ended:
            self._keys().destroy(slot)
            durable.clear(self._folder / str(slot))
        return removed

    def _keys(self) -> KeyFiles[Slot]:
        return KeyFiles(self._keys_folder, Slot.parse)

    def _slots(self) -> list[Slot]:
        """Return every slot with a key or a file, oldest first."""
        keyed = self._keys().epochs() if self._keys_folder.is_dir() else []
        folders = self._folder.iterdir() if self._folder.is_dir() else ()
        return sorted({*keyed, *(Slot.parse(path.name) for path in folders)})

    def _files(self, slots: Iterable[Slot]) -> Iterable[Path]:
        for slot in slots:
            with suppress(FileNotFoundError):
                yield from (self._folder / str(slot)).iterdir()

    def _read(self, path: Path) -> KeptText:
        slot = Slot.parse(path.parent.name)
        key = self._keys().load(slot)
        sealed = durable.content(path)
        if key is None or sealed is None:
            raise PrivacyError("tekst.weg", "Deze tekst is er niet meer.")
        return unseal(sealed, key, slot, path.name)
