"""Answers for the DPIA and the IAMA that the framework itself gives, by URN of the question.

A municipality takes these over and answers the rest; both instruments ask more than software knows.

Source: Rijksmodel DPIA 3.0 and IAMA 2.0, question numbers as MinBZK publishes them
(urn:nl:dpia:3.0, urn:nl:iama:2.0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.accountability.facts import demands, legal_grounds
from privacy.framework.roles import Recht
from privacy.framework.wording import show, show_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.accountability.facts import Facts

DPIA = "urn:nl:dpia:3.0"
IAMA = "urn:nl:iama:2.0"


def dpia_annex(facts: Facts) -> dict[str, str]:
    """Return the answers to questions of the DPIA, by URN."""
    framework = facts.framework
    kept, intern = framework.bewaartermijnen, framework.vrijgave.intern
    return _keyed(
        DPIA,
        {
            "1.1": f"{framework.doel} Besluit: {framework.raadsbesluit.id}.",
            "2.1.1": "Openbaar bericht en naam van het account, kort in het geheugen; daarna een"
            " pseudoniem per week, en alleen bij een signaal.",
            "2.1.2": "Schrijvers van openbare berichten, en mensen die daarin genoemd worden.",
            "3.1.2": "Lezen, persoonsgegevens verwijderen, signalen lezen, auteurs tellen per"
            " gebied en tijd, cijfers vrijgeven.",
            "4": "; ".join(f"{a.id} ({a.taak}), sha256 {a.sha256}" for a in framework.algoritmen),
            "5.1.1": framework.doel,
            "6.1.1.1": f"Gemeente {framework.gemeente.naam}",
            "6.1.1.2": "Verwerkingsverantwoordelijke",
            "8.1.1.1": "De eigen machines van de gemeente; er gaat niets naar een ander land.",
            "9.1.1.2": " ".join(legal_grounds(framework)),
            "10.1.1.4": f"Tekst {framework.tekst.bewaren_uren} uur; berichten zonder tekst"
            f" {kept.berichten_dagen} dagen; cijfers {kept.cellen_dagen} dagen; logboek minstens"
            f" {kept.logboek_dagen} dagen.",
            "11.1.1.2": " ".join(legal_grounds(framework)),
            "12.1.1": "Bijzondere persoonsgegevens over een persoon worden niet bewaard:"
            f" {framework.persoonsgegevens.bijzondere_categorieen.replace('_', ' ')}.",
            "12.3.1": "BSN en andere nummers gaan eruit: "
            f"{show(frozenset(framework.persoonsgegevens.verwijderen))}.",
            "14.2": f"Cijfers gaan over minstens {intern.k} auteurs en zijn een veelvoud van"
            f" {intern.afronding}; openbare cijfers hebben ruis.",
            "15.3.2": _officer(facts) + " Met `stadspols avg verwijder`.",
            "15.6.2": "Er is geen besluit zonder mens, en geen uitkomst over één persoon.",
            "15.7.2": _officer(facts) + " Met `stadspols avg bezwaar`.",
            "19.5.6": show_day(framework.fg_advies.datum),
            "19.5.7": f"sha256 {framework.fg_advies.sha256}",
        },
    )


def iama_answers(facts: Facts) -> dict[str, str]:
    """Return the answers to questions of the IAMA, by URN."""
    framework = facts.framework
    limits = "; ".join(f"{a.id} draait alleen als {demands(a)}" for a in framework.algoritmen)
    finest = framework.gebieden.fijnste_niveau_per_signaal
    return _keyed(
        IAMA,
        {
            "1.1.1": " ".join(occasion.reden for occasion in framework.aanleidingen),
            "1.1.2": framework.doel,
            "1.3.2": "Ja.",
            "1.3.4": " ".join(legal_grounds(framework)),
            "1.4.1.2": "; ".join(
                f"{role}: {show(frozenset(rights))}" for role, rights in framework.rollen.items()
            ),
            "1.4.3": f"Het kader eindigt op {show_day(framework.geldig_tot)}. Stoppen kan eerder,"
            f" via {show(framework.contact_stop)}.",
            "2.1.1.1": "zelflerend",
            "2.1.1.2": "Een klein Nederlands taalmodel, vooraf getraind; in gebruik leert het"
            " niets.",
            "2.2B.1": "Zie de modelkaarten: models/signals/card.md en models/names/card.md.",
            "2.3.1": "; ".join(f"{source.id} ({source.soort})" for source in framework.bronnen),
            "2.4.2": limits,
            "2.5.3": "Per rol, zoals de raad bepaalde; elke inzage staat in het logboek.",
            "3.1.2": f"Van {show_day(framework.geldig_van)} tot en met"
            f" {show_day(framework.geldig_tot)}.",
            "3.1.4": "; ".join(f"{signal}: {level}" for signal, level in finest.items()),
            "3.2.1": "Een analist beoordeelt of een cijfer iets betekent. De computer besluit"
            " niets.",
            "3.4.1": "Het logboek, de maandelijkse beoordeling van pieken en de grenzen aan de"
            " modellen. Bij een overschrijding draait het model niet.",
            "3.4.4": "Elk ander gebruik is een ruimer kader, dat drie personen ondertekenen. Zoeken"
            " op een persoon is geen instelling.",
            "3.5.5": "Ja. " + _officer(facts),
            "4.1.1.2": "Uitingsvrijheid, demonstratievrijheid, godsdienstvrijheid, bescherming van"
            " persoonsgegevens en het verbod van indirect onderscheid.",
        },
    )


def _officer(facts: Facts) -> str:
    return f"Bezwaar en verwijdering: {show(facts.roles_with(Recht.BEZWAAR_VERWERKEN))}."


def _keyed(instrument: str, by_number: Mapping[str, str]) -> dict[str, str]:
    return {f"{instrument}:{number}": answer for number, answer in by_number.items()}
