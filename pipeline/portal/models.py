"""What the API answers and the pages show: one set of types for both.

Names of fields are those of the released view; a test walks every field: none is an author,
a post or a text.
"""
# No `from __future__ import annotations`: pydantic reads the annotations at run time.

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from privacy.cells import Status
from privacy.level import Level
from privacy.posts import Signal


class Answer(BaseModel):
    """A record that does not change and has no other fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


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


class Gebied(Answer):
    """An area that has figures."""

    gebied_code: str = Field(description="Code bij het CBS.")
    gebied_naam: str = Field(description="Naam.")
    niveau: Level = Field(description="Niveau.")


class Bladzijde(Answer):
    """Where a page of a list lies in the whole."""

    pagina: Annotated[int, Field(ge=1)]
    per_pagina: Annotated[int, Field(ge=1)]
    totaal: Annotated[int, Field(ge=0)]


class Cijfers(Bladzijde):
    """A page of figures."""

    cijfers: tuple[Meting, ...]


class Pieken(Bladzijde):
    """A page of surges."""

    pieken: tuple[Piek, ...]


class Gebieden(Bladzijde):
    """A page of areas."""

    gebieden: tuple[Gebied, ...]


class Problem(Answer):
    """An error as RFC 9457 writes it; `rule` names the rule that was broken."""

    type: str = Field("about:blank", description="Soort fout.")
    title: str = Field(description="Korte naam van de fout.")
    status: int = Field(description="HTTP-status.")
    detail: str | None = Field(None, description="Uitleg, zonder inhoud van de vraag.")
    rule: str | None = Field(None, description="De regel die niet gehaald is.")


class Vraag(Answer):
    """What to choose from the figures; an empty choice is everything."""

    van: datetime | None = None
    tot: datetime | None = None
    gebied: str | None = None
    signaal: Signal | None = None
    niveau: Level | None = None
    status: Status | None = None
    bron: str | None = None
