"""The API as an application of its own, mounted under `/v1`.

Source: NLGov REST API Design Rules 2.1 (`tests/pipeline/portal/spectral.yaml` has them as rules).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.openapi.utils import get_openapi
from starlette.datastructures import MutableHeaders
from starlette.responses import Response

from pipeline.portal.access import demands
from pipeline.portal.api import accountability, figures, questions
from pipeline.portal.api.answer import Unchanged
from pipeline.portal.errors import PROBLEM, as_json, problem, show_errors
from pipeline.portal.models import Problem

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from pipeline.portal.limit import Limit
    from pipeline.portal.parts import Parts

VERSION: Final = "1.0.0"
PREFIX: Final = f"/v{VERSION[0]}"

_DESCRIPTION = (
    "Cijfers over onrust in de gemeente, zonder iets over een persoon. Een cijfer heeft drie "
    "toestanden: vrijgegeven, onderdrukt, geen data. Het aantal bladzijden en de vorige en "
    "volgende staan in de header Link."
)
_TAGS = [
    {"name": "cijfers", "description": "Vrijgegeven cijfers, en waar zij over gaan."},
    {"name": "pieken", "description": "Hoger dan te verwachten was, en wat daarvan gezegd is."},
    {"name": "vragen", "description": "Vragen in SQL aan de vrijgegeven cijfers."},
    {"name": "verantwoording", "description": "Wat de raad besloot, en of dat gehaald wordt."},
]
_SHOWN_TO_PAGES = ["API-Version", "ETag", "Link"]
"""Headers that a page elsewhere may read; it reads what is public, never with our cookie."""

_PROBLEMS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)


def create_api(parts: Parts, limit: Limit) -> FastAPI:
    """Return the API; a visitor who asks faster than `limit` waits.

    Raises:
        PrivacyError: `portal.recht`, a route does not say who may use it.
    """
    api = FastAPI(
        title="Stadspols",
        description=_DESCRIPTION,
        version=VERSION,
        openapi_tags=_TAGS,
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        servers=[{"url": PREFIX}],
        root_path_in_servers=False,
        separate_input_output_schemas=False,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    api.state.parts = parts
    api.include_router(figures.router)
    api.include_router(accountability.router)
    api.include_router(questions.router)
    show_errors(api, as_json)
    api.add_exception_handler(Unchanged, _unchanged)
    api.add_middleware(Paced, limit=limit)
    api.add_middleware(CORSMiddleware, allow_origins=["*"], expose_headers=_SHOWN_TO_PAGES)
    api.add_middleware(Versioned)
    list(demands(api.routes))
    api.openapi = lambda: _document(api, parts)  # type: ignore[method-assign] # the documented way
    return api


class Versioned:
    """Says the version of the API with every answer, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, with the version."""

        async def send_version(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["API-Version"] = VERSION
            await send(message)

        await self._app(scope, receive, send_version)


class Paced:
    """Lets a visitor who asks too fast wait."""

    def __init__(self, app: ASGIApp, limit: Limit) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, or say when to ask again."""
        address, _ = scope.get("client") or ("", 0)
        wait = self._limit.wait_seconds(address)
        if not wait:
            await self._app(scope, receive, send)
            return
        told = problem(HTTPStatus.TOO_MANY_REQUESTS, f"Wacht {wait} s en vraag het opnieuw.")
        answer = as_json(None, told)
        answer.headers["Retry-After"] = str(wait)
        await answer(scope, receive, send)


async def _unchanged(_: Request, error: Exception) -> Response:
    assert isinstance(error, Unchanged)
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": error.etag})


def _document(api: FastAPI, parts: Parts) -> dict[str, Any]:
    """Return the OpenAPI document: what FastAPI knows, and what it cannot know."""
    if api.openapi_schema is None:
        document = get_openapi(
            title=api.title,
            version=api.version,
            description=api.description,
            routes=api.routes,
            tags=api.openapi_tags,
            license_info=api.license_info,
            servers=api.servers,
            separate_input_output_schemas=False,
        )
        _add_shared(document)
        for route, rights in demands(api.routes):
            for method in route.methods:
                operation = document["paths"][route.path_format][method.lower()]
                _complete(operation, needs_login=bool(rights))
        api.openapi_schema = document
    info = {**api.openapi_schema["info"], "contact": _contact(parts)}
    return {**api.openapi_schema, "info": info}


def _contact(parts: Parts) -> dict[str, str]:
    """Return whom to ask: the municipality, at the address that its framework names now."""
    contact = {"name": "Stadspols", "url": parts.settings.portal_url}
    approved = parts.council.standing().approved
    if approved is not None:
        contact["name"] = f"Stadspols, gemeente {approved.framework.gemeente.naam}"
        contact["email"] = approved.framework.contact_stop[0]
    return contact


def _add_shared(document: dict[str, Any]) -> None:
    shared = document["components"]
    for name in ("HTTPValidationError", "ValidationError"):
        shared["schemas"].pop(name, None)
    shared["schemas"]["Problem"] = Problem.model_json_schema()
    shared["headers"] = {
        "ApiVersion": _header("Versie van deze API."),
        "Link": _header("Eerste, vorige, volgende en laatste bladzijde (RFC 8288)."),
        "ETag": _header("Verandert als de cijfers veranderen; stuur hem in If-None-Match."),
    }
    shared["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    }


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}


def _complete(operation: dict[str, Any], *, needs_login: bool) -> None:
    """Add to an operation how it answers, whatever happens."""
    responses = operation["responses"]
    responses.pop("422", None)
    for status in _PROBLEMS:
        responses[str(status.value)] = {
            "description": status.phrase,
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    if operation.get("operationId", "").startswith("lees_"):
        responses["304"] = {"description": HTTPStatus.NOT_MODIFIED.phrase}
    for status, response in responses.items():
        names = ["API-Version"] + (["ETag", "Link"] if status == "200" else [])
        refs = {"API-Version": "ApiVersion"}
        response["headers"] = {
            name: {"$ref": f"#/components/headers/{refs.get(name, name)}"} for name in names
        }
    if needs_login:
        operation["security"] = [{"token": []}]
