"""Logging in and out."""
# No `from __future__ import annotations`: FastAPI reads the annotations at run time.

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.portal.access import PUBLIC, Forbidden, deny, visitor_of
from pipeline.portal.accounts import Accounts
from pipeline.portal.limit import Limit
from pipeline.portal.oidc import BACK, Provider
from pipeline.portal.pages.login_page import Ways, login_page
from pipeline.portal.parts import Here, Parts
from pipeline.portal.sessions import Sessions
from privacy.framework.roles import Rol

_WISHED = "gevraagd"
"""Where the session keeps what was asked for, while somebody is at the provider."""


@dataclass(frozen=True, slots=True)
class Login:
    """The ways to log in; without any, everybody is nobody."""

    sessions: Sessions
    accounts: Accounts | None
    provider: Provider | None
    limit: Limit
    """How fast one visitor may try passwords."""


def _login(request: Request) -> Login:
    found = request.app.state.login
    assert isinstance(found, Login)
    return found


ThisLogin = Annotated[Login, Depends(_login)]
Password = Annotated[str, Form(max_length=1000)]
Path = Annotated[str, Form(max_length=2000)]

router = APIRouter(dependencies=[Depends(PUBLIC)])


@router.get("/inloggen")
def ask(request: Request, login: ThisLogin, here: Here, naar: str = "/") -> Response:
    """Show how to log in."""
    return login_page(request, _ways(login, here, naar))


@router.post("/inloggen")
def with_password(  # noqa: PLR0913 - the fields of the form
    *,
    request: Request,
    login: ThisLogin,
    here: Here,
    rol: Annotated[str, Form(max_length=100)],
    wachtwoord: Password,
    naar: Path = "/",
) -> Response:
    """Log in with an account of the demo."""
    wait = login.limit.wait_seconds(request.client.host if request.client else "")
    if login.accounts is None or wait:
        return login_page(request, _ways(login, here, naar, wait_seconds=wait))
    if (role := login.accounts.role_of(rol, wachtwoord)) is None:
        deny(request, "inloggen", visitor_of(request))
        return login_page(request, _ways(login, here, naar, refused=True))
    login.sessions.start(request, role)
    return _to(naar)


@router.get("/inloggen/gemeente")
async def at_provider(
    request: Request, login: ThisLogin, naar: str = "/", rol: Rol | None = None
) -> Response:
    """Go to the municipality to log in, as `rol` when somebody has more than one."""
    if login.provider is None:
        return _to("/inloggen")
    request.session[_WISHED] = {"naar": naar, "rol": rol}
    return await login.provider.ask(request)


@router.get(BACK)
async def back(request: Request, login: ThisLogin, here: Here) -> Response:
    """Come back from the municipality with a role."""
    if login.provider is None:
        return _to("/inloggen")
    wished = request.session.get(_WISHED, {"naar": "/", "rol": None})
    roles = await login.provider.roles(request)
    asked = frozenset(role for role in roles if role == wished["rol"]) or roles
    if not asked:
        deny(request, "inloggen", visitor_of(request))
        raise Forbidden("Uw account heeft in het privacykader geen rol.")
    if len(asked) > 1:
        return login_page(request, _ways(login, here, wished["naar"], roles=roles))
    login.sessions.start(request, next(iter(asked)))
    return _to(wished["naar"])


@router.post("/uitloggen")
def leave(request: Request, login: ThisLogin) -> Response:
    """Log out."""
    login.sessions.end(request)
    return _to("/")


def _ways(  # noqa: PLR0913 - what the page shows, by name
    login: Login,
    here: Parts,
    naar: str,
    *,
    refused: bool = False,
    wait_seconds: int = 0,
    roles: frozenset[Rol] = frozenset(),
) -> Ways:
    standing = here.council.standing()
    granted = standing.approved.framework.rollen if standing.approved else {}
    return Ways(
        accounts=tuple(granted) if login.accounts else (),
        provider=f"/inloggen/gemeente?{urlencode({'naar': naar})}" if login.provider else None,
        roles=tuple(sorted(roles)),
        naar=_local(naar),
        refused=refused,
        wait_seconds=wait_seconds,
    )


def _to(path: str) -> RedirectResponse:
    return RedirectResponse(_local(path), HTTPStatus.SEE_OTHER)


def _local(path: str) -> str:
    """Return a path on this host; anything else becomes the front page."""
    is_local = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if is_local and path.isprintable() else "/"
