"""Logging in with an account of the demo, and what a session is worth."""

from __future__ import annotations

import base64
import json
import stat
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from pipeline.portal.accounts import make_accounts
from pipeline.portal.app import create_app
from pipeline.portal.council import Council, Standing
from pipeline.portal.oidc import roles_in
from pipeline.portal.sessions import KEY_NAME, session_key
from privacy.errors import PrivacyError
from privacy.framework.approved import verify
from privacy.framework.roles import Rol
from tests.fakes import NOW
from tests.privacy.framework.council import REAL_FRAMEWORK
from tests.privacy.framework.council import Council as Signers

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pipeline.settings import Settings


QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def visitor(settings: Settings, clock: Clock) -> TestClient:
    accounts, shown = make_accounts(Council(settings, clock).standing(), QUICK)
    client = TestClient(create_app(settings, clock, accounts=accounts))
    client.headers["x-test-password"] = shown[Rol.ANALIST].password
    client.headers["x-test-token"] = shown[Rol.ANALIST].token
    return client


def log_in(visitor: TestClient, **changes: str) -> int:
    form = {"rol": "analist", "wachtwoord": visitor.headers["x-test-password"], "naar": "/static/"}
    return visitor.post("/inloggen", data=form | changes, follow_redirects=False).status_code


def may_see_figures(visitor: TestClient) -> bool:
    return visitor.get("/v1/cijfers").status_code == 200


def test_a_role_logs_in_and_out(visitor: TestClient) -> None:
    assert not may_see_figures(visitor)
    assert log_in(visitor) == 303
    assert may_see_figures(visitor)
    stolen = dict(visitor.cookies)
    assert visitor.post("/uitloggen", data={"csrf": "x"}).status_code == 403
    csrf = token_of(visitor)
    assert (
        visitor.post("/uitloggen", data={"csrf": csrf}, follow_redirects=False).status_code == 303
    )
    assert not may_see_figures(visitor)
    visitor.cookies.update(stolen)
    assert not may_see_figures(visitor)


def token_of(visitor: TestClient) -> str:
    session = json.loads(base64.b64decode(visitor.cookies["stadspols"].split(".")[0] + "=="))
    assert set(session) == {"id", "csrf", "rol", "begin", "gezien"}
    token: str = session["csrf"]
    return token


@pytest.mark.parametrize("changes", [{"wachtwoord": "x"}, {"rol": "burgemeester"}])
def test_a_wrong_password_or_role_is_refused_alike(
    visitor: TestClient, changes: dict[str, str]
) -> None:
    assert log_in(visitor, **changes) == 403
    assert not may_see_figures(visitor)


def test_who_guesses_waits(visitor: TestClient) -> None:
    assert [log_in(visitor, wachtwoord="x") for _ in range(6)][-1] == 429
    assert log_in(visitor) == 429


def test_a_form_of_another_site_logs_nobody_in(visitor: TestClient) -> None:
    visitor.headers["Origin"] = "https://elders.example"
    assert log_in(visitor) == 403


@pytest.mark.parametrize(
    ("minutes", "requests", "holds"),
    [(29, 1, True), (31, 1, False), (25, 19, True), (25, 20, False)],
)
def test_a_session_ends_by_itself(
    visitor: TestClient, clock: Clock, minutes: int, requests: int, *, holds: bool
) -> None:
    log_in(visitor)
    seen = True
    for _ in range(requests):
        clock.now += timedelta(minutes=minutes)
        seen = may_see_figures(visitor)
    assert seen is holds


@pytest.mark.parametrize("path", ["//kwaad.example", "https://kwaad.example", "/\\kwaad", "/a\nb"])
def test_nobody_is_sent_elsewhere(visitor: TestClient, path: str) -> None:
    form = {"rol": "analist", "wachtwoord": visitor.headers["x-test-password"], "naar": path}
    answer = visitor.post("/inloggen", data=form, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_a_token_is_for_programs_and_beats_the_cookie(visitor: TestClient) -> None:
    bearer = {"Authorization": f"Bearer {visitor.headers['x-test-token']}"}
    assert visitor.get("/v1/cijfers", headers=bearer).status_code == 200
    log_in(visitor)
    assert visitor.get("/v1/cijfers", headers={"Authorization": "Bearer x"}).status_code == 401
    assert visitor.get("/v1/cijfers", headers={"Authorization": "Basic x"}).status_code == 401


def test_a_cookie_of_another_key_is_worth_nothing(
    visitor: TestClient, settings: Settings, tmp_path: Path
) -> None:
    log_in(visitor)
    other = TestClient(create_app(settings.model_copy(update={"keys": tmp_path}), Clock()))
    other.cookies.update(dict(visitor.cookies))
    assert not may_see_figures(other)


def test_over_https_the_cookie_is_for_this_host_alone(settings: Settings) -> None:
    safe = settings.model_copy(update={"portal_url": "https://stadspols.example"})
    accounts, shown = make_accounts(Council(settings, Clock()).standing(), QUICK)
    app = create_app(safe, Clock(), accounts=accounts)
    client = TestClient(app, base_url="https://stadspols.example")
    form = {"rol": "fg", "wachtwoord": shown[Rol.FG].password}
    answer = client.post("/inloggen", data=form, follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-stadspols=")
    assert {"httponly", "secure", "samesite=lax", "path=/"} <= set(cookie.split("; "))
    assert "max-age" in answer.headers["strict-transport-security"]


def test_a_council_of_its_own_has_no_demo_accounts() -> None:
    signers = Signers(example=False)
    real = verify(REAL_FRAMEWORK, signers.approve(REAL_FRAMEWORK), signers.root, now=None)
    with pytest.raises(PrivacyError, match=r"portal\.demo"):
        make_accounts(Standing(real, None))
    with pytest.raises(PrivacyError, match=r"portal\.demo"):
        make_accounts(Standing(None, PrivacyError("kader.bestand", "")))


def test_the_key_is_made_once_and_is_for_the_owner(tmp_path: Path) -> None:
    key = session_key(tmp_path / "keys")
    assert session_key(tmp_path / "keys") == key
    assert stat.S_IMODE((tmp_path / "keys" / KEY_NAME).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "keys").iterdir()] == [KEY_NAME]


def test_roles_come_from_the_claims_and_nothing_else() -> None:
    claims = {"realm_access": {"roles": ["sg-ov", "baas", 7]}, "name": "Jan"}
    assert roles_in(claims, "realm_access.roles", {"sg-ov": Rol.ANALIST}) == {Rol.ANALIST}
    assert roles_in({"roles": "fg"}, "roles", {}) == {Rol.FG}
    assert roles_in({"roles": ["analist", "fg"]}, "roles", {}) == {Rol.ANALIST, Rol.FG}
    assert roles_in({"roles": {"fg": 1}}, "roles", {}) == frozenset()
    assert roles_in(claims, "name.first", {}) == frozenset()
