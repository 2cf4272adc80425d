"""A page in Airflow's screen: the condition of the installation, for operators who are logged in.

Airflow serves an application of a plugin without its login, so the page asks for it itself: who
has no valid session of Airflow, or no right to its site, gets 401 or 403 and nothing else.
"""

# ruff: noqa: INP001 - Airflow finds this file by its folder; it is in no package
from __future__ import annotations

from pathlib import Path
from typing import Any

from airflow.api_fastapi.auth.managers.models.resource_details import AccessView
from airflow.api_fastapi.core_api.security import requires_access_view
from airflow.plugins_manager import AirflowPlugin
from fastapi import Depends, FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline import jobs
from pipeline.alarms import alarms
from pipeline.clock import utc_now
from pipeline.settings import load_settings

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'",
}

app = FastAPI(
    title="Stadspols",
    dependencies=[Depends(requires_access_view(AccessView.WEBSITE))],
    docs_url=None,
    redoc_url=None,
    openapi_url=None,
)


@app.get("/")
def page() -> HTMLResponse:
    """Show framework, budget, sources, jobs and counts; names and numbers only."""
    condition, now = jobs.health(load_settings()), utc_now()
    html = _PAGES.get_template("page.html.j2").render(
        condition=condition, alarms=alarms(condition, now), now=now
    )
    return HTMLResponse(html, headers=_HEADERS)


class StadspolsPlugin(AirflowPlugin):
    """Puts the page in Airflow's navigation."""

    name = "stadspols"
    fastapi_apps: list[Any] = [  # noqa: RUF012 - Airflow reads a list
        {"app": app, "url_prefix": "/stadspols", "name": "Stadspols"}
    ]
    external_views: list[Any] = [  # noqa: RUF012 - idem
        {
            "name": "Stadspols",
            "href": "/stadspols/",
            "destination": "nav",
            "category": "browse",
            "url_route": "stadspols",
        }
    ]
