"""Facts: all that an artefact may be made of, and nothing about a person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.framework_files import approved_framework
from pipeline.journal import Journal
from pipeline.review import judgements
from privacy.framework.wording import show
from privacy.log.record import Deletion, Reading, Run, Stop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from pipeline.review import Judgement
    from pipeline.settings import Settings
    from privacy.framework.roles import Recht, Rol
    from privacy.framework.schema import Algoritme, Framework
    from privacy.log.record import Record


@dataclass(frozen=True, slots=True)
class Facts:
    """The framework with its digest, the log, and how often readers agreed with the model."""

    framework: Framework
    sha256: str
    records: tuple[Record, ...] = ()
    judgements: tuple[Judgement, ...] = ()

    @property
    def runs(self) -> list[Run]:
        """Every run in the log, oldest first."""
        return [record for record in self.records if isinstance(record, Run)]

    @property
    def stops(self) -> int:
        """How often someone stopped everything."""
        return sum(isinstance(record, Stop) for record in self.records)

    def readings(self) -> Counter[tuple[str, str]]:
        """Return how often each role read what, released figures excepted."""
        total: Counter[tuple[str, str]] = Counter()
        for record in self.records:
            if isinstance(record, Reading):
                total[record.rol.value, record.wat] += record.aantal
        return total

    def deletions(self) -> Counter[tuple[str, str]]:
        """Return how much of what was deleted, and why."""
        total: Counter[tuple[str, str]] = Counter()
        for record in self.records:
            if isinstance(record, Deletion):
                total[record.wat, record.reden] += record.aantal
        return total

    def roles_with(self, right: Recht) -> frozenset[Rol]:
        """Return the roles that the framework gives a right."""
        roles = self.framework.rollen.items()
        return frozenset(role for role, rights in roles if right in rights)


def facts_of(settings: Settings, clock: Callable[[], datetime]) -> Facts:
    """Return the facts of this installation, also when its framework has lapsed or was stopped.

    Raises:
        PrivacyError: no approval can be proven, or the log is damaged.
    """
    approved = approved_framework(settings, clock())
    records = Journal(settings.journal, clock).records() if settings.journal.exists() else ()
    return Facts(approved.framework, approved.sha256, records, tuple(judgements(settings)))


def percent(share: float) -> str:
    """Return a share in words, as in `15 procent`."""
    return f"{share * 100:g} procent".replace(".", ",")


def demands(algorithm: Algoritme) -> str:
    """Return what the council demands of a model before it may run, as part of a sentence.

    Of a model that finds personal data only the recall is measured and demanded.
    """
    least = algorithm.minimum
    if algorithm.taak == "persoonsgegevens":
        return " en ".join(
            f"het minstens {percent(share)} van de {show(kind)} vindt"
            for kind, share in least.recall_per_pii_type.items()
        )
    return (
        f"de macro-F1 minstens {show(least.macro_f1)} is, hoogstens"
        f" {percent(least.max_fpr_beschermde_uiting)} van de beschermde uitingen onterecht een"
        f" signaal krijgt en groepen hoogstens {percent(least.max_verschil_groepen)} verschillen"
    )


def legal_grounds(framework: Framework) -> Iterator[str]:
    """Yield each legal ground as a sentence."""
    for ground in framework.grondslag:
        yield f"{ground.wet}, {ground.artikel}. {ground.toelichting}"
