"""The entry in the register of processing activities.

Source: AVG art. 30(1), points a to g, in that order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.accountability.facts import legal_grounds
from privacy.framework.wording import show

if TYPE_CHECKING:
    from pipeline.accountability.facts import Facts


def entry(facts: Facts) -> dict[str, Any]:
    """Return the entry, as plain values."""
    framework = facts.framework
    kept = framework.bewaartermijnen
    return {
        "verwerking": "Algemeen beeld van onrust uit openbare berichten (Stadspols)",
        "verwerkingsverantwoordelijke": f"Gemeente {framework.gemeente.naam}"
        f" ({framework.gemeente.code})",
        "contact": list(framework.contact_stop),
        "doel": framework.doel,
        "grondslag": list(legal_grounds(framework)),
        "aanleidingen": [
            {
                "id": occasion.id,
                "reden": occasion.reden,
                "eigenaar": occasion.eigenaar,
                "geldig_tot": occasion.geldig_tot.isoformat(),
            }
            for occasion in framework.aanleidingen
        ],
        "betrokkenen": ["schrijvers van openbare berichten", "mensen die daarin genoemd worden"],
        "persoonsgegevens": {
            "kort in het geheugen": ["openbaar bericht", "naam van het account"],
            "verwijderd voordat iets wordt bewaard": [
                show(kind) for kind in framework.persoonsgegevens.verwijderen
            ],
            "bijzondere categorieën": framework.persoonsgegevens.bijzondere_categorieen,
            "bewaard": [
                "pseudoniem per week, alleen bij een signaal",
                "signaal, gebied, uur en bron",
                *(["tekst zonder persoonsgegevens"] if framework.tekst.bewaren_uren else []),
            ],
        },
        "talen": list(framework.talen),
        "bronnen": [source.id for source in framework.bronnen],
        "ontvangers": [
            f"{role}: {show(frozenset(rights))}" for role, rights in framework.rollen.items()
        ],
        "doorgifte buiten de EU": "geen",
        "bewaartermijnen": {
            "tekst": f"{framework.tekst.bewaren_uren} uur",
            "berichten zonder tekst": f"{kept.berichten_dagen} dagen",
            "cijfers": f"{kept.cellen_dagen} dagen",
            "logboek": f"minstens {kept.logboek_dagen} dagen",
        },
        "beveiliging": "docs/verantwoording/maatregelen.yaml",
        "toetsen": {
            "dpia_sha256": framework.dpia.sha256,
            "dpia_herzien_voor": framework.dpia.herzien_voor.isoformat(),
            "iama_sha256": framework.iama.sha256,
            "fg_advies_sha256": framework.fg_advies.sha256,
            "fg_advies_datum": framework.fg_advies.datum.isoformat(),
        },
        "raadsbesluit": framework.raadsbesluit.id,
        "raadsbesluit_sha256": framework.raadsbesluit.sha256,
        "kader_sha256": facts.sha256,
    }
