"""The page to log in."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from pipeline.portal.pages.page import show

if TYPE_CHECKING:
    from fastapi import Request
    from fastapi.responses import HTMLResponse

    from privacy.framework.roles import Rol


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


def login_page(request: Request, ways: Ways) -> HTMLResponse:
    """Return the page with every way to log in."""
    return show(request, "inloggen.html", status=ways.status, ways=ways)
