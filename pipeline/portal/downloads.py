"""Downloads: the same choice as on the screen, as a file; the address of each is a permalink."""
# No `from __future__ import annotations`: FastAPI reads the annotations at run time.

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from pipeline.portal.access import PUBLIC, Visitor, require
from pipeline.portal.models import Vraag
from pipeline.portal.parts import Here
from pipeline.table_file import Form, written
from privacy.framework.roles import Recht

router = APIRouter(prefix="/downloads")
ANALYST = Depends(require(Recht.INTERN_ZIEN))
Choice = Annotated[Vraag, Query()]


@router.get("/cijfers.{form}", dependencies=[ANALYST])
def figures(form: Form, ask: Choice, here: Here) -> Response:
    """Return the figures of the choice, for analysts."""
    return _file("cijfers", form, written(here.internal.table(ask), form))


@router.get("/openbare-cijfers.{form}", dependencies=[Depends(PUBLIC)])
def public_figures(form: Form, ask: Choice, here: Here) -> Response:
    """Return the figures of the choice, for everybody."""
    return _file("openbare-cijfers", form, written(here.public.table(ask), form))


@router.get("/pieken.{form}", dependencies=[ANALYST])
def surges(form: Form, ask: Choice, here: Here) -> Response:
    """Return the surges of the choice."""
    return _file("pieken", form, written(here.internal.surge_table(ask), form))


@router.get("/antwoord.{form}")
def answer(form: Form, sql: str, visitor: Annotated[Visitor, ANALYST], here: Here) -> Response:
    """Return the answer to a question in SQL; `Stadspols-Afgekapt` says whether there is more."""
    reply = here.questions.ask(sql, visitor.key)
    response = _file("antwoord", form, written(reply.table, form))
    response.headers["Stadspols-Afgekapt"] = "ja" if reply.is_cut else "nee"
    return response


def _file(name: str, form: Form, content: bytes) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=form.media_type, headers=disposition)
