"""The page to log in."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi.responses import HTMLResponse

if TYPE_CHECKING:
    from fastapi import Request

    from privacy.framework.schema import Rol


@dataclass(frozen=True, slots=True)
class Ways:
    """How somebody can log in here, and how the last try went.

    `accounts` are the roles with a password (the demo only): a form posts `rol`, `wachtwoord`
    and `naar` to `/inloggen`. `provider` is the link to the municipality's own login. `roles`
    are those of somebody with more than one, who picks one: `provider` with `&rol=ROLE`.
    """

    accounts: tuple[Rol, ...]
    provider: str | None
    roles: tuple[Rol, ...]
    naar: str
    refused: bool
    wait_seconds: int

    @property
    def status(self) -> HTTPStatus:
        """The status of the page: the last try was refused, came too fast, or there was none."""
        if self.wait_seconds:
            return HTTPStatus.TOO_MANY_REQUESTS
        return HTTPStatus.FORBIDDEN if self.refused else HTTPStatus.OK


def login_page(_: Request, ways: Ways) -> HTMLResponse:
    """Return the page with every way to log in."""
    told = "<p>Rol of wachtwoord klopt niet.</p>" if ways.refused else ""
    if ways.wait_seconds:
        told = f"<p>Te vaak geprobeerd. Wacht {ways.wait_seconds} seconden.</p>"
    links = "".join(
        f'<p><a href="{escape(str(ways.provider))}&amp;{urlencode({"rol": role})}">{role}</a></p>'
        for role in ways.roles
    )
    if ways.provider and not ways.roles:
        links = f'<p><a href="{escape(ways.provider)}">Inloggen met de gemeente</a></p>'
    options = "".join(f"<option>{role}</option>" for role in ways.accounts)
    form = (
        f'<form method="post" action="/inloggen"><label>Rol <select name="rol">{options}</select>'
        '</label><label>Wachtwoord <input type="password" name="wachtwoord" required></label>'
        f'<input type="hidden" name="naar" value="{escape(ways.naar)}"><button>Inloggen</button>'
        "</form>"
    )
    body = told + links + (form if ways.accounts else "")
    none = "<p>Inloggen staat niet aan.</p>"
    return HTMLResponse(
        f'<!doctype html><html lang="nl"><title>Inloggen</title><h1>Inloggen</h1>{body or none}',
        ways.status,
    )
