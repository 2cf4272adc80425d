"""The privacy budget of the public tier: what was spent, and what may still be.

Loss is counted in rho of zero-concentrated differential privacy (zCDP), which adds up. The unit
is one author in one epoch: what anyone can learn from the public figures about what that author
posted in that week is bounded by the rho of that week.

Source: Bun & Steinke (2016), Concentrated differential privacy; NIST SP 800-226; GOVERNANCE G5.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self

from privacy.epoch import Epoch
from privacy.errors import PrivacyError

if TYPE_CHECKING:
    from collections.abc import Iterable

_ROUNDING = 1e-9
_FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Spend:
    """The figures of `week` were given out at `moment` (UTC) for `rho`."""

    week: Epoch
    moment: datetime
    rho: float

    @property
    def year(self) -> int:
        """The year whose budget pays: that of the moment, as in the log."""
        return Epoch.of(self.moment).year


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that was ever spent, in order, and the digest of the last line."""

    spends: tuple[Spend, ...] = ()
    digest: str = _FIRST

    @classmethod
    def read(cls, lines: Iterable[bytes]) -> Self:
        """Return the ledger in `lines`.

        Raises:
            PrivacyError: `budget.grootboek`: a line was changed, left out or put elsewhere.
        """
        spends: list[Spend] = []
        digest = _FIRST
        for line in lines:
            spend = _from_line(line)
            if _to_line(spend, digest) != line:
                raise PrivacyError("budget.grootboek", "een regel is veranderd of weggelaten")
            spends.append(spend)
            digest = hashlib.sha256(line).hexdigest()
        return cls(tuple(spends), digest)

    def spent(self, year: int) -> float:
        """Return the rho that was spent in a year."""
        return sum(spend.rho for spend in self.spends if spend.year == year)

    def may_publish(self, now: datetime) -> bool:
        """Return whether no figures came out yet in the epoch of `now`: one week's a week."""
        return all(Epoch.of(spend.moment) != Epoch.of(now) for spend in self.spends)

    def published(self, week: Epoch) -> bool:
        """Return whether `week`, or a later one, was paid for."""
        return any(spend.week >= week for spend in self.spends)

    def affords(self, rho: float, year: int, rho_per_year: float) -> bool:
        """Return whether `rho` more stays within the budget of the year."""
        return self.spent(year) + rho <= rho_per_year + _ROUNDING

    def require_covers(self, rho_in_log: float, year: int) -> None:
        """Return when the ledger holds at least what the log says was spent in a year.

        Raises:
            PrivacyError: `budget.teruggezet`: the ledger was put back or removed.
        """
        if self.spent(year) + _ROUNDING < rho_in_log:
            raise PrivacyError(
                "budget.teruggezet",
                "in het grootboek staat minder dan in het logboek; zet het laatste grootboek terug",
            )

    def line(self, spend: Spend, rho_per_year: float) -> bytes:
        """Return the line that records `spend`; to be on the disk before any noise is drawn.

        Guarantee: G5; never more than `rho_per_year` in a year, and no week twice.

        Raises:
            PrivacyError: `budget.week`: this week was paid for; noise is drawn once.
            PrivacyError: `budget.jaar`: the budget of the year does not allow it.
        """
        if self.published(spend.week) or not self.may_publish(spend.moment):
            raise PrivacyError("budget.week", f"week {spend.week} is al vrijgegeven of te laat")
        if not self.affords(spend.rho, spend.year, rho_per_year):
            raise PrivacyError("budget.jaar", f"het privacybudget van {spend.year} is op")
        return _to_line(spend, self.digest)


def _to_line(spend: Spend, previous: str) -> bytes:
    fields = {
        "moment": spend.moment.isoformat(),
        "rho": spend.rho,
        "vorige": previous,
        "week": str(spend.week),
    }
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _from_line(line: bytes) -> Spend:
    try:
        fields = json.loads(line)
        moment = datetime.fromisoformat(fields["moment"])
        return Spend(Epoch.parse(fields["week"]), moment, float(fields["rho"]))
    except (ValueError, KeyError, TypeError) as error:
        message = "een regel is geen regel van dit grootboek"
        raise PrivacyError("budget.grootboek", message) from error
