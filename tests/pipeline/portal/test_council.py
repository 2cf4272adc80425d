"""What stays open when the framework does not hold."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from pipeline.framework_files import FRAMEWORK_NAME
from pipeline.portal.app import create_app
from pipeline.portal.council import Council
from pipeline.settings import Settings
from privacy.framework.roles import Recht, Rol
from tests.fakes import NOW, signed_example
from tests.pipeline.portal.conftest import Door
from tests.pipeline.portal.released_file import write_released

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    folder = signed_example(tmp_path / "config")
    return Settings(config=folder, data=tmp_path / "data", keys=tmp_path / "keys")


@pytest.fixture
def council(own: Settings, clock: Clock) -> Council:
    return Council(own, clock)


def test_a_role_has_what_the_framework_grants_and_no_more(council: Council) -> None:
    standing = council.standing()
    assert standing.refusal is None
    assert standing.rights_of(Rol.ANALIST) == {Recht.INTERN_ZIEN, Recht.OPENBAAR_ZIEN}
    assert standing.rights_of(None) == {Recht.OPENBAAR_ZIEN}


def test_a_lapsed_framework_closes_figures_but_not_accountability(
    council: Council, clock: Clock
) -> None:
    clock.now += timedelta(days=400)
    standing = council.standing()
    assert standing.refusal is not None
    assert standing.refusal.rule == "kader.verlopen"
    assert standing.rights_of(Rol.ANALIST) == {Recht.OPENBAAR_ZIEN}
    assert Recht.VERANTWOORDING_ZIEN in standing.rights_of(Rol.RAADSLID)


def test_a_stop_order_holds_at_once_even_one_that_cannot_be_read(
    council: Council, own: Settings
) -> None:
    assert council.standing().refusal is None
    assert own.config is not None
    (own.config / "stop.json").write_text("{}")
    assert council.standing().refusal is not None
    assert Recht.INTERN_ZIEN not in council.standing().rights_of(Rol.ANALIST)
    (own.config / "stop.json").unlink()
    assert council.standing().refusal is None


def test_a_framework_that_was_touched_gives_nobody_anything(
    council: Council, own: Settings
) -> None:
    assert own.config is not None
    file = own.config / FRAMEWORK_NAME
    file.write_bytes(file.read_bytes() + b"# iets\n")
    assert council.standing().approved is None
    assert council.standing().rights_of(Rol.ANALIST) == {Recht.OPENBAAR_ZIEN}
    file.unlink()
    refusal = council.standing().refusal
    assert refusal is not None
    assert refusal.rule == "kader.bestand"


def test_a_logged_in_analyst_loses_the_figures_when_everything_stops(
    own: Settings, clock: Clock
) -> None:
    write_released(own.released, days=1)
    client = TestClient(create_app(own, clock, recognition=Door(Rol.ANALIST)))
    assert client.get("/v1/cijfers").status_code == 200
    assert own.config is not None
    (own.config / "stop-nu.json").write_text("{}")
    assert client.get("/v1/cijfers").status_code == 403
    shown = client.get("/v1/kader").json()
    assert shown["in_werking"] is False
    (own.config / FRAMEWORK_NAME).unlink()
    assert client.get("/v1/kader").status_code == 403
