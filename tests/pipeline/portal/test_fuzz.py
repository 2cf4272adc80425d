"""Schemathesis asks everything that the OpenAPI document allows, and what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as bounded
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from pipeline.portal.app import create_app
from privacy.framework.roles import Rol
from tests.fakes import NOW
from tests.pipeline.portal.conftest import UNLIMITED, Door

if TYPE_CHECKING:
    from pipeline.settings import Settings

QUICK = bounded(
    max_examples=20,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[*HealthCheck],
)

ITS_OWN_PROCESS = "/antwoord"
"""Each question of it starts a process: `tests/pipeline/test_question.py` attacks it."""


@pytest.mark.slow
def test_no_question_breaks_the_api(settings: Settings) -> None:
    app = create_app(settings, lambda: NOW, recognition=Door(Rol.ANALIST), limit=UNLIMITED)
    described = TestClient(app).get("/v1/openapi.json").json()
    for operations in described["paths"].values():
        for operation in operations.values():
            operation.pop("security", None)  # the door takes everybody for an analyst
    document = schemathesis.openapi.from_dict(described)
    document.app = app
    asked = 0
    for result in document.get_all_operations():
        assert isinstance(result, Ok)
        if result.ok().path == ITS_OWN_PROCESS:
            continue
        sane, insane = (result.ok().as_strategy(mode) for mode in GenerationMode)

        @given(case=sane | insane)
        @QUICK
        def ask(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate()

        ask()
        asked += 1
    assert asked > 8
