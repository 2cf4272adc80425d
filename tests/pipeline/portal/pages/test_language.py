from __future__ import annotations

import re
import string
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.ingest import Scope
from pipeline.lake.store import DUPLICATE, WITHDRAWN
from pipeline.portal.pages.language import Language, Speech, speech_of, texts
from pipeline.portal.pages.page import FOLDER
from pipeline.portal.pages.state import State
from pipeline.sources.protocol import Reason
from pipeline.verdict import REASONS, Verdict
from privacy.cells import Status
from privacy.detect.span import PIIType
from privacy.disclosure import Rule
from privacy.framework.roles import Recht, Rol
from privacy.level import Level
from privacy.posts import Signal
from privacy.pseudonymise import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NL, EN = Speech(Language.NL), Speech(Language.EN)
TEMPLATES = "\n".join(f.read_text("utf-8") for f in (FOLDER / "templates").rglob("*.html"))
CODE = "\n".join(f.read_text("utf-8") for f in FOLDER.glob("*.py"))
NAMED = {
    "signaal": Signal,
    "niveau": Level,
    "rol": Rol,
    "recht": Recht,
    "status": Status,
    "staat": State,
    "oordeel": Verdict,
    "reden": [reason for reasons in REASONS.values() for reason in reasons],
    "persoonsgegeven": PIIType,
    "weggelaten": [*Refusal, *Scope, *Reason, DUPLICATE, WITHDRAWN],
    "regel": Rule,
}


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_sentences_with_the_same_places() -> None:
    dutch, english = texts(Language.NL), texts(Language.EN)
    assert dutch.keys() == english.keys()
    assert {key for key in dutch if places(dutch[key]) != places(english[key])} == set()


def test_no_sentence_is_empty() -> None:
    assert all(sentence.strip() for each in Language for sentence in texts(each).values())


def test_every_sentence_that_a_page_asks_for_exists() -> None:
    asked = set(re.findall(r"""say\(["']([\w.]+)["'][,)]""", TEMPLATES + CODE))
    assert len(asked) > 200
    assert asked - texts(Language.NL).keys() == set()


def said() -> Iterator[str]:
    """Yield what stands between quotes in templates and code: sentences are asked for by it."""
    yield from re.findall(r"""["']([\w.]+)["']""", TEMPLATES + CODE)


def test_no_sentence_is_left_that_no_page_uses() -> None:
    quoted = set(said())
    groups = {"menu_analist", "menu_bewoner", "menu_raad", *NAMED, "maand", "weekdag", "taak"}
    groups |= {"uiting", "groep", "uitkomst", "inzage", "verwijderd", "verwijderreden", "stuk"}
    groups |= {"ondertekenaar", "register", "begin", "rechten", "geteld", "toegankelijk", "uitleg"}
    groups |= {"fout", "vergelijk", "vragen", "geleden", "menu", "termijn", "methode"}
    unused = {
        key
        for key in texts(Language.NL)
        if key not in quoted and key.partition(".")[0] not in groups
    }
    assert unused == set()


@pytest.mark.parametrize(("kind", "values"), NAMED.items())
def test_everything_that_is_shown_by_name_has_one(kind: str, values: Iterable[str]) -> None:
    known = texts(Language.NL)
    assert {f"{kind}.{value}" for value in values} - known.keys() == set()


def test_a_language_that_we_do_not_speak_is_dutch() -> None:
    assert speech_of("fy").language is Language.NL
    assert speech_of("en").language is Language.EN
    assert speech_of(None).language is Language.NL


def test_numbers_and_days_are_written_as_people_do() -> None:
    assert (NL.number(1234.5, 1), EN.number(1234.5, 1)) == ("1.234,5", "1,234.5")
    assert NL.percent(0.0902, 1) == "9,0%"
    moment = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
    assert NL.day(moment) == "28 november 2026", "the Dutch clock is an hour ahead"
    assert NL.moment(moment) == "28 november 2026, 00:30"
    assert (NL.day(date(2026, 3, 1)), EN.short_day(date(2026, 3, 1))) == ("1 maart 2026", "1 Mar")


def test_a_period_of_a_day_is_that_day_and_a_longer_one_has_an_end() -> None:
    start = datetime(2026, 11, 26, 23, tzinfo=UTC)
    assert NL.period(start, start + timedelta(days=1)) == "vrijdag 27 november 2026"
    week = NL.period(start, start + timedelta(days=7))
    assert week == "27 november 2026 tot en met 3 december 2026"


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(minutes=-1), "0 minuten geleden"),
        (timedelta(minutes=90), "90 minuten geleden"),
        (timedelta(hours=5), "5 uur geleden"),
        (timedelta(days=3), "3 dagen geleden"),
    ],
)
def test_how_long_ago_something_was(passed: timedelta, said: str) -> None:
    now = datetime(2026, 11, 28, tzinfo=UTC)
    assert NL.ago(now - passed, now) == said
