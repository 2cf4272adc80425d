from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from pipeline.condition import RunCondition, SourceCondition, update
from pipeline.jobs.attested import utc_now
from tests.dags.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.airflow


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as environment:
        home = tmp_path_factory.mktemp("home")
        environment.setenv("AIRFLOW_HOME", str(home))
        environment.setenv("STADSPOLS_DATA", str(data))
        environment.setenv("STADSPOLS_KEYS", str(data / "keys"))
        importlib.import_module("airflow.api_fastapi.app").create_auth_manager()
        file = ROOT / "deploy" / "plugins" / "stadspols_page.py"
        spec = importlib.util.spec_from_file_location("stadspols_page", file)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield TestClient(module.app)


def log_in(page: TestClient, role: str) -> None:
    users = importlib.import_module("airflow.api_fastapi.auth.managers.simple.user")
    security = importlib.import_module("airflow.api_fastapi.core_api.security")
    user = users.SimpleAuthManagerUser(username="iemand", role=role)
    page.app.dependency_overrides[security.get_user] = lambda: user  # type: ignore[attr-defined]


def test_without_airflows_login_nothing_is_shown(page: TestClient) -> None:
    for address in ("/", "/?x=1"):
        answer = page.get(address)
        assert answer.status_code == 401
        assert "Stadspols" not in answer.text
    assert page.get("/", headers={"Authorization": "Bearer x.y.z"}).status_code in {401, 403}
    for address in ("/docs", "/openapi.json"):
        assert page.get(address).status_code == 404


def test_who_is_logged_in_sees_the_condition(page: TestClient, data: Path) -> None:
    run = RunCondition(outcome="mislukt", rule="bron.web", ended=utc_now(), seconds=2, read=90)
    update(
        data / "toestand.json",
        lambda present: present.with_(
            sources={"forum": SourceCondition(run=run, gaps=3, silent_after_hours=24)},
            runs={"innemen": run},
            posts=12345,
            counts={"persoonsgegeven:PERSON": 7},
        ),
    )
    log_in(page, "viewer")
    answer = page.get("/")
    assert answer.status_code == 200
    for part in ("12.345", "forum", "bron.web", "PERSON", "VOORBEELD, niet door een raad", "45"):
        assert part in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
