"""Entries for the Algoritmeregister, one per algorithm of the framework.

Source: Publicatiestandaard Algoritmeregister 1.0; `algoritmeregister-1.0.schema.json` holds its
fields, choices and lengths.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jsonschema

from pipeline.accountability.facts import demands, legal_grounds
from privacy.errors import Permanent
from privacy.framework.schema import EXAMPLE_MARK

if TYPE_CHECKING:
    from datetime import date

    from pipeline.accountability.facts import Facts
    from privacy.framework.schema import Algoritme, Framework

SCHEMA_FILE: Final = Path(__file__).parent / "algoritmeregister-1.0.schema.json"

_TASKS: Final = {
    "signalen": (
        "Signalen van onrust lezen in openbare berichten",
        (
            "Leest in openbare berichten zonder persoonsgegevens of het over onrust in de stad"
            " gaat."
            " De gemeente ziet alleen aantallen per gebied, nooit een bericht of een persoon."
        ),
        (
            "Een taalmodel (neuraal netwerk) geeft per signaal een score. Boven een vaste grens"
            " telt"
            " het bericht mee. Modelkaart: models/signals/card.md."
        ),
    ),
    "persoonsgegevens": (
        "Namen van mensen zoeken en weghalen uit openbare berichten",
        (
            "Zoekt namen van mensen in openbare berichten, zodat die weg zijn voordat iets wordt"
            " bewaard. Het onthoudt geen namen."
        ),
        (
            "Regels, lijsten en een taalmodel (neuraal netwerk) wijzen samen namen aan. Modelkaart:"
            " models/names/card.md."
        ),
    ),
}


def entries(facts: Facts, day: date) -> list[dict[str, Any]]:
    """Return the entries as they stand on `day`, valid under the schema.

    Raises:
        Permanent: `register.schema`, a field of the framework does not fit the register.
    """
    found = [_entry(facts.framework, algorithm, day) for algorithm in facts.framework.algoritmen]
    try:
        jsonschema.validate(found, json.loads(SCHEMA_FILE.read_bytes()))
    except jsonschema.ValidationError as error:
        place = "/".join(str(part) for part in error.absolute_path)
        raise Permanent("register.schema", f"{place} past niet in het Algoritmeregister") from None
    return found


def _entry(framework: Framework, algorithm: Algoritme, day: date) -> dict[str, Any]:
    name, short, method = _TASKS[algorithm.taak]
    mark = f"{EXAMPLE_MARK}. " if framework.is_example else ""
    return {
        "name": name,
        "description_short": f"{mark}{short}",
        "organization": f"Gemeente {framework.gemeente.naam}",
        "category": ["Openbare orde en veiligheid"],
        "status": _status(framework, day),
        "begin_date": framework.geldig_van.isoformat(),
        "end_date": framework.geldig_tot.isoformat(),
        "contact_email": framework.contact_stop[0],
        "publication_category": "Impactvolle algoritmes",
        "url": framework.raadsbesluit.url,
        "goal": framework.doel,
        "proportionality": _proportionality(framework),
        "human_intervention": "Het algoritme besluit niets. Analisten beoordelen of een cijfer iets"
        " betekent. De raad, de griffier of de FG kan alles stoppen.",
        "risks": _risks(algorithm),
        "lawful_basis": " ".join(legal_grounds(framework)),
        "lawful_basis_grouping": [
            {"title": f"{ground.wet}, {ground.artikel}"} for ground in framework.grondslag
        ],
        "impacttoetsen": f"DPIA sha256 {framework.dpia.sha256}; IAMA sha256"
        f" {framework.iama.sha256}; advies FG sha256 {framework.fg_advies.sha256}.",
        "impacttoetsen_grouping": [
            {"title": "Data Protection Impact Assessment (DPIA)"},
            {"title": "Impact Assessment Mensenrechten en Algoritmes (IAMA)"},
        ],
        "source_data": "Openbare berichten uit: "
        + "; ".join(f"{source.id} ({source.soort})" for source in framework.bronnen),
        "source_data_grouping": [
            {"title": source.id, "link": source.voorwaarden_url} for source in framework.bronnen
        ],
        "methods_and_models": f"{method} Vingerafdruk: {algorithm.sha256}.",
        "provider": "Stadspols (open source, EUPL-1.2)",
        "lang": "nld",
        "standard_version": "1.0",
        "source_id": algorithm.register_id,
        "tags": "openbare orde; sociale media; tekst; pseudonimiseren",
    }


def _status(framework: Framework, day: date) -> str:
    if framework.is_example or day < framework.geldig_van:
        return "In ontwikkeling"
    return "In gebruik" if day <= framework.geldig_tot else "Buiten gebruik"


def _proportionality(framework: Framework) -> str:
    intern = framework.vrijgave.intern
    finest = framework.gebieden.fijnste_niveau_per_signaal
    levels = ", ".join(f"{signal}: {level}" for signal, level in finest.items())
    return (
        f"Alleen cijfers over minstens {intern.k} verschillende auteurs, nooit fijner dan per"
        f" signaal is bepaald ({levels}). Berichten zonder tekst blijven"
        f" {framework.bewaartermijnen.berichten_dagen} dagen. Zoeken op een persoon kan niet."
    )


def _risks(algorithm: Algoritme) -> str:
    return (
        "Het algoritme vergist zich, en niet bij iedereen even vaak. Het draait alleen als"
        f" {demands(algorithm)}."
    )
