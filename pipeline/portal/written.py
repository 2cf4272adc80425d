"""What the jobs wrote down, read again only when it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import condition
from privacy.log.journal import read_log

if TYPE_CHECKING:
    from pipeline.condition import Condition
    from pipeline.settings import Settings
    from privacy.log.record import Record


class Written:
    """Log and condition of this installation, for who only reads."""

    def __init__(self, settings: Settings) -> None:
        self._journal = settings.journal
        self._condition = settings.condition
        self._read: tuple[int, tuple[Record, ...]] = (0, ())

    def condition(self) -> Condition:
        """Return how the installation is doing; an empty condition before the first run.

        Raises:
            Permanent: the file cannot be read.
        """
        return condition.read(self._condition)

    def records(self) -> tuple[Record, ...]:
        """Return the whole log, without the line that is being written; none before the first run.

        Raises:
            PrivacyError: a line is missing, changed or out of order.
        """
        try:
            size = self._journal.stat().st_size
        except FileNotFoundError:
            return ()
        if self._read[0] != size:
            data = self._journal.read_bytes()
            self._read = size, read_log(data[: data.rfind(b"\n") + 1])
        return self._read[1]
