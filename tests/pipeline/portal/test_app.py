from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI

from pipeline.portal.access import demands
from privacy.errors import PrivacyError

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


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
