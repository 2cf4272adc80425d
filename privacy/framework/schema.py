"""Framework: the closed shape of the council's privacy framework (privacykader).

Field names are Dutch because a council member reads the file; each field is required, none has
a default. What the product never does (fake accounts, closed groups, queries by person, emotion
recognition, automated decisions) is no field here: it cannot be switched on.
Rules that span several fields are in `privacy.framework.rules`.

Source: GOVERNANCE section 1; Gemeentewet 172(1); AVG art. 5, 6, 25, 35.
Guarantee: an instance cannot be changed after validation.
"""
# No `from __future__ import annotations`: pydantic reads the annotations at run time.

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer

from privacy.detect.span import PIIType
from privacy.framework.roles import Recht, Rol
from privacy.level import Level
from privacy.posts import Signal

EXAMPLE_MARK: Final = "VOORBEELD, niet door een raad vastgesteld"
"""Shown wherever an example framework shows."""

K_FLOOR_AUTHORS: Final = 5
"""No council can allow release of a cell with fewer distinct authors than this."""


class Tijdkorrel(StrEnum):
    """Width of a time bucket, from fine to coarse."""

    UUR = "uur"
    DAG = "dag"
    WEEK = "week"


class BronSoort(StrEnum):
    """Kind of a source, which selects the adapter that reads it."""

    BESTAND = "bestand"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    RSS = "rss"
    VOORBEELD = "voorbeeld"


Key = TypeVar("Key")
Value = TypeVar("Value")


def _to_dict(mapping: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return a plain copy, which pydantic knows how to serialise."""
    return dict(mapping)


FrozenMapping = Annotated[
    Mapping[Key, Value], AfterValidator(MappingProxyType), PlainSerializer(_to_dict)
]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
DecisionId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ./-]{2,80}$")]
Text = Annotated[str, Field(min_length=3, max_length=2000, pattern=r"\S")]
Url = Annotated[str, Field(pattern=r"^https://[^\s<>\"]+$", max_length=500)]
Email = Annotated[str, Field(pattern=r"^[^@\s<>\"]+@[^@\s<>\"]+\.[a-z]{2,}$", max_length=254)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2999, 12, 31))]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Rho = Annotated[float, Field(gt=0, le=10, allow_inf_nan=False)]


class Closed(BaseModel):
    """A record with exactly its own fields, which never change."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        hide_input_in_errors=True,
        revalidate_instances="always",
    )


class Gemeente(Closed):
    """The municipality."""

    naam: Text = Field(description="Naam van de gemeente.")
    code: Annotated[str, Field(pattern=r"^GM[0-9]{4}$")] = Field(
        description="Code van de gemeente bij het CBS, zoals GM0034."
    )


class Grondslag(Closed):
    """A legal ground."""

    wet: Text = Field(description="Naam van de wet.")
    artikel: Text = Field(description="Artikel en lid.")
    toelichting: Text = Field(description="Waarom dit artikel dit werk toestaat.")


class Aanleiding(Closed):
    """An occasion that makes looking necessary, for named sources and for a limited time."""

    id: Slug = Field(description="Korte naam van de aanleiding.")
    reden: Text = Field(description="Waarom kijken nu nodig is.")
    eigenaar: Text = Field(description="Functie van wie de aanleiding bewaakt; geen naam.")
    geldig_tot: Day = Field(description="Laatste dag waarop deze aanleiding geldt.")
    bronnen: tuple[Slug, ...] = Field(
        min_length=1, description="Bronnen die voor deze aanleiding gelezen mogen worden."
    )


class Toestemming(Closed):
    """Where the permission of a source's owner is filed."""

    kenmerk: Text = Field(description="Kenmerk van de toestemming in het archief.")
    datum: Day = Field(description="Dag van de toestemming.")


class Bron(Closed):
    """A source of public posts."""

    id: Slug = Field(description="Korte naam van de bron.")
    soort: BronSoort = Field(description="Soort bron; bepaalt hoe de bron gelezen wordt.")
    voorwaarden_url: Url = Field(description="Adres van de gebruiksvoorwaarden van de bron.")
    voorwaarden_sha256: Sha256 = Field(description="Vingerafdruk van de gelezen voorwaarden.")
    toestemming: Toestemming = Field(description="Waar de toestemming te vinden is.")
    herzien_voor: Day = Field(description="Vanaf deze dag is de bron dicht, tot hij herzien is.")


