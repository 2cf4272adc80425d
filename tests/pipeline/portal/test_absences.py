"""No route returns or accepts an author, a post or a text: every name is walked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pipeline.portal.access import demands
from privacy.framework.roles import Recht, Rol
from tests.architecture.test_absences import PERSONAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI
    from fastapi.routing import APIRoute
    from fastapi.testclient import TestClient

    from tests.pipeline.portal.conftest import Door

WALKED = re.compile(rf"{PERSONAL.pattern}|post|bericht|kanaal|url|link", re.IGNORECASE)
ALLOWED = {
    "gebied_naam",  # name of an area
    "naam",  # of the municipality
    "posts",  # how many were read: a number
    "bijdrage_per_auteur",  # limits of the framework
    "berichten_dagen",
    "persoonsgegevens",
    "tekst",  # for how many hours the framework lets it be kept, and for which roles
    "recall_per_pii_type",
    "url",  # of the council's decision
    "voorwaarden_url",  # of a source's conditions
}


def names(schema: object) -> Iterator[str]:
    """Yield the name of every property and parameter in an OpenAPI document."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield from schema["properties"]
        if "in" in schema and "name" in schema:
            yield schema["name"]
        for value in schema.values():
            yield from names(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from names(value)


def test_no_schema_or_parameter_of_the_api_is_about_a_person(client: TestClient) -> None:
    found = set(names(client.get("/v1/openapi.json").json()))
    assert len(found) > 60
    assert {name for name in found if WALKED.search(name)} - ALLOWED == set()


def test_no_path_or_parameter_of_any_route_is_about_a_person(app: FastAPI) -> None:
    routes = [
        (route, rights) for route, rights in demands(app.routes) if Recht.TEKST_INZIEN not in rights
    ]
    assert len(routes) > 10
    words = {word for route, _ in routes for word in (*_segments(route), *_parameters(route))}
    assert {word for word in words if WALKED.search(word)} - ALLOWED == set()


def test_no_export_holds_a_person(client: TestClient, door: Door) -> None:
    door.role = Rol.ANALIST
    found: set[str] = set()
    for name in ("cijfers", "openbare-cijfers", "pieken"):
        answer = client.get(f"/downloads/{name}.csv")
        found |= {column.strip('"') for column in answer.text.splitlines()[0].split(",")}
    assert len(found) > 20
    assert {name for name in found if WALKED.search(name)} - ALLOWED == set()


def _segments(route: APIRoute) -> list[str]:
    return re.findall(r"[\w-]+", route.path)


def _parameters(route: APIRoute) -> Iterator[str]:
    dependants = [route.dependant]
    while dependants:
        dependant = dependants.pop()
        dependants += dependant.dependencies
        for group in (dependant.path_params, dependant.query_params, dependant.body_params):
            yield from (field.alias for field in group)


@pytest.mark.parametrize("word", ["auteur", "berichten", "zoek", "handle", "tekst"])
def test_the_walk_would_find_it(word: str) -> None:
    assert WALKED.search(word)
    assert word in set(names({"properties": {word: {}}}))
