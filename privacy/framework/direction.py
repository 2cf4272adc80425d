"""Direction: whether a changed value of one field allows more or less than before.

`DIRECTIONS` holds one rule per field of the schema; a test finds a field without one.
What cannot be shown to be narrower counts as wider. `None` stands for an entry that is absent.

Source: GOVERNANCE section 2 (code computes it; the author's claim counts for nothing).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from privacy.framework.roles import Recht
from privacy.framework.schema import Tijdkorrel
from privacy.level import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_COARSE_TO_FINE: Final = (*Level, *reversed(Tijdkorrel))
_OVERSIGHT: Final = frozenset(
    {Recht.VERANTWOORDING_ZIEN, Recht.LOGBOEK_ZIEN, Recht.BEZWAAR_VERWERKEN}
)


class Direction(StrEnum):
    """What a change does to what is allowed."""

    RUIMER = "ruimer"
    NAUWER = "nauwer"
    GELIJK = "gelijk"


def _narrower_if(shown: bool) -> Direction:
    return Direction.NAUWER if shown else Direction.RUIMER


def always_wider(_: object, __: object) -> Direction:
    """A text, a digest or a name has no order: three persons look at it."""
    return Direction.RUIMER


def bookkeeping(_: object, __: object) -> Direction:
    """The number of a version changes in each version."""
    return Direction.GELIJK


def lower(before: Any, after: Any) -> Direction:  # noqa: ANN401 - any ordered field
    """A shorter time, a smaller share or an earlier end is narrower."""
    return _narrower_if(after < before)


def higher(before: Any, after: Any) -> Direction:  # noqa: ANN401 - any ordered field
    """More authors, a stricter minimum or a later start is narrower."""
    return _narrower_if(before is None or (after is not None and after > before))


def multiple(before: int, after: int) -> Direction:
    """Rounding is narrower only to a multiple: two grids together say more than one."""
    return _narrower_if(after % before == 0)


def coarser(before: StrEnum | None, after: StrEnum | None) -> Direction:
    """A coarser area or time bucket, or none at all, is narrower."""
    if before is None or after is None:
        return _narrower_if(after is None)
    return _narrower_if(_COARSE_TO_FINE.index(after) < _COARSE_TO_FINE.index(before))


def fewer(before: frozenset[str] | None, after: frozenset[str] | None) -> Direction:
    """Fewer sources, signals, models or readers is narrower."""
    return _narrower_if((after or frozenset()) <= (before or frozenset()))


def more(before: frozenset[str], after: frozenset[str]) -> Direction:
    """More people who can stop it is narrower."""
    return _narrower_if(after >= before)


def fewer_rights(before: frozenset[Recht], after: frozenset[Recht]) -> Direction:
    """Fewer rights is narrower, unless oversight changes hands."""
    return _narrower_if(after <= before and after & _OVERSIGHT == before & _OVERSIGHT)


DIRECTIONS: Final[Mapping[str, Callable[[Any, Any], Direction]]] = {
    "kader_versie": bookkeeping,
    "vorige_sha256": bookkeeping,
    "gemeente.naam": always_wider,
    "gemeente.code": always_wider,
    "doel": always_wider,
    "grondslag": always_wider,
    "aanleidingen[].reden": always_wider,
    "aanleidingen[].eigenaar": always_wider,
    "bronnen[].soort": always_wider,
    "bronnen[].voorwaarden_url": always_wider,
    "bronnen[].voorwaarden_sha256": always_wider,
    "bronnen[].toestemming.kenmerk": always_wider,
    "bronnen[].toestemming.datum": always_wider,
    "gebieden.set": always_wider,
    "signalen[].omschrijving": always_wider,
    "persoonsgegevens.verwijderen": always_wider,
    "persoonsgegevens.bijzondere_categorieen": always_wider,
    "algoritmen[].sha256": always_wider,
    "algoritmen[].taak": always_wider,
    "algoritmen[].register_id": always_wider,
    "dpia.sha256": always_wider,
    "iama.sha256": always_wider,
    "fg_advies.sha256": always_wider,
    "fg_advies.datum": always_wider,
    "raadsbesluit.id": always_wider,
    "raadsbesluit.url": always_wider,
    "raadsbesluit.sha256": always_wider,
    "raadsbesluit.datum": always_wider,
    "geldig_tot": lower,
    "aanleidingen[].geldig_tot": lower,
    "bronnen[].herzien_voor": lower,
    "dpia.herzien_voor": lower,
    "tekst.bewaren_uren": lower,
    "bewaartermijnen.berichten_dagen": lower,
    "bewaartermijnen.cellen_dagen": lower,
    "vrijgave.intern.dominantie_pct": lower,
    "vrijgave.intern.bijdrage_per_auteur": lower,
    "vrijgave.openbaar.rho_per_week": lower,
    "vrijgave.openbaar.rho_per_jaar": lower,
    "vrijgave.openbaar.bijdrage_per_auteur": lower,
    "algoritmen[].minimum.max_fpr_beschermde_uiting": lower,
    "algoritmen[].minimum.max_verschil_groepen": lower,
    "geldig_van": higher,
    "bewaartermijnen.logboek_dagen": higher,
    "vrijgave.intern.k": higher,
    "algoritmen[].minimum.macro_f1": higher,
    "algoritmen[].minimum.recall_per_pii_type[]": higher,
    "vrijgave.intern.afronding": multiple,
    "gebieden.fijnste_niveau_per_signaal[]": coarser,
    "vrijgave.intern.tijdkorrel": coarser,
    "vrijgave.openbaar.tijdkorrel": coarser,
    "vrijgave.openbaar.gebied": coarser,
    "talen": fewer,
    "aanleidingen[]": fewer,
    "aanleidingen[].bronnen": fewer,
    "bronnen[]": fewer,
    "signalen[]": fewer,
    "algoritmen[]": fewer,
    "tekst.inzage_rollen": fewer,
    "contact_stop": more,
    "rollen[]": fewer_rights,
}
"""By path in the schema; `[]` stands for an entry of a list or mapping."""
