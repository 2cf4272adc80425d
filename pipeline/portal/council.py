"""Council: what the council decided, as it stands at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.framework_files import framework_folder, read_papers
from privacy.errors import PrivacyError
from privacy.framework.approved import verify
from privacy.framework.roles import Recht
from privacy.framework.stop import check_not_stopped

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pipeline.settings import Settings
    from privacy.framework.approved import ApprovedFramework
    from privacy.framework.gate import Papers
    from privacy.framework.roles import Rol

STANDS_WHEN_CLOSED = frozenset(
    {
        Recht.OPENBAAR_ZIEN,
        Recht.VERANTWOORDING_ZIEN,
        Recht.LOGBOEK_ZIEN,
        Recht.BEZWAAR_VERWERKEN,
        Recht.TAKEN_BEDIENEN,
    }
)
"""Rights that outlive a framework: giving account does not stop when looking does."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The framework that the council approved, and why it is not in force, if it is not.

    `approved` is None where no approval can be proven; then nobody has a right but what is public.
    """

    approved: ApprovedFramework | None
    refusal: PrivacyError | None

    def rights_of(self, role: Rol | None) -> frozenset[Recht]:
        """Return what `role` may do now; None is everybody."""
        if self.approved is None or role is None:
            return frozenset({Recht.OPENBAAR_ZIEN})
        granted = frozenset(self.approved.framework.rollen.get(role, ()))
        return granted if self.refusal is None else granted & STANDS_WHEN_CLOSED


class Council:
    """Reads the council's files again whenever they change; a stop order holds at once."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self.folder = framework_folder(settings, clock())
        self._clock = clock
        self._verified: tuple[Papers, Standing] | None = None

    def standing(self) -> Standing:
        """Return what holds at this moment."""
        try:
            papers = read_papers(self.folder)
        except PrivacyError as error:
            return Standing(None, error)
        if self._verified is None or self._verified[0] != papers:
            self._verified = papers, _standing(papers)
        standing = self._verified[1]
        if standing.approved is None or standing.refusal is not None:
            return standing
        try:
            standing.approved.check(self._clock())
        except PrivacyError as error:
            return Standing(standing.approved, error)
        return standing


def _standing(papers: Papers) -> Standing:
    """Return what the papers prove, whatever the day."""
    try:
        approved = verify(
            papers.framework, papers.approval, papers.trust_root, now=None, history=papers.history
        )
    except PrivacyError as error:
        return Standing(None, error)
    try:
        check_not_stopped(approved, papers.stop_orders, papers.trust_root)
    except PrivacyError as error:
        return Standing(approved, error)
    return Standing(approved, None)