class Gebieden(Closed):
    """Areas and the finest level per signal."""

    set: Slug = Field(description="Naam van de gebiedsindeling.")
    fijnste_niveau_per_signaal: FrozenMapping[Signal, Level] = Field(
        description="Per signaal het kleinste gebied waarvoor een cijfer mag bestaan."
    )


class Signaal(Closed):
    """A signal that may be read."""

    id: Signal = Field(description="Naam van het signaal.")
    omschrijving: Text = Field(description="Wat het signaal wel en niet betekent.")


class Persoonsgegevens(Closed):
    """What happens to personal data."""

    verwijderen: tuple[PIIType, ...] = Field(
        description="Soorten persoonsgegevens die uit elke tekst verdwijnen; altijd alle soorten."
    )
    bijzondere_categorieen: Literal["weglaten_en_tellen"] = Field(
        description="Bijzondere persoonsgegevens: het bericht vervalt en wordt alleen geteld."
    )


class Tekst(Closed):
    """How long pseudonymised text stays, and for whom."""

    bewaren_uren: int = Field(
        ge=0, le=72, description="Uren dat tekst zonder persoonsgegevens blijft; 0 is nooit."
    )
    inzage_rollen: tuple[Rol, ...] = Field(description="Rollen die deze tekst mogen lezen.")


class Bewaartermijnen(Closed):
    """How long each kind of record stays."""

    berichten_dagen: int = Field(
        ge=1, le=92, description="Dagen dat een bericht zonder tekst bewaard blijft."
    )
    cellen_dagen: int = Field(
        ge=1, le=3653, description="Dagen dat vrijgegeven cijfers bewaard blijven."
    )
    logboek_dagen: int = Field(
        ge=365, le=7305, description="Dagen dat het logboek minstens bewaard blijft."
    )


class Intern(Closed):
    """Release rules for analysts."""

    tijdkorrel: Tijdkorrel = Field(description="Kleinste tijdvak van een cijfer.")
    k: int = Field(
        ge=K_FLOOR_AUTHORS,
        le=1000,
        description="Kleinste aantal verschillende auteurs in een cijfer.",
    )
    dominantie_pct: int = Field(
        ge=1, le=50, description="Grootste aandeel van één auteur in een cijfer, in procenten."
    )
    afronding: int = Field(ge=1, le=1000, description="Cijfers zijn een veelvoud van dit getal.")
    bijdrage_per_auteur: int = Field(
        ge=1, le=100, description="Aantal cijfers per week waarin één auteur mag meetellen."
    )


class Openbaar(Closed):
    """Release rules for everyone, by differential privacy (zCDP)."""

    tijdkorrel: Tijdkorrel = Field(description="Kleinste tijdvak van een openbaar cijfer.")
    gebied: Level = Field(description="Kleinste gebied van een openbaar cijfer.")
    rho_per_week: Rho = Field(description="Privacybudget (rho) van één week.")
    rho_per_jaar: Rho = Field(description="Privacybudget (rho) van één jaar; daarna stopt het.")
    bijdrage_per_auteur: int = Field(
        ge=1,
        le=100,
        description="Aantal openbare cijfers per week waarin één auteur mag meetellen.",
    )


class Vrijgave(Closed):
    """The two release tiers."""

    intern: Intern = Field(description="Regels voor wat analisten zien.")
    openbaar: Openbaar = Field(description="Regels voor wat iedereen ziet.")


class Minimum(Closed):
    """What a model must reach, each a share between 0 and 1."""

    macro_f1: Share = Field(description="Kleinste gemiddelde score (macro-F1).")
    recall_per_pii_type: FrozenMapping[PIIType, Share] = Field(
        description="Per soort persoonsgegeven het kleinste deel dat gevonden wordt."
    )
    max_fpr_beschermde_uiting: Share = Field(
        description="Grootste deel beschermde uitingen dat onterecht een signaal krijgt."
    )
    max_verschil_groepen: Share = Field(description="Grootste verschil tussen groepen mensen.")


