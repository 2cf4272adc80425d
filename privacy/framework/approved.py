"""ApprovedFramework: a framework that the council approved and that holds now.

Days are UTC days, cut so that the product never runs outside the council's own days: a first
day begins at 00:00 UTC, a last day ends at 22:00 UTC (23:00 or 24:00 in the Netherlands).

Source: GOVERNANCE section 2.
Guarantee: only `verify` makes one; it closes by itself when what it rests on lapses.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Never, final

from privacy.errors import PrivacyError
from privacy.framework.approval import digest
from privacy.framework.authority import SignedFramework, authorise
from privacy.framework.trust import read_trust_root

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from privacy.framework.roles import Recht, Rol
    from privacy.framework.schema import Algoritme, Bron, Framework

_SEAL: Final = object()
_AHEAD: Final = timedelta(hours=2)


@final
class ApprovedFramework:
    """A framework with proof of approval; it cannot be changed, copied, pickled or subclassed.

    `sha256` is the digest of the framework's bytes, `approval_sha256` of the approval's,
    `trust_root_sha256` of the trust root's. `widened_at` is the newest version, this one or a
    predecessor, that had the signatures to widen: a stop order holds until a later one.
    """

    __slots__ = ("approval_sha256", "framework", "sha256", "trust_root_sha256", "widened_at")

    framework: Framework
    sha256: str
    approval_sha256: str
    trust_root_sha256: str
    widened_at: int

    def __init__(self, seal: object, **values: object) -> None:
        if seal is not _SEAL:
            raise PrivacyError("kader.zegel", "Alleen verify maakt een goedgekeurd kader.")
        for name in self.__slots__:
            object.__setattr__(self, name, values[name])

    def __init_subclass__(cls, **_: object) -> None:
        raise PrivacyError("kader.zegel", "Een goedgekeurd kader heeft geen afgeleide.")

    def __setattr__(self, _: str, __: object) -> Never:
        raise PrivacyError("kader.zegel", "Een goedgekeurd kader verandert niet.")

    def __delattr__(self, _: str) -> Never:
        raise PrivacyError("kader.zegel", "Een goedgekeurd kader verandert niet.")

    def __reduce_ex__(self, _: object, /) -> Never:
        raise PrivacyError("kader.zegel", "Een goedgekeurd kader wordt niet gekopieerd.")

    def check(self, now: datetime) -> None:
        """The framework, its DPIA and at least one source hold at `now`.

        Raises:
            PrivacyError: `kader.nog_niet_geldig`, `kader.verlopen`, `kader.dpia_verlopen`,
                `kader.bronnen_verlopen`, `kader.klok`.
        """
        check_validity(self.framework, now)
        if _late(now) >= self.framework.dpia.herzien_voor:
            raise PrivacyError(
                "kader.dpia_verlopen",
                "dpia.herzien_voor is bereikt. Herzie de DPIA (AVG art. 35)."
                f" {who_to_ask(self.framework)}",
            )
        if not any(self._refusal(source, now) is None for source in self.framework.bronnen):
            raise PrivacyError(
                "kader.bronnen_verlopen",
                "Elke bron of aanleiding is verlopen. Herzie het kader."
                f" {who_to_ask(self.framework)}",
            )

    def source(self, id_: str, now: datetime) -> Bron:
        """Return the source `id_`, open at `now`.

        Raises:
            PrivacyError: as `check`; `kader.bron_onbekend`, `kader.bron_verlopen`,
                `kader.aanleiding_verlopen`.
        """
        self.check(now)
        for source in self.framework.bronnen:
            if source.id == id_:
                if refusal := self._refusal(source, now):
                    raise refusal
                return source
        raise PrivacyError(
            "kader.bron_onbekend", "Deze bron staat niet in het kader. Leg haar de raad voor."
        )

    def algorithm(self, id_: str, sha256: str, task: str) -> Algoritme:
        """Return the algorithm `id_` for `task`, whose model has the digest `sha256`.

        Raises:
            PrivacyError: `kader.algoritme_onbekend`.
        """
        for algorithm in self.framework.algoritmen:
            if (algorithm.id, algorithm.sha256, algorithm.taak) == (id_, sha256, task):
                return algorithm
        raise PrivacyError(
            "kader.algoritme_onbekend",
            "Dit model staat niet in het kader, of voor een andere taak. Leg het de raad voor.",
        )

    def require(self, role: Rol, right: Recht) -> None:
        """The framework gives `role` the right `right`.

        Raises:
            PrivacyError: `kader.recht`.
        """
        if right not in self.framework.rollen[role]:
            raise PrivacyError(
                "kader.recht",
                f"De rol {role} heeft in het kader niet het recht {right} (AVG art. 32)."
                f" {who_to_ask(self.framework)}",
            )

    def _refusal(self, source: Bron, now: datetime) -> PrivacyError | None:
        """Return why `source` is closed at `now`; None when it is open."""
        day = _late(now)
        if day >= source.herzien_voor:
            return PrivacyError(
                "kader.bron_verlopen",
                "De dag herzien_voor van de bron is bereikt. Lees haar voorwaarden opnieuw en leg "
                "de raad een nieuwe dag voor.",
            )
        occasions = (o for o in self.framework.aanleidingen if source.id in o.bronnen)
        if all(day > occasion.geldig_tot for occasion in occasions):
            return PrivacyError(
                "kader.aanleiding_verlopen", "De aanleiding voor de bron is voorbij."
            )
        return None


def verify(  # noqa: PLR0913 - three documents, then three circumstances by name
    framework_bytes: bytes,
    approval_bytes: bytes,
    trust_root_bytes: bytes,
    *,
    now: datetime | None,
    highest_version: int | None = None,
    history: Sequence[SignedFramework] = (),
) -> ApprovedFramework:
    """Return the framework, approved by the persons that the trust root demands, valid at `now`.

    `highest_version` is the highest version ever seen; a lower one is refused. `history` holds
    the predecessors, newest first, which a version signed only to narrow needs for comparison.
    With `now` None the days are not checked: deletion must go on when a framework has lapsed.
    Nothing of a framework is read before its digest is found in a properly signed statement.
    NOT checked: that the trust root is the municipality's own; the caller pins its digest.

    Raises:
        PrivacyError: `kader.*`, the id of the first rule that is broken.
    """
    root = read_trust_root(trust_root_bytes)
    signed = SignedFramework(framework_bytes, approval_bytes)
    framework, widened_at = authorise(signed, root, history)
    if highest_version is not None and framework.kader_versie < highest_version:
        raise PrivacyError("kader.teruggedraaid", "Er is al een nieuwere versie van het kader.")
    approved = ApprovedFramework(
        _SEAL,
        framework=framework,
        sha256=digest(framework_bytes),
        approval_sha256=digest(approval_bytes),
        trust_root_sha256=digest(trust_root_bytes),
        widened_at=widened_at,
    )
    if now is not None:
        approved.check(now)
    return approved


def who_to_ask(framework: Framework) -> str:
    """Return in Dutch under which decision something is refused and whom to ask about it."""
    ask = " of ".join(framework.contact_stop)
    return f"Besluit: {framework.raadsbesluit.id}. Vragen: {ask}."


def check_validity(framework: Framework, now: datetime) -> None:
    """`now` lies within geldig_van and geldig_tot.

    Raises:
        PrivacyError: `kader.klok`, `kader.nog_niet_geldig`, `kader.verlopen`.
    """
    if now.tzinfo is None:
        raise PrivacyError("kader.klok", "De klok noemt geen tijdzone.")
    if now.astimezone(UTC).date() < framework.geldig_van:
        raise PrivacyError("kader.nog_niet_geldig", "geldig_van is nog niet bereikt.")
    if _late(now) > framework.geldig_tot:
        raise PrivacyError(
            "kader.verlopen",
            f"geldig_tot is voorbij. Vraag de raad om een nieuw kader. {who_to_ask(framework)}",
        )


def _late(now: datetime) -> date:
    """Return the day that counts for what ends: it turns before the Dutch day does."""
    return (now.astimezone(UTC) + _AHEAD).date()
