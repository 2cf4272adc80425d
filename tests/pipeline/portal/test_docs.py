"""The programs in docs/api.md run as they stand there, and its table names every path."""

from __future__ import annotations

import re
import runpy
import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from pipeline.portal.app import create_app
from privacy.framework.roles import Rol
from tests.fakes import NOW
from tests.pipeline.portal.conftest import UNLIMITED, Door

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient

    from pipeline.settings import Settings

DOCUMENT = (Path(__file__).parents[3] / "docs" / "api.md").read_text()
PROGRAMS = dict(re.findall(r"## (\w+)\n\n```python\n(.*?)```", DOCUMENT, re.DOTALL))


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    """A portal on loopback that takes everybody for an analyst."""
    app = create_app(settings, lambda: NOW, recognition=Door(Rol.ANALIST), limit=UNLIMITED)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


RESULTS = {"Python": ("figures", 30), "pandas": ("per_area", 5), "DuckDB": ("weeks", 2)}


@pytest.mark.parametrize("name", RESULTS)
def test_a_program_of_the_document_runs(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "program.py").write_text(PROGRAMS[name])
    known = {"ADDRESS": address, "TOKEN": "een-token"}
    found: dict[str, Any] = runpy.run_path("program.py", init_globals=known)
    result, length = RESULTS[name]
    assert len(found[result]) == length


def test_the_document_names_every_path(client: TestClient) -> None:
    for path in client.get("/v1/openapi.json").json()["paths"]:
        assert path.removesuffix("/pieken/{piek_id}/beoordelingen") in DOCUMENT, path
