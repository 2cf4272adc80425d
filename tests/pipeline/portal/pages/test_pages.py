from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from pipeline.portal.app import create_app
from pipeline.portal.pages.page import SECTIONS
from pipeline.verdict import Reason
from privacy.framework.roles import Rol
from privacy.framework.schema import EXAMPLE_MARK
from tests.fakes import NOW
from tests.pipeline.portal.released_file import SURGE, write_released

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.settings import Settings
    from tests.pipeline.portal.conftest import Door

EVERYBODY = (
    "/", "/bewoner", "/bewoner/cijfers", "/bewoner/rechten", "/bewoner/register", "/uitleg",
    "/toegankelijkheid", "/inloggen",
)  # fmt: skip
ANALYST = (
    "/analist", "/analist/reeks", "/analist/kaart", "/analist/pieken", f"/analist/pieken/{SURGE}",
    "/analist/vergelijk", "/analist/vragen",
)  # fmt: skip
COUNCIL = (
    "/raad", "/raad/kader", "/raad/verwerking", "/raad/algoritmen", "/raad/pieken",
    "/raad/controleer",
)  # fmt: skip
PAGES = [
    *((None, path) for path in EVERYBODY),
    *((Rol.ANALIST, path) for path in ANALYST),
    *((Rol.RAADSLID, path) for path in COUNCIL),
    (Rol.OPERATOR, "/beheer"),
]


