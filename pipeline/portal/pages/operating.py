"""What an operator sees: whether everything runs, how fresh it is, and what needs a person."""
# No `from __future__ import annotations`: FastAPI reads the annotations at run time.

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from pipeline.alarms import alarms
from pipeline.portal.access import require
from pipeline.portal.pages.page import show
from pipeline.portal.parts import Here
from privacy.framework.roles import Recht

router = APIRouter(dependencies=[Depends(require(Recht.TAKEN_BEDIENEN))], include_in_schema=False)


@router.get("/beheer", response_class=HTMLResponse)
def operating(request: Request, here: Here) -> HTMLResponse:
    """Show the condition of the installation, worst first."""
    present = here.written.condition()
    return show(
        request,
        "beheer.html",
        condition=present,
        alarms=alarms(present, here.clock()),
        denials=sorted(here.denials.counts().items()),
        today=here.clock().date(),
        airflow=here.settings.airflow_url,
    )
