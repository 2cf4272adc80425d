"""The page for residents: what happens with their posts, why, how long, and how to object.

Source: AVG art. 13, 14 and 21; each section names the part of the article that it answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.accountability.facts import legal_grounds
from privacy.framework.roles import Recht
from privacy.framework.wording import show, show_day

if TYPE_CHECKING:
    from pipeline.accountability.facts import Facts


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: a heading, its paragraphs, and what it answers."""

    heading: str
    paragraphs: tuple[str, ...]
    article: str


def sections(facts: Facts) -> tuple[Section, ...]:
    """Return the page, in order."""
    return (*_about(facts), *_data(facts), *_rights(facts))


def _about(facts: Facts) -> tuple[Section, ...]:
    framework = facts.framework
    city, contact = framework.gemeente.naam, show(framework.contact_stop)
    return (
        Section(
            "Wie leest er mee?",
            (
                f"De gemeente {city}. Vragen, een klacht of alles laten stoppen: {contact}.",
                "Daar bereikt u ook de functionaris gegevensbescherming (FG).",
            ),
            "AVG art. 14, eerste lid, onder a en b",
        ),
        Section(
            "Waarom?",
            (
                framework.doel,
                *(f"Nu, omdat: {o.reden}" for o in framework.aanleidingen),
                *legal_grounds(framework),
                (
                    f"De gemeenteraad besloot dit: {framework.raadsbesluit.id} van"
                    f" {show_day(framework.raadsbesluit.datum)} ({framework.raadsbesluit.url})."
                ),
            ),
            "AVG art. 14, eerste lid, onder c",
        ),
    )


def _data(facts: Facts) -> tuple[Section, ...]:
    framework, kept = facts.framework, facts.framework.bewaartermijnen
    hours = framework.tekst.bewaren_uren
    text = (
        f"De tekst zonder uw gegevens blijft hoogstens {hours} uur, versleuteld. Wie mag lezen"
        f" ({show(frozenset(framework.tekst.inzage_rollen))}), krijgt er af en toe één te zien,"
        " door het lot gekozen."
        if hours
        else "De tekst van uw bericht wordt nooit bewaard."
    )
    signals = (f"{s.id}: {s.omschrijving}" for s in framework.signalen)
    return (
        Section(
            "Wat gebeurt er met mijn bericht?",
            (
                (
                    "De computer leest openbare berichten die over een plaats in de gemeente"
                    " gaan. Uw"
                    " naam, nummers en adressen gaan er meteen uit. Zegt een bericht iets over"
                    " iemands"
                    " gezondheid of geloof, dan valt het weg."
                ),
                "Daarna kijkt de computer of het bericht over een van deze dingen gaat.",
                *signals,
                (
                    "Wat blijft is een aantal: hoeveel verschillende mensen schreven hierover, in"
                    " welk"
                    " gebied. Zijn dat er te weinig, dan komt er geen cijfer."
                ),
                "Er is geen lijst van personen en niemand kan op uw naam of account zoeken.",
            ),
            "AVG art. 14, eerste lid, onder d",
        ),
        Section(
            "Waar komen de berichten vandaan?",
            tuple(f"{s.id} ({s.soort}): {s.voorwaarden_url}" for s in framework.bronnen),
            "AVG art. 14, tweede lid, onder f",
        ),
        Section(
            "Hoe lang blijft het?",
            (
                text,
                (
                    f"Dat er een bericht was, zonder tekst, blijft {kept.berichten_dagen} dagen."
                    " Dan"
                    f" wordt de sleutel vernietigd. Cijfers blijven {kept.cellen_dagen} dagen. Het"
                    f" logboek blijft minstens {kept.logboek_dagen} dagen; daar staat niemand in."
                ),
            ),
            "AVG art. 14, tweede lid, onder a",
        ),
        Section(
            "Wie ziet het?",
            (
                (
                    "Medewerkers en de raad zien alleen cijfers. Iedereen mag de openbare cijfers"
                    " zien."
                ),
                "Er gaan geen gegevens naar andere organisaties of naar andere landen.",
            ),
            "AVG art. 14, eerste lid, onder e en f",
        ),
    )


def _rights(facts: Facts) -> tuple[Section, ...]:
    contact = show(facts.framework.contact_stop)
    officer = show(facts.roles_with(Recht.BEZWAAR_VERWERKEN))
    return (
        Section(
            "Ik wil dit niet. Wat kan ik doen?",
            (
                (
                    f"Maak bezwaar via {contact}. Noem uw account en het netwerk. De {officer}"
                    " haalt"
                    " dan weg wat er van uw account is en zorgt dat nieuwe berichten meteen"
                    " wegvallen."
                ),
                (
                    "Verwijdert u zelf een bericht en meldt het netwerk dat, dan verdwijnt het hier"
                    " ook. Zet u op Mastodon of"
                    " Bluesky aan dat u niet gevonden wilt worden, dan leest de gemeente u niet."
                ),
                (
                    "De gemeente kan u niet zeggen welke berichten van u zijn gelezen: dat weet het"
                    " systeem niet, omdat uw naam er niet in staat (AVG art. 11)."
                ),
            ),
            "AVG art. 14, tweede lid, onder c; art. 17 en 21",
        ),
        Section(
            "Beslist een computer over mij?",
            ("Nee. Er is nooit een uitkomst over één persoon of één bericht.",),
            "AVG art. 14, tweede lid, onder g; art. 22",
        ),
        Section(
            "Waar kan ik klagen?",
            ("Bij de Autoriteit Persoonsgegevens: https://autoriteitpersoonsgegevens.nl.",),
            "AVG art. 14, tweede lid, onder e",
        ),
    )
