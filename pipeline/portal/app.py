"""The portal as an application: pages for people, and the API under `/v1`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

from pipeline.assessments import Assessments
from pipeline.portal import downloads
from pipeline.portal.access import Denials, demands
from pipeline.portal.api.application import PREFIX, create_api
from pipeline.portal.council import Council
from pipeline.portal.errors import as_page, show_errors
from pipeline.portal.figures import Figures
from pipeline.portal.headers import Headers
from pipeline.portal.limit import Limit
from pipeline.portal.login import Login
from pipeline.portal.login import router as login_routes
from pipeline.portal.oidc import Provider
from pipeline.portal.pages import files, routers
from pipeline.portal.parts import Parts
from pipeline.portal.sessions import Sessions, cookie, session_key
from pipeline.portal.written import Written
from pipeline.question import Questions

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pipeline.portal.access import Recognition
    from pipeline.portal.accounts import Accounts
    from pipeline.settings import Settings

PER_SECOND: Final = 10
BURST: Final = 60
"""How many questions to the API one visitor may ask: per second, and at once."""

TRIES_PER_SECOND: Final = 0.1
TRIES: Final = 5
"""How many passwords one visitor may try: per second, and at once."""


def create_app(
    settings: Settings,
    clock: Callable[[], datetime],
    *,
    accounts: Accounts | None = None,
    recognition: Recognition | None = None,
    limit: Limit | None = None,
) -> FastAPI:
    """Return the portal.

    `accounts` are those of the demo. Without `recognition` it knows who asks by the sessions it
    gave out; without `limit` a visitor may ask the API `BURST` questions at once.

    Raises:
        PrivacyError: `portal.recht`, a route does not say who may use it.
    """
    provider = Provider(settings) if settings.oidc_issuer and settings.oidc_client_id else None
    tokens = accounts or provider
    sessions = Sessions(clock, tokens.role_of_token if tokens else lambda _: None)
    login = Login(sessions, accounts, provider, Limit(TRIES_PER_SECOND, TRIES, time.monotonic))
    here = _parts(settings, clock, recognition or sessions)
    app = FastAPI(title="Stadspols", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.parts = here
    app.state.login = login
    for router in (login_routes, downloads.router, *routers):
        app.include_router(router)
    app.mount(PREFIX, create_api(here, limit or Limit(PER_SECOND, BURST, time.monotonic)))
    app.mount("/static", files)
    show_errors(app, as_page)
    https = settings.portal_url.startswith("https://")
    app.add_middleware(
        SessionMiddleware, secret_key=session_key(settings.keys), **cookie(https=https)
    )
    app.add_middleware(Headers, https=https)
    list(demands(app.routes))
    return app


def _parts(settings: Settings, clock: Callable[[], datetime], recognition: Recognition) -> Parts:
    return Parts(
        settings=settings,
        clock=clock,
        council=Council(settings, clock),
        internal=Figures(settings.released),
        public=Figures(settings.public),
        questions=Questions(settings.released),
        written=Written(settings),
        assessments=Assessments(settings.assessments, clock),
        recognition=recognition,
        denials=Denials(),
    )
