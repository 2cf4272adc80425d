"""Figures, surges, and what they are about."""
# No `from __future__ import annotations`: FastAPI reads the annotations at run time.

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.exceptions import HTTPException

from pipeline.assessments import Assessment, latest
from pipeline.portal.access import PUBLIC, Visitor, require
from pipeline.portal.api.answer import FRESH, FRESH_PUBLIC, Choice, Paging, place
from pipeline.portal.figures import Figures
from pipeline.portal.models import (
    BeoordeeldePiek,
    Beoordeling,
    Cijferpagina,
    Gebiedpagina,
    Oordeel,
    Piek,
    Piekpagina,
    SurgeId,
)
from pipeline.portal.parts import Here
from privacy.framework.roles import Recht

router = APIRouter()
ANALYST = require(Recht.INTERN_ZIEN)


@router.get("/cijfers", tags=["cijfers"], dependencies=[Depends(ANALYST), FRESH])
def lees_cijfers(request: Request, response: Response, ask: Choice, here: Here) -> Cijferpagina:
    """Lees de cijfers voor analisten, met wat er te verwachten was."""
    return _figures(request, response, ask, here.internal)


@router.get("/openbare-cijfers", tags=["cijfers"], dependencies=[Depends(PUBLIC), FRESH_PUBLIC])
def lees_openbare_cijfers(
    request: Request, response: Response, ask: Choice, here: Here
) -> Cijferpagina:
    """Lees de cijfers voor iedereen. Daar zit ruis op, zodat niemand eruit te halen is."""
    return _figures(request, response, ask, here.public)


@router.get("/gebieden", tags=["cijfers"], dependencies=[Depends(ANALYST), FRESH])
def lees_gebieden(request: Request, response: Response, ask: Paging, here: Here) -> Gebiedpagina:
    """Lees de gebieden waarvoor cijfers zijn."""
    areas = here.internal.areas()
    begin = (ask.pagina - 1) * ask.per_pagina
    where = place(request, response, ask, len(areas))
    return Gebiedpagina(gebieden=areas[begin : begin + ask.per_pagina], **where)


@router.get("/pieken", tags=["pieken"], dependencies=[Depends(ANALYST), FRESH])
def lees_pieken(request: Request, response: Response, ask: Choice, here: Here) -> Piekpagina:
    """Lees de pieken, nieuwste eerst, met het laatste oordeel."""
    surges, total = here.internal.surges(ask, page=ask.pagina, per_page=ask.per_pagina)
    said = latest(here.assessments.facts())
    where = place(request, response, ask, total)
    return Piekpagina(pieken=tuple(_assessed(surge, said) for surge in surges), **where)


@router.get("/pieken/{piek_id}", tags=["pieken"], dependencies=[Depends(ANALYST), FRESH])
def lees_piek(piek_id: SurgeId, here: Here) -> BeoordeeldePiek:
    """Lees één piek, met het laatste oordeel."""
    if (surge := here.internal.surge(piek_id)) is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Deze piek is er niet.")
    return _assessed(surge, latest(here.assessments.facts()))


@router.post("/pieken/{piek_id}/beoordelingen", tags=["pieken"], status_code=HTTPStatus.CREATED)
def beoordeel_piek(
    piek_id: SurgeId, said: Oordeel, visitor: Annotated[Visitor, Depends(ANALYST)], here: Here
) -> Beoordeling:
    """Zeg of een piek terecht was. Het laatste oordeel telt."""
    surge = lees_piek(piek_id, here)
    assert visitor.role is not None  # nobody has no right to come here
    here.assessments.show([surge.model_dump()])
    return _said(here.assessments.assess(piek_id, said.oordeel, said.reden, visitor.role))


def _figures(request: Request, response: Response, ask: Choice, figures: Figures) -> Cijferpagina:
    rows, total = figures.measurements(ask, page=ask.pagina, per_page=ask.per_pagina)
    return Cijferpagina(cijfers=rows, **place(request, response, ask, total))


def _assessed(surge: Piek, said: Mapping[str, Assessment]) -> BeoordeeldePiek:
    verdict = said.get(surge.piek_id)
    return BeoordeeldePiek(
        **dict(surge), beoordeling=_said(verdict) if verdict is not None else None
    )


def _said(fact: Assessment) -> Beoordeling:
    return Beoordeling(oordeel=fact.oordeel, reden=fact.reden, rol=fact.rol, moment=fact.moment)
