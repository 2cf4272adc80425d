"""Questions in SQL, for programs."""
# No `from __future__ import annotations`: FastAPI reads the annotations at run time.

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from pipeline.portal.access import Visitor, require
from pipeline.portal.api.answer import Paging, place
from pipeline.portal.models import Antwoord, Vraagpagina
from pipeline.portal.parts import Here
from pipeline.portal.saved import saved_questions
from pipeline.question import MOST_CHARACTERS
from pipeline.table_file import plain_rows
from privacy.framework.roles import Recht

router = APIRouter(tags=["vragen"])
ANALYST = Depends(require(Recht.INTERN_ZIEN))


@router.get("/vragen", dependencies=[ANALYST])
def lees_vragen(request: Request, response: Response, ask: Paging, here: Here) -> Vraagpagina:
    """Lees de vragen in SQL die klaarstaan."""
    saved = saved_questions(here.settings.config_folder)
    begin = (ask.pagina - 1) * ask.per_pagina
    where = place(request, response, ask, len(saved))
    return Vraagpagina(vragen=saved[begin : begin + ask.per_pagina], **where)


@router.get("/antwoord")
def lees_antwoord(
    sql: Annotated[str, Query(max_length=MOST_CHARACTERS, description="Eén vraag die leest.")],
    visitor: Annotated[Visitor, ANALYST],
    here: Here,
) -> Antwoord:
    """Stel een vraag in SQL aan de vrijgegeven cijfers."""
    reply = here.questions.ask(sql, visitor.key)
    return Antwoord(
        kolommen=tuple(reply.table.column_names),
        rijen=tuple(plain_rows(reply.table)),
        afgekapt=reply.is_cut,
    )
