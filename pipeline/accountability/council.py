"""The eight questions that councils keep asking, answered from the framework and the log.

Source: GOVERNANCE section 5; Black Box (2021), the questions of councils about online monitoring.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.accountability.facts import demands
from privacy.framework.roles import Recht
from privacy.framework.wording import show, show_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.accountability.facts import Facts


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, its answer in Dutch sentences, and where to check it."""

    id: str
    question: str
    sentences: tuple[str, ...]
    evidence: tuple[str, ...]


def answers(facts: Facts) -> tuple[Answer, ...]:
    """Return the answers to the eight questions, in order."""
    return tuple(
        Answer(id_, question, tuple(say(facts)), evidence)
        for id_, question, say, evidence in _QUESTIONS
    )


def _protocol(facts: Facts) -> list[str]:
    framework, runs = facts.framework, facts.runs
    said = [
        (
            f"Ja: het privacykader, versie {framework.kader_versie}. Het rust op besluit"
            f" {framework.raadsbesluit.id} van {show_day(framework.raadsbesluit.datum)}."
        ),
        (
            f"Het geldt van {show_day(framework.geldig_van)} tot en met"
            f" {show_day(framework.geldig_tot)}. Daarna stopt alles vanzelf."
        ),
        f"Zonder geldig kader draait er niets. Stoppen kan via {show(framework.contact_stop)}.",
    ]
    if runs:
        under = sum(run.kader_sha256 == facts.sha256 for run in runs)
        said.append(
            f"Het logboek telt {len(runs)} keer dat er iets liep, waarvan {under} onder deze"
            f" versie. De laatste keer was {show_day(runs[-1].einde)}."
        )
    else:
        said.append("Volgens het logboek heeft er nog niets gelopen.")
    if facts.stops:
        said.append(f"Er is {facts.stops} keer een stopbevel gegeven.")
    return said


def _fake_accounts(_: Facts) -> list[str]:
    return [
        "Nee. Het systeem kan niet inloggen op een netwerk en heeft er geen accounts.",
        (
            "Het leest alleen openbare berichten en komt niet in besloten groepen. Zoeken op een"
            " persoon, account of groep kan niet. Niemand kan dit aanzetten."
        ),
    ]


def _legal(facts: Facts) -> list[str]:
    framework = facts.framework
    return [
        *(f"Grondslag: {g.wet}, {g.artikel}. {g.toelichting}" for g in framework.grondslag),
        (
            f"Er is een DPIA (vingerafdruk {framework.dpia.sha256[:12]}…). Vanaf"
            f" {show_day(framework.dpia.herzien_voor)} ligt alles stil, tot die is herzien."
        ),
        f"Er is een toets op mensenrechten, het IAMA (vingerafdruk {framework.iama.sha256[:12]}…).",
        (
            "De functionaris gegevensbescherming adviseerde op"
            f" {show_day(framework.fg_advies.datum)}"
            f" (vingerafdruk {framework.fg_advies.sha256[:12]}…)."
        ),
    ]


def _trained(facts: Facts) -> list[str]:
    owners = show(frozenset(occasion.eigenaar for occasion in facts.framework.aanleidingen))
    return [
        "Dat weet het systeem niet. Opleiding staat niet in het kader en niet in het logboek.",
        f"Vraag het aan wie de aanleiding bewaakt: {owners}.",
    ]


def _sources(facts: Facts) -> list[str]:
    occasions = facts.framework.aanleidingen
    said = []
    for source in facts.framework.bronnen:
        why = show(frozenset(o.id for o in occasions if source.id in o.bronnen))
        said.append(
            f"{source.id} ({source.soort}), voor aanleiding {why}. Toestemming"
            f" {source.toestemming.kenmerk} van {show_day(source.toestemming.datum)};"
            f" voorwaarden: {source.voorwaarden_url} (vingerafdruk"
            f" {source.voorwaarden_sha256[:12]}…). Dicht vanaf"
            f" {show_day(source.herzien_voor)}, tot de bron is herzien."
        )
    return said


def _algorithms(facts: Facts) -> list[str]:
    run = [
        f"{algorithm.id} (taak: {algorithm.taak}; Algoritmeregister: {algorithm.register_id};"
        f" vingerafdruk {algorithm.sha256[:12]}…). Het draait alleen als {demands(algorithm)}."
        for algorithm in facts.framework.algoritmen
    ]
    agreed = [
        f"Lezers van teksten waren het {j.agreed} van {j.judged} keer eens met het signaal"
        f" {j.signal} (model {j.model_sha256[:12]}…)."
        for j in facts.judgements
    ]
    return [*run, *agreed, "Een algoritme besluit nooit iets over iemand."]


def _access(facts: Facts) -> list[str]:
    said = [
        f"{role}: {show(frozenset(rights))}." for role, rights in facts.framework.rollen.items()
    ]
    readings = sorted(facts.readings().items())
    said += [f"Rol {role} las {number} keer: {what}." for (role, what), number in readings]
    if not readings:
        said.append("Volgens het logboek las niemand iets anders dan vrijgegeven cijfers.")
    return [*said, "Niemand kan auteurs zien: dat recht bestaat niet."]


def _protected(facts: Facts) -> list[str]:
    framework = facts.framework
    intern, kept = framework.vrijgave.intern, framework.bewaartermijnen
    hours = framework.tekst.bewaren_uren
    said = [
        "Namen, nummers en adressen gaan uit een bericht voordat iets wordt bewaard.",
        f"Tekst zonder persoonsgegevens blijft hoogstens {hours} uur, versleuteld."
        if hours
        else "De tekst van een bericht wordt nooit bewaard.",
        (
            f"Een bericht zonder tekst blijft {kept.berichten_dagen} dagen, een cijfer"
            f" {kept.cellen_dagen} dagen."
        ),
        (
            f"Een cijfer verschijnt pas bij minstens {intern.k} verschillende auteurs. Niemand"
            " bepaalt"
            f" meer dan {intern.dominantie_pct} procent van een cijfer."
        ),
        f"Bezwaar en verwijdering behandelt: {show(facts.roles_with(Recht.BEZWAAR_VERWERKEN))}.",
    ]
    for (what, reason), number in sorted(facts.deletions().items()):
        said.append(f"Verwijderd volgens het logboek: {number} {what} (reden: {reason}).")
    return said


_QUESTIONS: tuple[tuple[str, str, Callable[[Facts], list[str]], tuple[str, ...]], ...] = (
    (
        "protocol",
        "Is er een protocol?",
        _protocol,
        ("config/privacykader.yaml", "logboek", "stadspols kader uitleg"),
    ),
    (
        "nepaccounts",
        "Worden er nepaccounts gebruikt?",
        _fake_accounts,
        ("tests/architecture/test_absences.py",),
    ),
    (
        "juridisch",
        "Is het juridisch getoetst?",
        _legal,
        ("dpia", "iama", "fg_advies", "raadsbesluit"),
    ),
    ("opleiding", "Wie zijn opgeleid om hiermee te werken?", _trained, ()),
    ("bronnen", "Welke bronnen worden gelezen?", _sources, ("config/privacykader.yaml",)),
    (
        "algoritmen",
        "Welke algoritmen draaien er?",
        _algorithms,
        ("Algoritmeregister", "models/signals/card.md", "models/names/card.md"),
    ),
    ("toegang", "Wie had toegang?", _access, ("logboek",)),
    (
        "bescherming",
        "Hoe worden bewoners beschermd?",
        _protected,
        ("tests/e2e/test_canary.py", "tests/pipeline/test_release.py", "logboek"),
    ),
)
