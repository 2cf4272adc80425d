"""Renew the screenshots of docs/schermen: `make screenshots`."""

from __future__ import annotations

import base64
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, portal, serving
from tests.browser.installation import install, install_second
from tests.browser.pages import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = Path(__file__).parents[2] / "docs/schermen"
WIDTH, TALLEST = 1100, 1500
NOT_SHOWN = frozenset({"analist-kaart-grenzen"})
"""The boundaries of the tests are invented, and the page says that it shows those of the CBS."""


def main() -> int:
    """Write a picture of the top of every page, and of some on a telephone and in the dark."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(portal(install(Path(folder, "1"), days=400))) as year,
        serving(portal(install_second(Path(folder, "2")))) as second,
        sync_playwright() as playwright,
    ):
        addresses = {"year": year, "second": second}
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--lang=nl-NL"]
        )
        for shown in (each for each in PAGES if each.name not in NOT_SHOWN):
            for suffix, how in looks(shown.name).items():
                headers = {"x-rol": shown.role.value} if shown.role else {}
                context = browser.new_context(locale="nl-NL", extra_http_headers=headers, **how)
                page = context.new_page()
                page.goto(addresses[shown.installation] + shown.path)
                if shown.name == "lezen":
                    page.get_by_role("button", name="Toon één bericht").click()
                    page.wait_for_selector("blockquote")
                picture = photograph(page)
                (FOLDER / f"{shown.name}{suffix}.webp").write_bytes(picture)
                context.close()
        browser.close()
    return 0


def photograph(page: Page) -> bytes:
    """Return a picture of the top of the page, as WebP: the browser makes that itself."""
    tall, wide = page.evaluate("[document.documentElement.scrollHeight, innerWidth]")
    clip = {"x": 0, "y": 0, "width": wide, "height": min(tall, TALLEST), "scale": 1}
    how = {"format": "webp", "quality": 70, "clip": clip, "captureBeyondViewport": True}
    session = page.context.new_cdp_session(page)
    return base64.b64decode(session.send("Page.captureScreenshot", how)["data"])


def looks(name: str) -> dict[str, Any]:
    """Return how a page is photographed, by the end of the name of its file."""
    wide: dict[str, Any] = {"viewport": {"width": WIDTH, "height": 900}}
    if name not in {"analist", "analist-kaart", "bewoner-rechten"}:
        return {"": wide}
    return {
        "": wide,
        "-donker": {**wide, "color_scheme": "dark"},
        "-telefoon": {"viewport": {"width": 320, "height": 640}},
    }


if __name__ == "__main__":
    sys.exit(main())
