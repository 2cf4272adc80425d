"""`publiccode.yml`: what the software is, for catalogues of public code.

Source: publiccode.yml standard 0.4.
"""

from __future__ import annotations

from importlib import metadata
from typing import Any

_NO_RELEASE_YET = "1970-01-01"
"""What catalogues take for: there is no dated release."""


def description() -> dict[str, Any]:
    """Return the description, as plain values."""
    about = metadata.metadata("stadspols")
    return {
        "publiccodeYmlVersion": "0.4",
        "name": "Stadspols",
        "url": "https://stadspols.example/broncode",
        "softwareVersion": about["Version"],
        "releaseDate": _NO_RELEASE_YET,
        "developmentStatus": "beta",
        "softwareType": "standalone/backend",
        "platforms": ["linux", "web"],
        "categories": ["data-analytics", "data-visualization"],
        "intendedAudience": {"countries": ["nl"], "scope": ["government", "local-authorities"]},
        "description": {
            "nl": {
                "shortDescription": "Laat zien waar in de gemeente onrust groeit, zonder iets over"
                " een persoon te bewaren.",
                "longDescription": "Stadspols leest openbare berichten, haalt persoonsgegevens"
                " eruit"
                " voordat iets wordt bewaard, laat een Nederlands taalmodel signalen lezen en geeft"
                " alleen aantallen van verschillende auteurs per gebied vrij. Wat mag, staat in een"
                " privacykader dat de gemeenteraad vaststelt en kan stoppen. Zonder geldig kader"
                " draait er niets. Een raadslid controleert zelf, zonder netwerk, onder welk"
                " besluit"
                " elke taak liep.",
                "features": [
                    "kader van de raad, ondertekend en afdwingbaar",
                    "pseudonimiseren voor opslag",
                    "cijfers met onthullingscontrole",
                    "logboek dat iedereen kan controleren",
                ],
            }
        },
        "legal": {"license": about["License-Expression"]},
        "maintenance": {"type": "community", "contacts": [{"name": "The Stadspols engineers"}]},
        "localisation": {"localisationReady": False, "availableLanguages": ["nl"]},
    }
