from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from pipeline.portal.access import Caller
from pipeline.portal.app import create_app
from pipeline.portal.limit import Limit
from pipeline.settings import Settings
from tests.fakes import NOW, signed_example
from tests.pipeline.portal.released_file import write_released

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import FastAPI, Request

    from privacy.framework.roles import Rol


UNLIMITED = Limit(1e6, 10**6, lambda: 0.0)


@dataclass
class Door:
    """A `Recognition` that takes everybody for who the test says."""

    role: Rol | None = None
    csrf: str | None = None

    def caller(self, request: Request) -> Caller:  # noqa: ARG002 - the protocol
        return Caller(self.role, self.csrf)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation with a signed example framework and released figures of a month."""
    folder: Path = tmp_path_factory.mktemp("portaal")
    settings = Settings(
        config=signed_example(folder / "config"), data=folder / "data", keys=folder / "keys"
    )
    write_released(settings.released)
    write_released(settings.public, tier="openbaar", surges=False)
    return settings


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def app(settings: Settings, door: Door) -> FastAPI:
    return create_app(settings, lambda: NOW, recognition=door, limit=UNLIMITED)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, raise_server_exceptions=False)
