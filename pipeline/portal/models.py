"""What the API answers and the pages show: one set of types for both.

Names of fields are those of the released views; a test walks every field: none is an author,
a post or a text.
"""
# No `from __future__ import annotations`: pydantic reads the annotations at run time.

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from pipeline.portal.saved import SavedQuestion
from pipeline.verdict import Reason, Verdict
from privacy.cells import Status
from privacy.framework.roles import Rol
from privacy.framework.schema import Framework
from privacy.level import Level
from privacy.posts import Signal

MOST_ROWS = 1000

AreaCode = Annotated[str, Field(pattern=r"^[A-Z0-9+]{1,64}$", description="Code van het gebied.")]
SurgeId = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$", description="Kenmerk van de piek.")]
SourceName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$", description="De bron.")]
MonthName = Annotated[
    str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", description="De maand, zoals 2026-11.")
]


class Answer(BaseModel):
    """A record that does not change and has no other fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Vraag(Answer):
    """What to choose from the figures; an empty choice is everything."""

    van: datetime | None = Field(None, description="Vanaf dit moment.")
    tot: datetime | None = Field(None, description="Tot dit moment, zelf niet meegeteld.")
    gebied: AreaCode | None = None
    signaal: Signal | None = Field(None, description="Het signaal.")
    niveau: Level | None = Field(None, description="Het niveau van het gebied.")
    status: Status | None = Field(None, description="Vrijgegeven, onderdrukt of geen data.")
    bron: SourceName | None = None


class Bladzijvraag(Answer):
    """Which page of a list."""

    pagina: int = Field(1, ge=1, le=1_000_000, description="Nummer van de pagina, vanaf 1.")
    per_pagina: int = Field(
        100, ge=1, le=MOST_ROWS, alias="perPagina", description="Regels per pagina."
    )


class Cijfervraag(Vraag, Bladzijvraag):
    """Which page of which figures."""


class Period(Answer):
    """Where and when a figure is about: start included, end excluded."""

    tijd_van: AwareDatetime = Field(description="Begin van de periode.")
    tijd_tot: AwareDatetime = Field(description="Einde van de periode, zelf niet meegeteld.")
    gebied_code: str = Field(description="Code van het gebied bij het CBS.")
    gebied_naam: str = Field(description="Naam van het gebied.")
    niveau: Level = Field(description="Niveau van het gebied.")
    signaal: Signal = Field(description="Het signaal.")


class Cijfer(Period):
    """One released cell; empty values unless `status` is `vrijgegeven`."""

    tier: str = Field(description="`intern` of `openbaar`.")
    status: Status = Field(description="Vrijgegeven, onderdrukt of geen data.")
    waarde: int | None = Field(description="Aantal verschillende auteurs, bijgesteld en afgerond.")
    onder: int | None = Field(description="Onderkant van de hele foutmarge.")
    boven: int | None = Field(description="Bovenkant van de hele foutmarge.")
    regel: str = Field(description="De regel die besliste.")
    kader_versie: int = Field(description="Versie van het kader waaronder dit is vrijgegeven.")
    dubbel_pct: int | None = Field(None, description="Deel bijna gelijke berichten, in procenten.")
    bronnen: tuple[str, ...] = Field((), description="Bronnen die in deze periode iets leverden.")


class Meting(Cijfer):
    """A cell beside what was expected there and then."""

    verwacht: float | None = Field(None, description="Wat te verwachten was.")
    bovengrens: float | None = Field(None, description="Hierboven heet het een piek.")


class Piek(Period):
    """More than expected: what was seen, what was expected and by which method."""

    piek_id: str = Field(description="Kenmerk van de piek.")
    waarde: int = Field(description="Wat is gezien.")
    onder: int = Field(description="Onderkant van de foutmarge.")
    boven: int = Field(description="Bovenkant van de foutmarge.")
    verwacht: float = Field(description="Wat te verwachten was.")
    bovengrens: float = Field(description="De grens die overschreden is.")
    overschrijding: float = Field(description="Hoe ver boven de grens.")
    bronnen: tuple[str, ...] = Field((), description="Bronnen die iets leverden.")
    dubbel_pct: int | None = Field(None, description="Deel bijna gelijke berichten, in procenten.")
    methode: str = Field(description="Methode die besliste.")
    methode_versie: str = Field(description="Versie van die methode.")
    kader_versie: int = Field(description="Versie van het kader.")


class Oordeel(Answer):
    """What somebody says of a surge: a verdict and one of the reasons that go with it."""

    oordeel: Verdict = Field(description="Was de piek terecht?")
    reden: Reason = Field(description="Waarom; vrije tekst kan niet.")


class Beoordeling(Oordeel):
    """What a role said of a surge, and when."""

    rol: Rol = Field(description="De rol die dit zei; geen naam.")
    moment: AwareDatetime = Field(description="Wanneer.")


class BeoordeeldePiek(Piek):
    """A surge and what was last said of it."""

    beoordeling: Beoordeling | None = Field(None, description="Het laatste oordeel.")


class Gebied(Answer):
    """An area that has figures."""

    gebied_code: str = Field(description="Code bij het CBS.")
    gebied_naam: str = Field(description="Naam.")
    niveau: Level = Field(description="Niveau.")


class GelezenSignaal(Answer):
    """A signal that the council lets us read."""

    id: Signal = Field(description="Naam van het signaal.")
    omschrijving: str = Field(description="Wat het signaal wel en niet betekent.")
    fijnste_niveau: Level = Field(description="Het kleinste gebied met een cijfer.")


class Bladzijde(Answer):
    """Where a page of a list lies in the whole."""

    pagina: int
    per_pagina: int
    totaal: int


class Cijferpagina(Bladzijde):
    """A page of figures."""

    cijfers: tuple[Meting, ...]


class Piekpagina(Bladzijde):
    """A page of surges."""

    pieken: tuple[BeoordeeldePiek, ...]


class Gebiedpagina(Bladzijde):
    """A page of areas."""

    gebieden: tuple[Gebied, ...]


class Signaalpagina(Bladzijde):
    """A page of signals."""

    signalen: tuple[GelezenSignaal, ...]


class Vraagpagina(Bladzijde):
    """A page of saved questions."""

    vragen: tuple[SavedQuestion, ...]


class Antwoord(Answer):
    """The first rows of the answer to a question in SQL."""

    kolommen: tuple[str, ...] = Field(description="Namen van de kolommen, in volgorde.")
    rijen: tuple[tuple[Any, ...], ...] = Field(description="Per rij een waarde per kolom.")
    afgekapt: bool = Field(description="Of er meer rijen waren.")


class Registerpagina(Bladzijde):
    """A page of entries of the Algoritmeregister, publication standard 1.0."""

    registervermeldingen: tuple[dict[str, Any], ...] = Field(
        description="Een vermelding per algoritme, met de velden van de standaard."
    )


class Kader(Answer):
    """The framework that the council approved, and whether it is in force at this moment."""

    in_werking: bool = Field(description="Of er nu iets mag draaien.")
    regel: str | None = Field(None, description="De regel waardoor het kader niet werkt.")
    voorbeeld: bool = Field(description="Niet door een raad vastgesteld, maar een voorbeeld.")
    sha256: str = Field(description="Vingerafdruk van het kader.")
    besluit_sha256: str = Field(description="Vingerafdruk van het ondertekende besluit.")
    kader: Framework


class Budget(Answer):
    """What the public tier spent of what the council granted for a year, in rho (zCDP)."""

    jaar: int
    besteed_rho: float = Field(ge=0, description="Wat dit jaar is besteed.")
    toegekend_rho: float = Field(gt=0, description="Wat het kader voor een jaar toekent.")


class Aandeel(Answer):
    """A number of a total, with the 95% interval of the share."""

    aantal: int
    van: int
    onder: float | None = Field(None, description="Onderkant van het aandeel (95%).")
    boven: float | None = Field(None, description="Bovenkant van het aandeel (95%).")


class Scorekaart(Answer):
    """How good the surges of a month were, by what people said of them."""

    maand: str
    getoond: int = Field(description="Pieken die te zien waren.")
    terecht: int
    onterecht: int
    onduidelijk: int
    zonder_oordeel: int
    gemist: int = Field(description="Wat mensen zagen en geen piek liet zien.")
    precisie: Aandeel = Field(description="Terecht, van terecht en onterecht samen.")
    gevonden_hoogstens: Aandeel = Field(description="Terecht, van terecht en gemist samen.")
    uren_tot_melding: float | None = Field(None, description="Mediaan over terechte pieken.")


class Problem(Answer):
    """An error as RFC 9457 writes it; `rule` names the rule that was broken."""

    type: str = Field("about:blank", description="Soort fout.")
    title: str = Field(description="Korte naam van de fout.")
    status: int = Field(description="HTTP-status.")
    detail: str = Field("", description="Uitleg, zonder inhoud van de vraag.")
    rule: str | None = Field(None, description="De regel die niet gehaald is.")