class Reader(HTMLParser):
    """Collects what a page refers to and what could hurt under a strict policy."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.around: list[dict[str, str | None]] = []
        """Per table the attributes of the element that it is the first thing in."""
        self._last: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.around += [self._last] if tag == "table" else []
        self._last = given
        self.links += [str(given[name]) for name in ("href", "src", "action") if name in given]
        self.ids += [str(given["id"])] if "id" in given else []
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.inline += [tag] if tag == "style" or (tag == "script" and "src" not in given) else []


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("role", "path"), PAGES)
def test_every_page_shows_in_both_languages(
    client: TestClient, door: Door, role: Rol | None, path: str, language: str
) -> None:
    door.role = role
    answer = client.get(path, params={"taal": language})
    assert answer.status_code == 200, answer.text[:500]
    assert f'<html lang="{language}"' in answer.text
    assert EXAMPLE_MARK in answer.text, "an example says so everywhere"
    assert answer.text.count("<h1") == 1
    reader = read(answer.text)
    assert reader.inline == [], "the policy allows nothing in the page itself"
    assert len(reader.ids) == len(set(reader.ids))


def test_every_table_scrolls_within_a_place_that_keys_reach_and_that_has_a_name(
    client: TestClient, door: Door
) -> None:
    tables = 0
    for role, path in PAGES:
        door.role = role
        around = read(client.get(path).text).around
        tables += len(around)
        for box in around:
            assert (box.get("class"), box.get("tabindex"), box.get("role")) == (
                "tabel-vak", "0", "region",
            ), path  # fmt: skip
            assert box.get("aria-label"), path
    assert tables > 10


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_link_within_the_portal_leads_somewhere(
    client: TestClient, door: Door, language: str
) -> None:
    followed: set[str] = set()
    for role, path in PAGES:
        door.role = role
        links = {
            link.partition("#")[0]
            for link in read(client.get(path, params={"taal": language}).text).links
        }
        ours = {each for each in links if each.startswith("/") and not each.startswith(ELSEWHERE)}
        for link in sorted({of_a_kind(each): each for each in ours - followed}.values()):
            status = client.get(link, follow_redirects=False).status_code
            assert status in {200, 401, 403, 405}, link
        followed |= ours
    assert len(followed) > 60


def of_a_kind(link: str) -> str:
    """Return the link without its values: one of each kind is followed."""
    return re.sub(r"=[^&]*", "", link)


ELSEWHERE = ("/v1/",)
"""What programs use; its own tests are about it."""


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_a_page_without_a_right_sends_nothing_but_a_way_on(
    client: TestClient, door: Door, role: Rol | None, path: str
) -> None:
    if role is None:
        assert client.get(path).status_code == 200
        return
    assert client.get(path).status_code == 401
    door.role = Rol.OPERATOR if role is not Rol.OPERATOR else Rol.ANALIST
    refused = client.get(path)
    assert refused.status_code == 403
    assert "Geen toegang" in refused.text


def test_the_menu_shows_what_a_role_may_see(client: TestClient, door: Door) -> None:
    door.role = Rol.RAADSLID
    menu = client.get("/").text.partition("</header>")[0]
    assert 'href="/raad"' in menu
    assert 'href="/analist"' not in menu
    assert len(SECTIONS) == 4


def test_the_first_page_leads_everybody_to_their_place(client: TestClient) -> None:
    links = read(client.get("/").text).links
    assert {path for _, path, _ in SECTIONS} <= set(links)


def test_the_switch_keeps_the_view(client: TestClient, door: Door) -> None:
    door.role = Rol.ANALIST
    page = client.get("/analist/reeks", params={"signaal": "dreiging", "taal": "en"}).text
    assert 'href="/analist/reeks?signaal=dreiging&amp;taal=nl"' in page
    assert 'href="/analist?taal=en"' in page, "links stay in the language of the page"


def test_where_and_how_sure_stands_at_the_top_of_the_overview(
    client: TestClient, door: Door
) -> None:
    door.role = Rol.ANALIST
    page = client.get("/analist", params={"tot": "2026-11-18"}).text
    assert re.search(r"in 1 gevallen hoger dan verwacht", page)
    assert "40 accounts (38 tot 42), verwacht 12, grens 30." in page
    assert "hoogstens 10% vals alarm" in page
    calm = client.get("/analist", params={"tot": "2026-11-19"}).text
    assert "nergens iets hoger dan verwacht" in calm


def test_the_three_states_differ_in_word_sign_and_pattern(client: TestClient, door: Door) -> None:
    door.role = Rol.ANALIST
    page = client.get("/analist/reeks", params={"gebied": "GM0034", "signaal": "dreiging"}).text
    for state, word in (("achtergehouden", "Achtergehouden"), ("geen_gegevens", "Geen gegevens")):
        assert f'staat-{state}"><span aria-hidden="true">' in page
        assert f"<b>{word}</b>" in page
    assert 'class="g-achter"' in page
    assert 'class="g-leeg"' in page
    assert "<b>Nul</b>" in page
    assert 'class="g-nul"' in page


def test_a_long_series_shows_a_column_per_week_and_says_so(
    tmp_path: Path, settings: Settings, door: Door
) -> None:

    longer = settings.model_copy(update={"data": tmp_path})
    write_released(longer.released, days=400)
    door.role = Rol.ANALIST
    page = TestClient(create_app(longer, lambda: NOW, recognition=door)).get(
        "/analist/reeks", params={"van": "2025-10-20"}
    )
    assert "Per week de hoogste dag" in page.text


def test_a_period_that_runs_back_is_turned_round(client: TestClient, door: Door) -> None:
    door.role = Rol.ANALIST
    there = client.get("/analist/reeks", params={"van": "2026-11-01", "tot": "2026-11-10"}).text
    back = client.get("/analist/reeks", params={"van": "2026-11-10", "tot": "2026-11-01"}).text
    assert there.partition("<main")[2] == back.partition("<main")[2]


@pytest.mark.parametrize(
    "params",
    [
        {"van": "gisteren"}, {"signaal": "liefde"}, {"niveau": "straat"},
        {"gebied": "<script>"}, {"bron": "x" * 200}, {"bladzijde": "0"},
    ],
)  # fmt: skip
def test_a_choice_that_is_none_is_refused_without_repeating_it(
    client: TestClient, door: Door, params: dict[str, str]
) -> None:
    door.role = Rol.ANALIST
    answer = client.get("/analist/pieken", params=params)
    assert answer.status_code == 400
    main = answer.text.partition("<main")[2]
    assert next(iter(params.values())) not in main


def test_fields_that_were_left_empty_choose_nothing(client: TestClient, door: Door) -> None:
    door.role = Rol.ANALIST
    left_empty = dict.fromkeys(("signaal", "gebied", "van", "tot", "bron"), "")
    assert client.get("/analist/pieken", params=left_empty).status_code == 200


def test_a_surge_is_assessed_and_the_last_word_shows(client: TestClient, door: Door) -> None:
    door.role, door.csrf = Rol.ANALIST, "geheim"
    path = f"/analist/pieken/{SURGE}"
    refused = client.post(path, data={"reden": Reason.EVENT.value, "csrf": "fout"})
    assert refused.status_code == 403
    for reason in (Reason.EVENT, Reason.ACTED):
        sent = client.post(
            path, data={"reden": reason.value, "csrf": "geheim"}, follow_redirects=True
        )
        assert sent.status_code == 200
        assert "Uw oordeel is bewaard" in sent.text
    assert "Laatste oordeel: terecht, het klopte en de gemeente deed iets" in sent.text
    door.role, door.csrf = Rol.RAADSLID, None
    assert "november 2026" in client.get("/raad/pieken").text.lower()


def test_what_was_missed_is_reported_without_text(client: TestClient, door: Door) -> None:
    door.role, door.csrf = Rol.ANALIST, "geheim"
    miss = {"signaal": "onrust", "gebied": "GM0034", "van": "2026-11-02", "tot": "2026-11-03"}
    sent = client.post("/analist/gemist", data={**miss, "csrf": "geheim"}, follow_redirects=True)
    assert "Gemeld." in sent.text
    wrong = {**miss, "tot": "2027-11-03", "csrf": "geheim"}
    assert client.post("/analist/gemist", data=wrong).status_code == 400


def test_an_operator_is_led_to_the_airflow_of_the_installation(
    settings: Settings, door: Door
) -> None:
    door.role = Rol.OPERATOR
    elsewhere = settings.model_copy(update={"airflow_url": "https://airflow.gemeente.example"})
    client = TestClient(create_app(elsewhere, lambda: NOW, recognition=door))
    assert "https://airflow.gemeente.example" in read(client.get("/beheer").text).links


def test_refusals_and_roles_are_told_in_words(client: TestClient, door: Door) -> None:
    client.get("/analist")
    for role, path in ((Rol.OPERATOR, "/beheer"), (Rol.RAADSLID, "/raad")):
        door.role = role
        shown = client.get(path).text
        assert "cijfers voor analisten zien" in shown
        assert "intern_zien" not in shown


@pytest.mark.parametrize("path", ["/bewoner/cijfers", "/uitleg"])
def test_public_figures_say_that_rare_signals_are_shown_too_high(
    client: TestClient, path: str
) -> None:
    assert "dan tellen vergissingen van het model mee" in client.get(path).text


def test_a_surge_that_does_not_exist_is_not_found(client: TestClient, door: Door) -> None:
    door.role = Rol.ANALIST
    assert client.get("/analist/pieken/000000000000").status_code == 404


def test_papers_can_be_kept_and_others_are_not_there(client: TestClient, door: Door) -> None:
    door.role = Rol.RAADSLID
    paper = client.get("/raad/stukken/algoritmeregister.json")
    assert paper.headers["content-disposition"] == 'attachment; filename="algoritmeregister.json"'
    assert paper.json()[0]["lang"] == "nld"
    assert client.get("/raad/stukken/vertrouwensanker.json").status_code == 404


def test_before_the_first_release_pages_say_so(
    tmp_path: Path, settings: Settings, door: Door
) -> None:
    empty = settings.model_copy(update={"data": tmp_path})
    client = TestClient(create_app(empty, lambda: NOW, recognition=door))
    for role, path in PAGES:
        door.role = role
        if SURGE not in path:
            answer = client.get(path)
            assert answer.status_code == 200, path
    door.role = Rol.ANALIST
    assert "Er zijn nog geen cijfers" in client.get("/analist").text


def test_without_a_framework_pages_stand_and_say_that_nothing_runs(
    tmp_path: Path, settings: Settings, door: Door
) -> None:
    (tmp_path / "config").mkdir()
    bare = settings.model_copy(update={"config": tmp_path / "config"})
    client = TestClient(create_app(bare, lambda: NOW, recognition=door))
    for path in EVERYBODY:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "Alles ligt stil" in answer.text


def test_a_question_in_sql_is_answered_and_stands_in_the_address(
    client: TestClient, door: Door
) -> None:
    door.role = Rol.ANALIST
    sql = "SELECT count(*) AS aantal FROM cellen"
    page = client.get("/analist/vragen", params={"sql": sql})
    assert page.status_code == 200
    assert '<th scope="col">aantal</th>' in page.text
    assert "/downloads/antwoord.csv?sql=SELECT" in page.text


def test_a_question_that_cannot_be_says_why(client: TestClient, door: Door) -> None:
    door.role = Rol.ANALIST
    page = client.get("/analist/vragen", params={"sql": "SELECT * FROM '/etc/passwd'"})
    assert page.status_code == 200
    assert "Dit lukte niet." in page.text
    assert "root:" not in page.text
