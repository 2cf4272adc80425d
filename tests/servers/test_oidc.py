"""Logging in against a real OpenID Connect provider."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from pipeline.portal.app import create_app
from pipeline.settings import Settings
from tests.fakes import NOW, signed_example
from tests.pipeline.portal.released_file import write_released
from tests.servers.node import running

if TYPE_CHECKING:
    from collections.abc import Iterator

PORTAL = "http://127.0.0.1:8000"
SECRET = "alleen-voor-de-proef"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with running("portal", "provider.js", f"{PORTAL}/inloggen/terug") as address:
        yield address


@pytest.fixture(scope="module")
def settings(issuer: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("portaal")
    settings = Settings(
        config=signed_example(folder / "config"),
        data=folder / "data",
        keys=folder / "keys",
        portal_url=PORTAL,
        oidc_issuer=issuer,
        oidc_client_id="stadspols",
        oidc_client_secret=SecretStr(SECRET),
    )
    write_released(settings.released, days=2)
    return settings


@pytest.fixture
def visitor(settings: Settings) -> TestClient:
    return TestClient(create_app(settings, lambda: NOW), base_url=PORTAL)


def way_back(visitor: TestClient, roles: str, query: str = "") -> str:
    """Log in at the provider as somebody with `roles`; return where it sends the browser."""
    start = visitor.get(f"/inloggen/gemeente?naar=/v1/cijfers{query}", follow_redirects=False)
    asked = httpx.URL(start.headers["location"])
    assert asked.params["code_challenge_method"] == "S256"
    assert asked.params["scope"] == "openid"
    with httpx.Client(timeout=30) as browser:
        answer = browser.get(asked)
        while not answer.headers.get("location", "").startswith(PORTAL):
            if answer.is_redirect:
                answer = browser.get(answer.next_request.url)  # type: ignore[union-attr] # it is
                continue
            form = re.search(r'action="([^"]+)"', answer.text)
            prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
            assert form
            assert prompt
            fields = {"prompt": prompt[1], "login": roles, "password": "x"}
            answer = browser.post(form[1], data=fields)
        return answer.headers["location"]


def test_an_analyst_of_the_municipality_comes_in(visitor: TestClient) -> None:
    back = way_back(visitor, "analist")
    answer = visitor.get(back, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/v1/cijfers")
    assert visitor.get("/v1/cijfers").status_code == 200
    assert "Jan" not in repr(visitor.cookies)
    again = visitor.get(back, follow_redirects=False)
    assert again.status_code == 400  # a code works once


def test_who_has_two_roles_picks_one(visitor: TestClient) -> None:
    page = visitor.get(way_back(visitor, "raadslid+analist"))
    assert "rol=raadslid" in page.text
    assert visitor.get("/v1/toestand").status_code == 401
    answer = visitor.get(
        way_back(visitor, "raadslid+analist", "&rol=raadslid"), follow_redirects=False
    )
    assert answer.status_code == 303
    assert visitor.get("/v1/toestand").status_code == 200
    assert visitor.get("/v1/cijfers").status_code == 403


def test_who_has_no_role_stays_outside(visitor: TestClient) -> None:
    assert visitor.get(way_back(visitor, "bewoner")).status_code == 403
    assert visitor.get("/v1/cijfers").status_code == 401
    asked_for_more = way_back(visitor, "raadslid", "&rol=analist")
    assert visitor.get(asked_for_more, follow_redirects=False).status_code == 303
    assert visitor.get("/v1/cijfers").status_code == 403


def test_the_code_of_another_browser_is_worth_nothing(
    visitor: TestClient, settings: Settings
) -> None:
    other = TestClient(create_app(settings, lambda: NOW), base_url=PORTAL)
    stolen = way_back(visitor, "analist")
    assert other.get(stolen).status_code == 400
    assert other.get("/v1/cijfers").status_code == 401


@pytest.mark.parametrize(("resource", "status"), [("urn:stadspols", 200), ("urn:ander", 401)])
def test_a_program_comes_in_with_a_token_that_is_meant_for_us(
    visitor: TestClient, issuer: str, resource: str, status: int
) -> None:
    fields = {"grant_type": "client_credentials", "resource": resource}
    told = httpx.post(f"{issuer}/token", data=fields, auth=("stadspols", SECRET), timeout=30)
    token = told.json()["access_token"]
    for sent, expected in ((token, status), (token[:-4] + "AAAA", 401)):
        answer = visitor.get("/v1/cijfers", headers={"Authorization": f"Bearer {sent}"})
        assert answer.status_code == expected


def test_a_provider_that_is_down_is_said_to_be(settings: Settings) -> None:
    gone = settings.model_copy(update={"oidc_issuer": "http://127.0.0.1:9"})
    visitor = TestClient(create_app(gone, lambda: NOW), base_url=PORTAL)
    assert visitor.get("/inloggen/gemeente").status_code == 503
    headers = {"Authorization": "Bearer x.y.z"}
    assert visitor.get("/v1/cijfers", headers=headers).status_code == 401
