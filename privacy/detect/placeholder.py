"""Placeholder: the Dutch word that stands where personal data was."""

from __future__ import annotations

import re
from typing import Final

from privacy.detect.span import PIIType

WORD: Final = {
    PIIType.PERSON: "PERSOON",
    PIIType.USERNAME: "GEBRUIKER",
    PIIType.EMAIL: "EMAIL",
    PIIType.PHONE: "TELEFOON",
    PIIType.ADDRESS: "ADRES",
    PIIType.POSTCODE: "POSTCODE",
    PIIType.IBAN: "IBAN",
    PIIType.BSN: "BSN",
    PIIType.LICENSE_PLATE: "KENTEKEN",
    PIIType.DATE_OF_BIRTH: "GEBOORTEDATUM",
    PIIType.ID_NUMBER: "DOCUMENTNUMMER",
    PIIType.URL_PERSONAL: "PROFIEL",
    PIIType.IP_ADDRESS: "IP_ADRES",
    PIIType.COORDINATES: "LOCATIE",
}
"""Word per type."""

NUMBERED: Final = frozenset({PIIType.PERSON, PIIType.USERNAME})
"""Types that get a number: who does what to whom is meaning, which number was rung is not."""

PLACEHOLDER: Final = re.compile(r"<(?:" + "|".join(WORD.values()) + r")(?:_[0-9]{1,4})?>")
"""Matches each placeholder that `privacy.detect.replace` writes."""


def is_person(placeholder: str) -> bool:
    """Tell whether a placeholder stands for a person."""
    return placeholder.startswith("<PERSOON")