class Algoritme(Closed):
    """A model that may run, known by its digest."""

    id: Slug = Field(description="Korte naam van het algoritme.")
    sha256: Sha256 = Field(description="Vingerafdruk van het model; een ander model draait niet.")
    taak: Literal["signalen", "persoonsgegevens"] = Field(description="Wat het model doet.")
    minimum: Minimum = Field(description="Wat het model minstens moet halen.")
    register_id: Text = Field(description="Nummer in het Algoritmeregister.")


class Dpia(Closed):
    """The data-protection impact assessment."""

    sha256: Sha256 = Field(description="Vingerafdruk van de DPIA.")
    herzien_voor: Day = Field(description="Vanaf deze dag ligt alles stil, tot de DPIA herzien is.")


class Iama(Closed):
    """The impact assessment on human rights and algorithms."""

    sha256: Sha256 = Field(description="Vingerafdruk van het IAMA.")


class FgAdvies(Closed):
    """The advice of the data-protection officer."""

    sha256: Sha256 = Field(description="Vingerafdruk van het advies.")
    datum: Day = Field(description="Dag van het advies.")


class Raadsbesluit(Closed):
    """The council's decision."""

    id: DecisionId = Field(description="Nummer van het raadsbesluit.")
    url: Url = Field(description="Adres waar het besluit te lezen is.")
    sha256: Sha256 = Field(description="Vingerafdruk van het besluit.")
    datum: Day = Field(description="Dag van het besluit.")


class Framework(Closed):
    """The whole framework, as the council adopts it."""

    kader_versie: int = Field(ge=1, le=1_000_000, description="Nummer van deze versie.")
    vorige_sha256: Sha256 | Literal["geen"] = Field(
        description="Vingerafdruk van de vorige versie; bij versie 1: geen."
    )
    gemeente: Gemeente = Field(description="De gemeente.")
    talen: tuple[Annotated[str, Field(pattern=r"^[a-z]{2}$")], ...] = Field(
        min_length=1, description="Talen die bewaard blijven; andere berichten vervallen."
    )
    doel: Text = Field(description="Waarvoor dit werk gedaan wordt.")
    grondslag: tuple[Grondslag, ...] = Field(min_length=1, description="Wetten die het toestaan.")
    geldig_van: Day = Field(description="Eerste dag waarop het kader geldt.")
    geldig_tot: Day = Field(description="Laatste dag waarop het kader geldt.")
    aanleidingen: tuple[Aanleiding, ...] = Field(
        min_length=1, description="Waarom kijken nodig is."
    )
    bronnen: tuple[Bron, ...] = Field(min_length=1, description="Bronnen die gelezen mogen worden.")
    gebieden: Gebieden = Field(description="Gebieden en hoe fijn er gekeken mag worden.")
    signalen: tuple[Signaal, ...] = Field(min_length=1, description="Signalen die gelezen worden.")
    persoonsgegevens: Persoonsgegevens = Field(description="Wat met persoonsgegevens gebeurt.")
    tekst: Tekst = Field(description="Hoe lang tekst blijft en wie die leest.")
    bewaartermijnen: Bewaartermijnen = Field(description="Hoe lang gegevens blijven.")
    vrijgave: Vrijgave = Field(description="Regels voor cijfers die naar buiten gaan.")
    algoritmen: tuple[Algoritme, ...] = Field(
        min_length=1, description="Modellen die mogen draaien."
    )
    rollen: FrozenMapping[Rol, tuple[Recht, ...]] = Field(description="Wat elke rol mag.")
    dpia: Dpia = Field(description="De gegevensbeschermingseffectbeoordeling.")
    iama: Iama = Field(description="De toets op mensenrechten en algoritmen.")
    fg_advies: FgAdvies = Field(description="Advies van de functionaris gegevensbescherming.")
    raadsbesluit: Raadsbesluit = Field(description="Het besluit van de raad.")
    contact_stop: tuple[Email, ...] = Field(
        min_length=1, description="Wie gebeld of gemaild wordt om alles te stoppen."
    )

    @property
    def is_example(self) -> bool:
        """Whether no council adopted this; screens then show `EXAMPLE_MARK`."""
        return self.raadsbesluit.id.startswith("VOORBEELD")
