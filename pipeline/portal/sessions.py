"""Sessions: who is logged in, as a role, in a signed cookie; the portal keeps nothing itself.

The cookie holds a role, two moments, a random number and the token of forms: no name, no account
(docs/adr/0010).
"""

from __future__ import annotations

import secrets
import threading
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from pipeline import durable
from pipeline.portal.access import Caller
from privacy.framework.roles import Rol

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from fastapi import Request

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=8)
KEY_NAME: Final = "portaal.sleutel"
_RENEW_SECONDS = 60
_BEARER = "bearer "


def cookie(*, https: bool) -> dict[str, Any]:
    """Return how the cookie is set: for this host alone, not for scripts, not from elsewhere."""
    return {
        "session_cookie": "__Host-stadspols" if https else "stadspols",
        "max_age": int(IDLE.total_seconds()),
        "https_only": https,
        "same_site": "lax",  # strict would forget who comes back from the login provider
    }


class Sessions:
    """A `Recognition` by cookie, and by bearer token for programs.

    `role_of_token` says which role a token stands for. A session ends after `IDLE` without a
    request, `LONGEST` after it began, and when somebody logs out.
    """

    def __init__(
        self, clock: Callable[[], datetime], role_of_token: Callable[[str], Rol | None]
    ) -> None:
        self._clock = clock
        self._role_of_token = role_of_token
        self._ended: dict[str, float] = {}
        self._lock = threading.Lock()

    def caller(self, request: Request) -> Caller:
        """Return who sent the request; a token that is not right is nobody, whatever the cookie."""
        authorization = request.headers.get("authorization", "")
        if authorization:
            is_bearer = authorization.lower().startswith(_BEARER)
            token = authorization[len(_BEARER) :] if is_bearer else ""
            return Caller(self._role_of_token(token))
        session, now = request.session, self._clock().timestamp()
        if not session or not self._holds(session, now):
            return Caller()
        if now - session["gezien"] > _RENEW_SECONDS:
            session["gezien"] = now
        return Caller(Rol(session["rol"]), session["csrf"])

    def start(self, request: Request, role: Rol) -> None:
        """Log in as `role`; a session that was there already is forgotten."""
        now = self._clock().timestamp()
        request.session.clear()
        request.session.update(
            id=secrets.token_urlsafe(16),
            csrf=secrets.token_urlsafe(32),
            rol=role.value,
            begin=now,
            gezien=now,
        )

    def end(self, request: Request) -> None:
        """Log out; a copy of the cookie is worth nothing from now on."""
        now = self._clock().timestamp()
        with self._lock:
            oldest = now - LONGEST.total_seconds()
            self._ended = {id_: at for id_, at in self._ended.items() if at > oldest}
            if "id" in request.session:
                self._ended[request.session["id"]] = now
        request.session.clear()

    def _holds(self, session: dict[str, Any], now: float) -> bool:
        return (
            "rol" in session
            and session["id"] not in self._ended
            and now - session["begin"] < LONGEST.total_seconds()
            and now - session["gezien"] < IDLE.total_seconds()
        )


def session_key(folder: Path) -> str:
    """Return the key that signs sessions, made on the first use; readable by the owner only.

    Removing the file logs everybody out.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / KEY_NAME
    if not path.exists():
        with suppress(FileExistsError):  # another process was first: its key stands
            durable.write_new(path, secrets.token_urlsafe(32).encode(), 0o600)
    return path.read_text()
