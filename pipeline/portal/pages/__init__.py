"""The pages: what people see in a browser; `pipeline.portal.app` serves them.

`routers` holds the routes, each of which declares its right (`pipeline.portal.access`), `STATIC`
the folder of files that is served under `/static`, and `error_page` shows what went wrong.
"""

from html import escape
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pipeline.portal.models import Problem

routers: tuple[APIRouter, ...] = ()
STATIC = Path(__file__).parent / "static"


def error_page(_: Request, problem: Problem) -> HTMLResponse:
    """Return the page that tells what went wrong and what to do."""
    return HTMLResponse(
        f'<!doctype html><html lang="nl"><title>{escape(problem.title)}</title>'
        f"<h1>{escape(problem.title)}</h1><p>{escape(problem.detail or '')}</p></html>",
        problem.status,
    )
