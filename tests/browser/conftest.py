"""One browser and two installations for all tests here: of a year, and of ten years."""

from __future__ import annotations

import shutil
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from pipeline.portal.access import Caller
from pipeline.portal.app import create_app
from pipeline.settings import Settings
from privacy.framework.roles import Rol
from tests.browser.installation import NOW, install, install_second

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI, Request
    from playwright.sync_api import Browser, Page

    from tests.browser.pages import Shown

_ROLE = "x-rol"
CHROMIUM = shutil.which("chromium")
"""The Chromium of this machine; on Debian: apt-get install chromium."""


class ByHeader:
    """A `Recognition` that believes what the test's browser says it is."""

    def caller(self, request: Request) -> Caller:
        role = request.headers.get(_ROLE)
        return Caller(Rol(role), "token") if role else Caller()


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Yield the address of the portal on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


def portal(settings: Settings) -> FastAPI:
    return create_app(settings, lambda: NOW, recognition=ByHeader())


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a portal with figures of a year."""
    with serving(portal(install(tmp_path_factory.mktemp("jaar"), days=400))) as address:
        yield address


@pytest.fixture(scope="session")
def ten_years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a portal with figures of ten years."""
    with serving(portal(install(tmp_path_factory.mktemp("tien_jaar"), days=3_652))) as address:
        yield address


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a portal under a second framework, with texts to read and boundaries."""
    with serving(portal(install_second(tmp_path_factory.mktemp("tweede")))) as address:
        yield address


@pytest.fixture
def site(request: pytest.FixtureRequest, shown: Shown) -> str:
    """The address of the portal that the page is of."""
    address: str = request.getfixturevalue(shown.installation)
    return address


@pytest.fixture(scope="session")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a portal before anything ran."""
    folder = tmp_path_factory.mktemp("leeg")
    with serving(portal(Settings(data=folder / "data", keys=folder / "keys"))) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    assert CHROMIUM, "no chromium on this machine; on Debian: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--lang=nl-NL"]
        )
        yield started
        started.close()


@dataclass
class Visit:
    """Opens pages as a role; what the browser complains of is kept."""

    browser: Browser
    complaints: list[str]

    @contextmanager
    def open(
        self,
        address: str,
        role: Rol | None = None,
        **how: Any,  # noqa: ANN401 - options as the browser takes them
    ) -> Iterator[Page]:
        """Yield the page at `address`, in a context of its own."""
        how = {"locale": "nl-NL", "viewport": {"width": 1280, "height": 900}} | how
        headers = {_ROLE: role.value} if role else {}
        context = self.browser.new_context(extra_http_headers=headers, **how)
        page = context.new_page()
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(address)
        yield page
        context.close()


@pytest.fixture
def visit(browser: Browser) -> Visit:
    return Visit(browser, [])
