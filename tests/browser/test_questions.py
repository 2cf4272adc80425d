"""What somebody must find who has never seen the portal, by reading and following links alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from argon2 import PasswordHasher

from pipeline.portal.accounts import make_accounts
from pipeline.portal.app import create_app
from pipeline.portal.council import Council
from privacy.framework.roles import Rol
from tests.browser.conftest import serving
from tests.browser.installation import NOW, install

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import Visit


def said(page: Page) -> str:
    """Return what the page says at its top, the part that everybody reads."""
    return page.locator(".kern").inner_text()


def test_where_unrest_rises_and_how_sure_that_is(visit: Visit, year: str) -> None:
    with visit.open(year, Rol.ANALIST) as page:
        page.get_by_text("Kijk nu").click()
        assert re.search(r"Onrust, .*: \d+ accounts \(\d+ tot \d+\), verwacht \d+", said(page))
        assert re.search(r"hoogstens \d+% vals alarm", said(page))


def test_what_the_council_allows_and_until_when(visit: Visit, year: str) -> None:
    with visit.open(year, Rol.RAADSLID) as page:
        page.get_by_text("Controleer", exact=True).click()
        assert re.search(r"geldt tot en met \d+ \w+ \d{4}: nog \d+ dagen", said(page))
        page.get_by_role("link", name="Lees het hele kader").click()
        assert "Gelezen worden alleen deze bronnen" in page.locator("main").inner_text()
        assert page.get_by_text("Ondertekend door").is_visible()


def test_which_algorithm_decided_and_how_often_it_is_wrong(visit: Visit, year: str) -> None:
    with visit.open(year, Rol.RAADSLID) as page:
        page.get_by_text("Controleer", exact=True).click()
        page.get_by_role("link", name="Hoe vaak het fout is, en voor wie").click()
        assert re.search(r"stadspols-signalen-encoder-\d", said(page))
        assert re.search(r"\d+,\d% ten onrechte aan", said(page))


def test_what_is_kept_about_me(visit: Visit, year: str) -> None:
    with visit.open(year) as page:
        page.get_by_role("link", name="Wat bewaart de gemeente over mij?").click()
        assert "Niets dat uw naam, account of woorden bevat." in said(page)
        assert page.get_by_text("Zo maakt u bezwaar").is_visible()


def test_a_role_logs_in_by_keyboard_alone(visit: Visit, tmp_path: Path) -> None:
    settings = install(tmp_path, days=60)
    standing = Council(settings, lambda: NOW).standing()
    accounts, shown = make_accounts(
        standing, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    )
    with (
        serving(create_app(settings, lambda: NOW, accounts=accounts)) as address,
        visit.open(f"{address}/analist") as page,
    ):
        page.get_by_role("link", name="Inloggen", exact=True).focus()
        page.keyboard.press("Enter")
        page.locator("#rol").focus()
        page.keyboard.type("Analist")
        page.keyboard.press("Tab")
        page.keyboard.type(shown[Rol.ANALIST].password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/analist")
        assert page.get_by_text("Ingelogd als analist").is_visible()
        page.get_by_role("button", name="Uitloggen").press("Enter")
        page.wait_for_url(f"{address}/")
        assert page.get_by_role("link", name="Inloggen", exact=True).is_visible()
