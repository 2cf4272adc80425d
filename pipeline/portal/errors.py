"""Errors as people and programs read them: a page in Dutch, or a problem after RFC 9457."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import structlog
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from pipeline.portal.models import Problem
from pipeline.portal.pages import error_page
from privacy.errors import Permanent, PrivacyError, StadspolsError, Transient

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from fastapi import FastAPI, Request, Response

PROBLEM = "application/problem+json"

TITLES = {
    HTTPStatus.BAD_REQUEST: "Deze vraag kan niet",
    HTTPStatus.UNAUTHORIZED: "Niet ingelogd",
    HTTPStatus.FORBIDDEN: "Geen toegang",
    HTTPStatus.NOT_FOUND: "Niet gevonden",
    HTTPStatus.METHOD_NOT_ALLOWED: "Dit kan hier niet",
    HTTPStatus.CONFLICT: "Dit staat er al",
    HTTPStatus.TOO_MANY_REQUESTS: "Te veel vragen",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Fout in het programma",
    HTTPStatus.SERVICE_UNAVAILABLE: "Nu even niet",
}
"""What each status means, in the words of the screen."""

_STATUS_OF: dict[type[StadspolsError], HTTPStatus] = {
    PrivacyError: HTTPStatus.FORBIDDEN,
    Permanent: HTTPStatus.BAD_REQUEST,
    Transient: HTTPStatus.SERVICE_UNAVAILABLE,
}

_STATUS_OF_RULE = {
    "vraag.leeg": HTTPStatus.NOT_FOUND,
    "vraag.druk": HTTPStatus.TOO_MANY_REQUESTS,
}


def show_errors(app: FastAPI, show: Callable[[Request, Problem], Response]) -> None:
    """Let `app` answer every failure by `show`; none holds what the visitor sent."""

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return _shown(show, request, problem(error.status_code, error.detail), error.headers)

    async def validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        fields = ", ".join(sorted({str(each["loc"][-1]) for each in error.errors()}))[:200]
        return show(request, problem(HTTPStatus.BAD_REQUEST, f"Dit klopt niet: {fields}."))

    async def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, StadspolsError)
        status = _STATUS_OF_RULE.get(error.rule) or next(
            code for kind, code in _STATUS_OF.items() if isinstance(error, kind)
        )
        detail = str(error).removeprefix(f"[{error.rule}] ")
        return show(request, problem(status, detail, rule=error.rule))

    async def unknown(request: Request, error: Exception) -> Response:
        structlog.get_logger().error("portal.fout", rule=type(error).__name__)
        return show(request, problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Meld dit de beheerder."))

    handlers: dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
        HTTPException: http,
        RequestValidationError: validation,
        StadspolsError: known,
        Exception: unknown,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


def problem(status: int, detail: str, *, rule: str | None = None) -> Problem:
    """Return the description of a failure."""
    title = TITLES.get(HTTPStatus(status), HTTPStatus(status).phrase)
    return Problem(title=title, status=status, detail=detail, rule=rule)


def as_json(_: Request | None, described: Problem) -> Response:
    """Return the problem for a program."""
    return JSONResponse(
        described.model_dump(exclude_none=True), described.status, media_type=PROBLEM
    )


def as_page(request: Request, described: Problem) -> Response:
    """Return the problem for a person."""
    return error_page(request, described)


def _shown(
    show: Callable[[Request, Problem], Response],
    request: Request,
    described: Problem,
    headers: Mapping[str, str] | None,
) -> Response:
    answer = show(request, described)
    answer.headers.update(headers or {})
    return answer
