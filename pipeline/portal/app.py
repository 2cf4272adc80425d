"""The portal as an application: pages for people, and the API under `/v1`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from pipeline.portal.access import Denials, demands
from pipeline.portal.council import Council
from pipeline.portal.errors import as_page, show_errors
from pipeline.portal.figures import Figures
from pipeline.portal.headers import Headers
from pipeline.portal.pages import STATIC, routers
from pipeline.portal.parts import Parts
from pipeline.portal.sessions import Sessions
from pipeline.portal.written import Written

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pipeline.portal.access import Recognition
    from pipeline.settings import Settings


def create_app(
    settings: Settings,
    clock: Callable[[], datetime],
    recognition: Recognition | None = None,
) -> FastAPI:
    """Return the portal; without `recognition` it knows who asks by the sessions it gave out.

    Raises:
        PrivacyError: `portal.recht`, a route does not say who may use it.
    """
    app = FastAPI(title="Stadspols", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.parts = Parts(
        settings=settings,
        clock=clock,
        council=Council(settings, clock),
        internal=Figures(settings.released),
        public=Figures(settings.public),
        written=Written(settings),
        recognition=recognition or Sessions(),
        denials=Denials(),
    )
    for router in routers:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC))
    show_errors(app, as_page)
    app.add_middleware(Headers, https=False)
    list(demands(app.routes))
    return app
