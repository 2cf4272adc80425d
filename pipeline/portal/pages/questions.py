"""The page for questions in SQL: what is typed stands in the address, and nowhere else."""
# No `from __future__ import annotations`: FastAPI reads the annotations at run time.

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from pipeline.portal.access import Visitor, require
from pipeline.portal.pages.page import show
from pipeline.portal.parts import Here
from pipeline.portal.saved import saved_questions
from pipeline.question import MOST_CHARACTERS, Reply
from privacy.errors import Permanent, Transient
from privacy.framework.roles import Recht

router = APIRouter(include_in_schema=False)

ROWS_SHOWN: Final = 200


@router.get("/analist/vragen", response_class=HTMLResponse)
def questions(
    request: Request,
    here: Here,
    visitor: Annotated[Visitor, Depends(require(Recht.INTERN_ZIEN))],
    sql: Annotated[str, Query(max_length=MOST_CHARACTERS)] = "",
) -> HTMLResponse:
    """Show the answer to a question in SQL over released figures, and questions to start from."""
    if here.internal.digest is None:
        return show(request, "analist/leeg.html")
    reply: Reply | None = None
    problem = None
    if sql.strip():
        try:
            reply = here.questions.ask(sql, visitor.key)
        except (Permanent, Transient) as error:
            problem = str(error)
    rows = reply.table.slice(0, ROWS_SHOWN).to_pylist() if reply else []
    return show(
        request,
        "analist/vragen.html",
        sql=sql,
        problem=problem,
        columns=reply.table.column_names if reply else [],
        rows=rows,
        total=reply.table.num_rows if reply else 0,
        is_cut=bool(reply and reply.is_cut),
        answered=reply is not None,
        saved=saved_questions(here.settings.config_folder),
    )
