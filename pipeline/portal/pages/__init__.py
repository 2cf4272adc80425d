"""The pages: what people see in a browser; `pipeline.portal.app` serves them.

`routers` holds the routes, each of which declares its right (`pipeline.portal.access`), `files`
what is served under `/static`, and `error_page` shows what went wrong.
"""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pipeline.portal.models import Problem
from pipeline.portal.pages import analyst, council, operating, questions, reading, resident, surges
from pipeline.portal.pages.assets import files
from pipeline.portal.pages.page import show

routers: tuple[APIRouter, ...] = (
    resident.router,
    analyst.router,
    surges.router,
    questions.router,
    reading.router,
    council.router,
    operating.router,
)

_ADVISED = (401, 403, 404)


def error_page(request: Request, problem: Problem) -> HTMLResponse:
    """Return the page that tells what went wrong and what to do."""
    kind = problem.status if problem.status in _ADVISED else "anders"
    return show(
        request, "error.html", status=problem.status, problem=problem, advice=f"fout.advies_{kind}"
    )


__all__ = ["error_page", "files", "routers"]
