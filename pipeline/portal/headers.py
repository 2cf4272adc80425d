"""Headers: what every answer tells the browser not to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALLOWED = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
POLICY: Final = "; ".join(f"{what} {where}" for what, where in _ALLOWED.items())
"""Everything comes from this address; nothing is written in the page itself."""

HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_YEAR_SECONDS = 365 * 24 * 3600


class Headers:
    """Sets the headers of every answer; one that forgets to say so may not be kept by anyone."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._headers = dict(HEADERS)
        if https:
            self._headers["Strict-Transport-Security"] = f"max-age={_YEAR_SECONDS}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, with the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", _cache_control(scope))
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _cache_control(scope: Scope) -> str:
    """Return who may keep an answer that does not say so: a file of ours, by its digest, for ever.

    Pages name their files with the digest as query; anything else may be kept by nobody.
    """
    if scope["path"].startswith("/static/"):
        return (
            f"public, max-age={_YEAR_SECONDS}, immutable" if scope["query_string"] else "no-cache"
        )
    return "no-store"
