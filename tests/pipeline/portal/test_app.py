from __future__ import annotations

import pytest
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient

from pipeline.portal.access import PUBLIC, demands
from privacy.errors import PrivacyError


def test_every_route_says_who_may_use_it(app: FastAPI) -> None:
    assert all(route.path for route, _ in demands(app.routes))


def test_a_route_that_does_not_say_who_may_use_it_is_refused() -> None:
    app = FastAPI()
    app.add_api_route("/vergeten", lambda: "open")
    with pytest.raises(PrivacyError, match="vergeten"):
        list(demands(app.routes))


def test_every_answer_forbids_what_a_page_does_not_need(client: TestClient) -> None:
    for path in ("/static/portal.css", "/bestaat-niet"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_what_is_not_there_is_a_page_that_says_so(client: TestClient) -> None:
    answer = client.get("/bestaat-niet")
    assert answer.status_code == 404
    assert "Niet gevonden" in answer.text


def test_only_files_that_are_named_by_their_digest_are_kept(client: TestClient) -> None:
    def kept(path: str) -> str:
        return client.get(path).headers["cache-control"]

    assert "immutable" in kept("/static/portal.css?v=0123456789ab")
    assert kept("/static/portal.css") == "no-cache"
    assert kept("/bestaat-niet") == "no-store"


def test_a_fault_says_nothing_of_what_was_asked(app: FastAPI) -> None:
    def fails() -> None:
        raise ValueError("geheim")

    app.add_api_route("/kapot", fails, dependencies=[Depends(PUBLIC)])
    answer = TestClient(app, raise_server_exceptions=False).get("/kapot")
    assert answer.status_code == 500
    assert "geheim" not in answer.text


def test_a_page_elsewhere_reads_what_is_public_and_no_more(client: TestClient) -> None:
    headers = client.get("/v1/openapi.json", headers={"Origin": "https://elders.example"}).headers
    assert headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in headers
