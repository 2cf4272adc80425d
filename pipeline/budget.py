"""The ledger of the privacy budget on disk: only ever longer; several processes may spend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import durable
from privacy.budget import Ledger, Spend

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from privacy.epoch import Epoch
    from privacy.framework.schema import Openbaar


class Budget:
    """The budget of one installation (`budget.jsonl`)."""

    def __init__(self, file: Path, clock: Callable[[], datetime]) -> None:
        self._file = file
        self._clock = clock

    def ledger(self) -> Ledger:
        """Return what was spent so far.

        Raises:
            PrivacyError: the ledger is damaged.
        """
        if not self._file.exists():
            return Ledger()
        with durable.lines_alone(self._file) as stream:
            return Ledger.read(stream)

    def spend(self, week: Epoch, rules: Openbaar) -> float:
        """Record that the figures of `week` are paid for; on the disk when this returns the rho.

        Guarantee: two processes never spend more than there is: the file is locked from reading
        to writing. Killed before the end, nothing was spent; killed afterwards, the week is paid
        for and stays without figures.

        Raises:
            PrivacyError: the week was paid for, or the budget does not allow it.
        """
        with durable.lines_alone(self._file) as stream:
            spend = Spend(week, self._clock(), rules.rho_per_week)
            line = Ledger.read(stream).line(spend, rules.rho_per_jaar)
            durable.append(stream, line)
        durable.sync(self._file.parent)
        return spend.rho
