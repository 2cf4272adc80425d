"""The OpenAPI document keeps the NL API Design Rules."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from pipeline.portal.app import create_app
from pipeline.settings import Settings
from tests.fakes import NOW, signed_example
from tests.servers.node import installed

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("portaal")
    settings = Settings(
        config=signed_example(folder / "config"), data=folder / "data", keys=folder / "keys"
    )
    answer = TestClient(create_app(settings, lambda: NOW)).get("/v1/openapi.json")
    document: dict[str, Any] = answer.json()
    return document


def broken(folder: Path, document: dict[str, Any]) -> list[str]:
    """Return the rules that the document breaks."""
    (folder / "openapi.json").write_text(json.dumps(document))
    package = installed("portal")
    done = subprocess.run(
        [
            *(package / "node_modules" / ".bin" / "spectral", "lint", folder / "openapi.json"),
            *("--ruleset", package / "spectral.yaml", "--format", "json", "--quiet"),
        ],
        capture_output=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr.decode()
    return [
        f"{each['code']} at {each['path']}: {each['message']}" for each in json.loads(done.stdout)
    ]


def test_the_document_keeps_every_rule(described: dict[str, Any], tmp_path: Path) -> None:
    assert broken(tmp_path, described) == []


def test_the_rules_notice_what_is_wrong(described: dict[str, Any], tmp_path: Path) -> None:
    wrong = json.loads(json.dumps(described))
    wrong["paths"]["/Fout_pad/"] = {"get": {"responses": {"200": {"description": "x"}}}}
    wrong["servers"] = [{"url": "http://stadspols.example/v1.0"}]
    del wrong["info"]["contact"]["email"]
    found = "\n".join(broken(tmp_path, wrong))
    for rule in (
        "/core/path-segments-kebab-case",
        "/core/no-trailing-slash",
        "/core/uri-version",
        "/core/transport/tls",
        "/core/doc-openapi-contact",
        "/core/version-header-headers",
        "/core/error-handling/invalid-input",
    ):
        assert rule in found
