"""Rules that span several fields of a framework, as data: id, what to do, and the check.

Source: GOVERNANCE section 1.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from privacy.detect.span import PIIType
from privacy.errors import PrivacyError
from privacy.framework.roles import Recht, Rol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from privacy.framework.schema import Framework


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `message` is Dutch, names the field and says what to do."""

    id: str
    message: str
    holds: Callable[[Framework], bool]


def check_rules(framework: Framework) -> None:
    """`framework` keeps every rule.

    Raises:
        PrivacyError: with the id of the first rule that is broken.
    """
    for rule in RULES:
        if not rule.holds(framework):
            raise PrivacyError(rule.id, rule.message)


def last_day_of_year_from(first: date) -> date:
    """Return the last day of the twelve months that begin on `first`."""
    feb_29 = (first.month, first.day) == (2, 29)
    start = first - timedelta(days=1) if feb_29 else first
    after = start.replace(year=start.year + 1)
    return after if feb_29 else after - timedelta(days=1)


def _unique(values: Iterable[object]) -> bool:
    return all(count == 1 for count in Counter(values).values())


def _first_version(framework: Framework) -> bool:
    return (framework.kader_versie == 1) == (framework.vorige_sha256 == "geen")


def _occasions_known(framework: Framework) -> bool:
    covered = {name for occasion in framework.aanleidingen for name in occasion.bronnen}
    return covered == {source.id for source in framework.bronnen}


def _levels_match(framework: Framework) -> bool:
    return set(framework.gebieden.fijnste_niveau_per_signaal) == {s.id for s in framework.signalen}


def _all_removed(framework: Framework) -> bool:
    return set(framework.persoonsgegevens.verwijderen) == set(PIIType)


def _text_readers(framework: Framework) -> bool:
    text = framework.tekst
    may_read = {role for role, rights in framework.rollen.items() if Recht.TEKST_INZIEN in rights}
    return set(text.inzage_rollen) == may_read and bool(text.bewaren_uren) == bool(may_read)


def _unique_lists(framework: Framework) -> bool:
    lists: tuple[Iterable[object], ...] = (
        (source.id for source in framework.bronnen),
        (occasion.id for occasion in framework.aanleidingen),
        (signal.id for signal in framework.signalen),
        (algorithm.id for algorithm in framework.algoritmen),
        (algorithm.sha256 for algorithm in framework.algoritmen),
        framework.persoonsgegevens.verwijderen,
        framework.tekst.inzage_rollen,
        framework.talen,
        framework.contact_stop,
        *(occasion.bronnen for occasion in framework.aanleidingen),
        *framework.rollen.values(),
    )
    return all(_unique(values) for values in lists)


def _decided_before(framework: Framework) -> bool:
    decided = framework.raadsbesluit.datum
    return framework.fg_advies.datum <= decided <= framework.geldig_van


RULES: Final = (
    Rule(
        "kader.dubbel",
        "Een naam of waarde staat twee keer in dezelfde lijst. Haal de dubbele weg.",
        _unique_lists,
    ),
    Rule(
        "kader.vorige",
        "vorige_sha256: schrijf `geen` bij versie 1, en anders de vingerafdruk van de vorige.",
        _first_version,
    ),
    Rule(
        "kader.geldigheid",
        "geldig_tot: kies een dag na geldig_van, hooguit twaalf maanden later.",
        lambda f: f.geldig_van <= f.geldig_tot <= last_day_of_year_from(f.geldig_van),
    ),
    Rule(
        "kader.besluit_datum",
        "raadsbesluit: het advies van de FG komt eerst, dan het besluit, dan geldig_van.",
        _decided_before,
    ),
    Rule(
        "kader.aanleiding_bron",
        "aanleidingen: elke bron heeft een aanleiding, en elke genoemde bron staat in bronnen.",
        _occasions_known,
    ),
    Rule(
        "kader.niveau_per_signaal",
        "gebieden.fijnste_niveau_per_signaal: noem elk signaal uit signalen, en geen ander.",
        _levels_match,
    ),
    Rule(
        "kader.verwijder_alles",
        "persoonsgegevens.verwijderen: noem alle soorten; geen enkele mag blijven staan.",
        _all_removed,
    ),
    Rule(
        "kader.rollen",
        "rollen: noem elke rol; een rol zonder rechten krijgt [].",
        lambda f: set(f.rollen) == set(Rol),
    ),
    Rule(
        "kader.tekst_inzage",
        "tekst.inzage_rollen: precies de rollen met tekst_inzien, en geen bij 0 uren.",
        _text_readers,
    ),
    Rule(
        "kader.budget",
        "vrijgave.openbaar: rho_per_jaar is minstens rho_per_week.",
        lambda f: f.vrijgave.openbaar.rho_per_week <= f.vrijgave.openbaar.rho_per_jaar,
    ),
    Rule(
        "kader.minimum_recall",
        "algoritmen.minimum.recall_per_pii_type: verplicht bij de taak persoonsgegevens.",
        lambda f: all(
            a.minimum.recall_per_pii_type for a in f.algoritmen if a.taak == "persoonsgegevens"
        ),
    ),
)
