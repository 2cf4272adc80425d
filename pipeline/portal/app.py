"""The portal as an application: pages for people, and the API under `/v1`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from pipeline.assessments import Assessments
from pipeline.journal import Journal
from pipeline.portal.access import Denials, demands
from pipeline.portal.api.application import PREFIX, create_api
from pipeline.portal.api.limit import Limit
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

PER_SECOND: Final = 10
BURST: Final = 60
"""How many questions to the API one visitor may ask: at once, and per second after that."""


def create_app(
    settings: Settings,
    clock: Callable[[], datetime],
    recognition: Recognition | None = None,
    limit: Limit | None = None,
) -> FastAPI:
    """Return the portal.

    Without `recognition` it knows who asks by the sessions it gave out; without `limit` a visitor
    may ask the API `BURST` questions at once.

    Raises:
        PrivacyError: `portal.recht`, a route does not say who may use it.
    """
    app = FastAPI(title="Stadspols", docs_url=None, redoc_url=None, openapi_url=None)
    here = Parts(
        settings=settings,
        clock=clock,
        council=Council(settings, clock),
        internal=Figures(settings.released),
        public=Figures(settings.public),
        written=Written(settings),
        journal=Journal(settings.journal, clock),
        assessments=Assessments(settings.assessments, clock),
        recognition=recognition or Sessions(),
        denials=Denials(),
    )
    app.state.parts = here
    for router in routers:
        app.include_router(router)
    app.mount(PREFIX, create_api(here, limit or Limit(PER_SECOND, BURST, time.monotonic)))
    app.mount("/static", StaticFiles(directory=STATIC))
    show_errors(app, as_page)
    app.add_middleware(Headers, https=False)
    list(demands(app.routes))
    return app
