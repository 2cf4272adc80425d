"""Everybody can use every page: measured in a browser, on every page and state."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from privacy.framework.roles import Rol
from tests.browser.pages import PAGES, STATES, Shown

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visit

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = (*PAGES, *STATES)
EXPECTED_ERRORS = ("status of 40",)
"""A page that says 'not found' is loaded with that status, which the browser reports."""


def violations(page: Page) -> list[str]:
    """Return what axe finds: the rule, and the first place of it."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    return [
        f"{each['id']}: {each['nodes'][0]['target']} {each['nodes'][0]['failureSummary'][:300]}"
        for each in found["violations"]
    ]


def unfold(page: Page) -> None:
    """Open every part that can be folded, so that it is looked at too."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shown", ALL, ids=str)
def test_axe_finds_nothing(visit: Visit, site: str, shown: Shown, scheme: str) -> None:
    with visit.open(site + shown.path, shown.role, color_scheme=scheme) as page:
        unfold(page)
        assert violations(page) == []
    assert [c for c in visit.complaints if not any(e in c for e in EXPECTED_ERRORS)] == []


@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_axe_finds_nothing_before_anything_ran(visit: Visit, nothing: str, shown: Shown) -> None:
    with visit.open(nothing + shown.path, shown.role) as page:
        assert violations(page) == []


@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_axe_finds_nothing_in_forced_colours(visit: Visit, site: str, shown: Shown) -> None:
    with visit.open(site + shown.path, shown.role, forced_colors="active") as page:
        assert violations(page) == []


SIZES = {
    "320 px": {"viewport": {"width": 320, "height": 640}},
    "200%": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("shown", ALL, ids=str)
def test_nothing_scrolls_sideways(
    visit: Visit, site: str, shown: Shown, size: dict[str, Any]
) -> None:
    with visit.open(site + shown.path, shown.role, **size) as page:
        unfold(page)
        wide, seen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= seen


@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_everything_is_reached_by_keyboard_in_order_and_seen(
    visit: Visit, site: str, shown: Shown
) -> None:
    with visit.open(site + shown.path, shown.role) as page:
        reachable = page.evaluate(
            """() => [...document.querySelectorAll(
                'a[href], button, select, input:not([type=hidden]), textarea, summary, [tabindex]')]
                .filter(e => e.tabIndex >= 0 && e.checkVisibility({contentVisibilityAuto: true}))
                .filter(e => e.type !== 'radio').length"""
        )
        seen = 0
        for _ in range(3 * reachable + 10):
            page.keyboard.press("Tab")
            at = page.evaluate(
                """() => { const e = document.activeElement; const s = getComputedStyle(e);
                if (e === document.body) return null;
                const fresh = !e.dataset.seen; e.dataset.seen = 'yes';
                return {fresh, ring: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
                  radio: e.type === 'radio', tag: e.outerHTML.slice(0, 120)}; }"""
            )
            if at is None or (not at["fresh"] and "date" not in at["tag"]):
                break
            assert at["ring"], f"no focus is seen on {at['tag']}"
            seen += at["fresh"] and not at["radio"]
        assert seen >= reachable


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_text_is_read_and_judged_by_keyboard(visit: Visit, second: str, scheme: str) -> None:
    with visit.open(second + "/lezen", Rol.FG, color_scheme=scheme) as page:
        page.get_by_role("button", name="Toon één bericht").press("Enter")
        page.wait_for_selector("blockquote")
        assert violations(page) == []
        page.get_by_label("Onrust").press("Space")
        page.get_by_role("button", name="Bewaar oordeel").press("Enter")
        page.wait_for_url("**/lezen?bewaard=ja")
        assert page.get_by_role("status").inner_text().startswith("Uw oordeel is geteld")
        assert violations(page) == []
    assert visit.complaints == []


def test_the_first_tab_skips_to_the_content(visit: Visit, year: str) -> None:
    with visit.open(year + "/analist", Rol.ANALIST) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#inhoud"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_reading_needs_no_javascript(visit: Visit, site: str, shown: Shown) -> None:
    with visit.open(site + shown.path, shown.role, java_script_enabled=False) as page:
        assert page.locator("h1").is_visible()
        for chart in page.locator(".vlak > svg").all():
            box = chart.bounding_box()
            assert box is not None
            assert box["height"] > 40


def test_choosing_needs_no_javascript(visit: Visit, year: str) -> None:
    with visit.open(year + "/analist/reeks", Rol.ANALIST, java_script_enabled=False) as page:
        page.select_option("#signaal", "dreiging")
        page.get_by_role("button", name="Toon").click()
        assert "signaal=dreiging" in page.url
        assert page.locator("h1").inner_text().startswith("Dreiging")


def test_with_javascript_a_choice_shows_at_once_and_stays_in_the_address(
    visit: Visit, year: str
) -> None:
    with visit.open(year + "/analist/reeks", Rol.ANALIST) as page:
        page.evaluate("window.stays = true")
        page.select_option("#signaal", "dreiging")
        page.wait_for_function(
            "() => document.querySelector('h1').innerText.startsWith('Dreiging')"
        )
        assert page.evaluate("window.stays") is True, "the page was not loaded anew"
        page.wait_for_function("() => location.search.includes('signaal=dreiging')")
        page.reload()
        assert page.locator("h1").inner_text().startswith("Dreiging")
    assert visit.complaints == []


@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_on_paper_there_is_content_without_menus(visit: Visit, site: str, shown: Shown) -> None:
    with visit.open(site + shown.path, shown.role) as page:
        page.emulate_media(media="print")
        assert page.locator("main h1").is_visible()
        assert not page.locator(".kop nav").is_visible()
        assert len(page.pdf()) > 5_000
