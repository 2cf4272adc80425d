"""Measures of the Algoritmekader that the product itself takes, and what shows that it does.

Evidence is a file of this repository, or a test in it (`file::test`); a test finds each. Measures
of organisation (training, procurement, a plan for incidents) are the municipality's own.

Source: Algoritmekader (MinBZK); names and URNs as published there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure, how the product takes it, and the evidence."""

    urn: str
    title: str
    how: str
    evidence: tuple[str, ...]


_ATTACKS: Final = "tests/privacy/framework/test_attacks.py"

MEASURES: Final = (
    Measure(
        "urn:nl:ak:mtr:pba-02",
        "Beschrijf het doel van het algoritme",
        "Het doel staat in het kader, verplicht, en komt terug in elk stuk.",
        ("config/privacykader.yaml", "tests/pipeline/accountability/test_kept.py"),
    ),
    Measure(
        "urn:nl:ak:mtr:owp-01",
        "Beschrijf de rollen en verantwoordelijkheden voor het ontwikkelen en gebruiken van"
        " algoritmes",
        "Rollen en rechten staan in het kader; wat niet gegeven is, wordt geweigerd.",
        ("config/privacykader.yaml", "tests/pipeline/portal/test_app.py"),
    ),
    Measure(
        "urn:nl:ak:mtr:owp-03",
        "Beschrijf voor welk doel het algoritme persoonsgegevens gebruikt en waarom dit mag",
        "Doel en grondslag staan in het kader, dat drie personen ondertekenen.",
        ("config/privacykader.yaml", _ATTACKS),
    ),
    Measure(
        "urn:nl:ak:mtr:owp-04",
        "Beschrijf welke techniek gebruikt wordt voor de beoogde toepassing",
        "Elk model heeft een kaart met techniek, herkomst en cijfers.",
        ("models/signals/card.md", "models/names/card.md"),
    ),
    Measure(
        "urn:nl:ak:mtr:owp-07",
        "Inventariseer welke grondrechten het algoritme kan schenden en maak een belangenafweging",
        "De antwoorden voor het IAMA komen uit het kader.",
        ("docs/verantwoording/iama.yaml",),
    ),
    Measure(
        "urn:nl:ak:mtr:dat-03",
        "Geef data zoals persoonsgegevens een bewaartermijn met een vernietigingsprocedure",
        "Termijnen staan in het kader; na afloop gaan bestanden en sleutels weg.",
        (
            "tests/pipeline/test_jobs.py::test_what_has_passed_its_retention_goes_with_its_key",
            "tests/pipeline/test_texts.py::test_after_its_hours_no_byte_can_be_read",
        ),
    ),
    Measure(
        "urn:nl:ak:mtr:dat-04",
        "Bescherm persoonsgegevens door data te anonimiseren, pseudonimiseren of te aggregeren",
        "Persoonsgegevens gaan eruit voor opslag; auteurs krijgen een pseudoniem per week; alleen"
        " aantallen gaan naar buiten.",
        ("tests/e2e/test_canary.py", "tests/privacy/test_pseudonymise.py"),
    ),
    Measure(
        "urn:nl:ak:mtr:owk-02",
        "Maak een noodplan voor het stoppen van het algoritme",
        "De FG of de griffier stopt alles met één handtekening, binnen één taak.",
        (
            "tests/privacy/framework/test_stop.py::test_fg_or_griffier_stops_alone",
            (
                "tests/pipeline/test_ingest.py::test_a_stop_order_during_the_run_stops_it_within_a_bat"
                "c"
                "h"
            ),
        ),
    ),
    Measure(
        "urn:nl:ak:mtr:owk-03",
        "Analyseer de privacy-risico's en neem maatregelen om deze risico's laag te houden",
        "De bijlage bij de DPIA komt uit het kader.",
        ("docs/verantwoording/dpia-bijlage.yaml",),
    ),
    Measure(
        "urn:nl:ak:mtr:owk-04",
        "Maak logbestanden waarin staat wie wanneer toegang had tot de data en de code",
        "Een logboek dat alleen groeit, met controlepunten die de griffie bewaart.",
        (
            "tests/privacy/log/test_checkpoint.py",
            "tests/pipeline/test_review.py",
            "tests/pipeline/cli/test_controleer.py",
        ),
    ),
    Measure(
        "urn:nl:ak:mtr:owk-07",
        "Zorg voor reproduceerbaarheid van de uitkomsten",
        "Dezelfde invoer geeft dezelfde cijfers, ook na een afgebroken taak.",
        ("tests/e2e/test_kill.py::test_a_killed_run_continues_to_the_same_figures",),
    ),
    Measure(
        "urn:nl:ak:mtr:owk-09",
        "Zorg dat er geen gevoelige informatie kan lekken op basis van de output van het algoritme",
        "Kleine aantallen vallen weg, ook wat uit andere cijfers te rekenen is.",
        ("tests/privacy/test_disclosure.py", "tests/pipeline/test_release.py"),
    ),
    Measure(
        "urn:nl:ak:mtr:ver-02",
        "Evalueer de nauwkeurigheid van het algoritme",
        "Een model dat de grenzen van het kader niet haalt, draait niet.",
        ("tests/models/test_measured.py", "models/signals/card.md"),
    ),
    Measure(
        "urn:nl:ak:mtr:ver-03",
        "Toets het algoritme op bias en voer een rechtvaardigingstoets uit",
        "Onterechte signalen bij beschermde uitingen en verschillen tussen groepen hebben een"
        " grens in het kader en staan in de kaart.",
        ("tests/models/test_measured.py", "models/signals/card.md"),
    ),
    Measure(
        "urn:nl:ak:mtr:imp-03",
        "Richt de juiste menselijke controle in van het algoritme",
        "Een analist beoordeelt elke piek; er is geen besluit zonder mens.",
        ("pipeline/assessments.py", "tests/architecture/test_absences.py"),
    ),
    Measure(
        "urn:nl:ak:mtr:imp-07",
        "Vermeld het gebruik van persoonsgegevens in het verwerkingsregister",
        "De tekst voor het register komt uit het kader.",
        ("docs/verantwoording/verwerkingsregister.yaml",),
    ),
    Measure(
        "urn:nl:ak:mtr:mon-04",
        "Maak een evaluatieplan voor tijdens het gebruik van het algoritme",
        "Het kader geldt hooguit twaalf maanden; elke maand is er een scorekaart.",
        ("pipeline/scorecard.py", "tests/privacy/framework/test_document.py"),
    ),
    Measure(
        "urn:nl:ak:mtr:org-14",
        "Maak afspraken over het wijzigen van de code",
        "`make test` en de digest van de code in elke regel van het logboek.",
        ("Makefile", ".ci/run", "tests/pipeline/test_journal.py"),
    ),
)
