"""How a value of the framework reads in Dutch."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from privacy.detect.span import PIIType
from privacy.framework.roles import Recht
from privacy.framework.schema import Grondslag

if TYPE_CHECKING:
    from collections.abc import Mapping

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli",
    "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

RIGHTS: Final[Mapping[Recht, str]] = {
    Recht.OPENBAAR_ZIEN: "openbare cijfers zien",
    Recht.INTERN_ZIEN: "cijfers voor analisten zien",
    Recht.VERANTWOORDING_ZIEN: "zien wat er is besloten en gedaan",
    Recht.LOGBOEK_ZIEN: "het logboek lezen",
    Recht.TEKST_INZIEN: "teksten zonder persoonsgegevens lezen",
    Recht.TAKEN_BEDIENEN: "taken starten en stoppen",
    Recht.BEZWAAR_VERWERKEN: "bezwaar behandelen en gegevens verwijderen",
}
"""What a role may do."""

PERSONAL_DATA: Final[Mapping[PIIType, str]] = {
    PIIType.PERSON: "namen",
    PIIType.USERNAME: "accounts",
    PIIType.EMAIL: "e-mailadressen",
    PIIType.PHONE: "telefoonnummers",
    PIIType.ADDRESS: "adressen",
    PIIType.POSTCODE: "postcodes",
    PIIType.IBAN: "rekeningnummers",
    PIIType.BSN: "burgerservicenummers",
    PIIType.LICENSE_PLATE: "kentekens",
    PIIType.DATE_OF_BIRTH: "geboortedatums",
    PIIType.ID_NUMBER: "nummers van documenten",
    PIIType.URL_PERSONAL: "links naar een eigen pagina",
    PIIType.IP_ADDRESS: "IP-adressen",
    PIIType.COORDINATES: "precieze plaatsen",
}
"""What is removed, in the plural; files for machines keep the codes."""


def show(value: object) -> str:
    """Return `value` as a council member reads it; a digest is cut to its first 12 digits."""
    if value is None:
        return "staat er niet"
    if isinstance(value, date):
        return show_day(value)
    if isinstance(value, frozenset | tuple):
        return "; ".join(sorted(map(show, value), key=str.casefold)) or "niets"
    if isinstance(value, Grondslag):
        return f"{value.wet}, {value.artikel}: {value.toelichting}"
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    if isinstance(value, Recht):
        text = RIGHTS[value]
    else:
        text = PERSONAL_DATA[value] if isinstance(value, PIIType) else str(value)
    return f"{text[:12]}…" if _DIGEST.fullmatch(text) else text


def show_day(day: date) -> str:
    """Return `day` as in `1 november 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
