"""Rol and Recht: who uses the product, and what a framework may let them do."""

from __future__ import annotations

from enum import StrEnum


class Rol(StrEnum):
    """Role of a person who uses the product."""

    ANALIST = "analist"
    OPERATOR = "operator"
    RAADSLID = "raadslid"
    FG = "fg"
    GRIFFIER = "griffier"


class Recht(StrEnum):
    """What a role may do; whatever is not granted is refused."""

    OPENBAAR_ZIEN = "openbaar_zien"
    INTERN_ZIEN = "intern_zien"
    VERANTWOORDING_ZIEN = "verantwoording_zien"
    LOGBOEK_ZIEN = "logboek_zien"
    TEKST_INZIEN = "tekst_inzien"
    TAKEN_BEDIENEN = "taken_bedienen"
    BEZWAAR_VERWERKEN = "bezwaar_verwerken"
