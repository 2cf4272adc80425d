"""The API as a program meets it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from pipeline.portal.api.application import create_api
from pipeline.portal.limit import Limit
from privacy.framework.roles import Rol
from tests.pipeline.portal.released_file import SURGE

if TYPE_CHECKING:
    from fastapi import FastAPI

    from tests.pipeline.portal.conftest import Door

PUBLIC = ("/v1/openbare-cijfers", "/v1/kader", "/v1/signalen", "/v1/openapi.json")
INTERNAL = ("/v1/cijfers", "/v1/pieken", "/v1/gebieden", f"/v1/pieken/{SURGE}")


@pytest.mark.parametrize("path", PUBLIC)
def test_everybody_reads_what_is_public(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["api-version"] == "1.0.0"


@pytest.mark.parametrize("path", INTERNAL)
def test_internal_figures_are_for_who_the_framework_names(
    client: TestClient, door: Door, path: str
) -> None:
    denied = client.get(path)
    assert denied.status_code == 401
    assert denied.headers["content-type"] == "application/problem+json"
    assert denied.headers["api-version"] == "1.0.0"
    door.role = Rol.RAADSLID
    assert client.get(path).status_code == 403
    door.role = Rol.ANALIST
    assert client.get(path).status_code == 200


def test_denials_are_counted_by_role_and_right(client: TestClient, app: FastAPI) -> None:
    client.get("/v1/cijfers")
    client.get("/v1/cijfers")
    assert app.state.parts.denials.counts() == {("niemand", "intern_zien"): 2}


def test_a_list_links_to_the_pages_around_it(client: TestClient, door: Door) -> None:
    door.role = Rol.ANALIST
    answer = client.get("/v1/cijfers?signaal=onrust&gebied=GM0034&perPagina=10&pagina=2")
    body = answer.json()
    assert (body["pagina"], body["totaal"], len(body["cijfers"])) == (2, 30, 10)
    links = {link.rpartition('rel="')[2][:-1] for link in answer.headers["link"].split(", ")}
    assert links == {"first", "prev", "next", "last"}
    following = client.get(answer.links["next"]["url"]).json()
    assert following["cijfers"][0]["tijd_van"] > body["cijfers"][-1]["tijd_van"]


def test_nothing_is_sent_twice_until_figures_change(client: TestClient, door: Door) -> None:
    door.role = Rol.ANALIST
    tag = client.get("/v1/cijfers").headers["etag"]
    again = client.get("/v1/cijfers", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["api-version"] == "1.0.0"
    assert client.get("/v1/openbare-cijfers").headers["etag"] != tag


@pytest.mark.parametrize(
    "query", ["gebied=zoek%20iemand", "auteur=jan", "pagina=0", "perPagina=5000", "van=gisteren"]
)
def test_a_question_that_makes_no_sense_is_refused(
    client: TestClient, door: Door, query: str
) -> None:
    door.role = Rol.ANALIST
    answer = client.get(f"/v1/cijfers?{query}")
    assert answer.status_code == 400
    assert answer.json()["title"] == "Deze vraag kan niet"
    assert "jan" not in answer.text
    assert "gisteren" not in answer.text


def test_an_analyst_says_whether_a_surge_was_right(client: TestClient, door: Door) -> None:
    door.role = Rol.ANALIST
    said = {"oordeel": "terecht", "reden": "gevolg_gegeven"}
    answer = client.post(f"/v1/pieken/{SURGE}/beoordelingen", json=said)
    assert answer.status_code == 201
    assert client.get(f"/v1/pieken/{SURGE}").json()["beoordeling"] == answer.json()
    card = client.get("/v1/scorekaarten/2026-11").json()
    assert (card["getoond"], card["terecht"], card["precisie"]["van"]) == (1, 1, 1)


def test_a_reason_that_belongs_to_another_verdict_is_refused(
    client: TestClient, door: Door
) -> None:
    door.role = Rol.ANALIST
    said = {"oordeel": "onterecht", "reden": "gevolg_gegeven"}
    answer = client.post(f"/v1/pieken/{SURGE}/beoordelingen", json=said)
    assert (answer.status_code, answer.json()["rule"]) == (400, "piek.reden")
    assert client.post("/v1/pieken/000000000000/beoordelingen", json=said).status_code == 404


def test_a_form_of_another_site_changes_nothing(client: TestClient, door: Door) -> None:
    door.role, door.csrf = Rol.ANALIST, "token"
    said = {"oordeel": "terecht", "reden": "gevolg_gegeven"}
    path = f"/v1/pieken/{SURGE}/beoordelingen"
    assert client.post(path, json=said).status_code == 403
    assert client.post(path, json=said, headers={"X-CSRF-Token": "token"}).status_code == 201


def test_the_framework_is_shown_with_whether_it_holds(client: TestClient) -> None:
    shown = client.get("/v1/kader").json()
    assert (shown["in_werking"], shown["voorbeeld"]) == (True, True)
    assert shown["kader"]["gemeente"]["naam"] == "Almere"


def test_the_document_names_the_contact_of_the_framework(client: TestClient) -> None:
    contact = client.get("/v1/openapi.json").json()["info"]["contact"]
    assert contact == {
        "name": "Stadspols, gemeente Almere",
        "url": "http://127.0.0.1:8000",
        "email": "fg@almere.example",
    }


def test_the_register_has_an_entry_per_algorithm(client: TestClient) -> None:
    body = client.get("/v1/registervermeldingen?perPagina=1").json()
    assert body["totaal"] == 2
    (entry,) = body["registervermeldingen"]
    assert entry["lang"] == "nld"


def test_the_condition_is_for_operators_and_the_council(client: TestClient, door: Door) -> None:
    assert client.get("/v1/toestand").status_code == 401
    for role in (Rol.OPERATOR, Rol.RAADSLID):
        door.role = role
        assert client.get("/v1/toestand").status_code == 200
    assert client.get("/v1/budget").status_code == 404


def test_who_asks_too_fast_waits(app: FastAPI) -> None:
    api = TestClient(create_api(app.state.parts, Limit(0.01, 2, time.monotonic)))
    assert [api.get("/kader").status_code for _ in range(3)] == [200, 200, 429]
    answer = api.get("/kader")
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.headers["api-version"] == "1.0.0"


def test_the_limit_knows_no_address_and_forgets() -> None:
    now = [0.0]
    limit = Limit(per_second=1, burst=2, seconds=lambda: now[0])
    assert [limit.wait_seconds("192.0.2.1") for _ in range(3)] == [0, 0, 1]
    assert limit.wait_seconds("192.0.2.2") == 0
    assert b"192.0.2" not in repr(vars(limit)["_buckets"]).encode()
    now[0] = 1.5
    assert limit.wait_seconds("192.0.2.1") == 0
    for number in range(10_001):
        limit.wait_seconds(f"2001:db8::{number:x}")
    now[0] = 100.0
    limit.wait_seconds("192.0.2.9")
    assert len(vars(limit)["_buckets"]) < 10
