"""A status of the Mastodon API, field by field; all content invented."""

from __future__ import annotations

import pytest

from pipeline.sources import fediverse_post
from pipeline.sources.protocol import Reason
from privacy.posts import Mark

ACCOUNT = {"url": "https://zuiderzee.example/@vaart", "bot": False, "note": "", "fields": []}


def status(**changes: object) -> dict[str, object]:
    base: dict[str, object] = {
        "uri": "https://zuiderzee.example/users/vaart/statuses/1",
        "created_at": "2026-11-20T10:00:00Z",
        "visibility": "public",
        "content": "<p>rook boven de vaart</p>",
        "account": ACCOUNT,
    }
    return base | changes


OTHER = status(
    content="<p>het origineel</p>", account=ACCOUNT | {"url": "https://ijsselmeer.example/@ander"}
)

TEXTS = {
    "text": (status(), "rook boven de vaart"),
    "content warning": (status(spoiler_text="brand"), "brand\nrook boven de vaart"),
    "entities": (status(content="<p>R&amp;B &lt;live&gt;</p>"), "R&B <live>"),
    "custom emoji": (
        status(content="<p>oei :rook: :onbekend: 10:30:00</p>", emojis=[{"shortcode": "rook"}]),
        "oei  :onbekend: 10:30:00",
    ),
    "emoji in a warning": (
        status(spoiler_text=":rook: brand", emojis=[{"shortcode": "rook"}], content=""),
        " brand",
    ),
    "poll": (
        status(poll={"options": [{"title": "meer politie"}, {"title": "minder"}]}),
        "rook boven de vaart\nmeer politie\nminder",
    ),
    "descriptions": (
        status(media_attachments=[{"description": "een rookwolk"}, {"description": None}]),
        "rook boven de vaart\neen rookwolk",
    ),
    "boost": (status(content="", reblog=OTHER), "het origineel"),
    "what is quoted is another post": (
        status(quote={"state": "accepted", "quoted_status": OTHER}),
        "rook boven de vaart",
    ),
    "link card": (status(card={"title": "kop van een krant"}), "rook boven de vaart"),
    "nonsense": (
        status(content=7, poll=[], emojis="x", media_attachments={"a": 1}, spoiler_text=[]),
        "7",
    ),
    "nothing": ({}, ""),
}


@pytest.mark.parametrize(("given", "text"), TEXTS.values(), ids=TEXTS)
def test_what_a_reader_reads(given: dict[str, object], text: str) -> None:
    assert fediverse_post.fields(given)["text"] == text


def test_a_boost_is_of_who_boosts() -> None:
    boost = status(uri="https://zuiderzee.example/users/vaart/statuses/2/activity", reblog=OTHER)
    found = fediverse_post.fields(boost)
    assert (found["author"], found["id"]) == (ACCOUNT["url"], boost["uri"])


def test_without_the_address_of_its_home_another_address_names_a_post() -> None:
    found = fediverse_post.fields(
        status(uri=None, url="https://a.example/1", account={"uri": "https://a.example/users/b"})
    )
    assert (found["id"], found["author"]) == ("https://a.example/1", "https://a.example/users/b")


MARKS = {
    "plain": (status(), set()),
    "bot": (status(account=ACCOUNT | {"bot": True}), {Mark.BOT}),
    "not quite a bot": (status(account=ACCOUNT | {"bot": "yes"}), set()),
    "boost": (status(reblog=OTHER), {Mark.REPOST}),
    "boost of an edited post": (
        status(reblog=OTHER | {"edited_at": "2026-11-20T11:00:00Z"}),
        {Mark.REPOST, Mark.EDITED},
    ),
    "quote": (status(quote={"state": "pending", "quoted_status": None}), {Mark.QUOTE}),
    "edited": (status(edited_at="2026-11-20T11:00:00Z"), {Mark.EDITED}),
    "no account": (status(account=None), set()),
}


@pytest.mark.parametrize(("given", "marks"), MARKS.values(), ids=MARKS)
def test_what_it_says_about_itself(given: dict[str, object], marks: set[Mark]) -> None:
    assert fediverse_post.marks(given) == marks


def of(**changes: object) -> dict[str, object]:
    return status(account=ACCOUNT | changes)


REFUSALS = {
    "public": (status(), None),
    "unlisted": (status(visibility="unlisted"), Reason.NOT_PUBLIC),
    "followers only": (status(visibility="private"), Reason.NOT_PUBLIC),
    "direct": (status(visibility="direct"), Reason.NOT_PUBLIC),
    "unsaid": (status(visibility=None), Reason.NOT_PUBLIC),
    "boost of what is not public": (
        status(reblog=OTHER | {"visibility": "private"}),
        Reason.NOT_PUBLIC,
    ),
    "indexable": (of(indexable=True), None),
    "not indexable": (of(indexable=False), Reason.OPTED_OUT),
    "noindex": (of(noindex=True), Reason.OPTED_OUT),
    "a word in the profile": (of(note="<p>hoi <a>#<span>NoBot</span></a></p>"), Reason.OPTED_OUT),
    "a word in a field": (of(fields=[{"name": "x", "value": "#noindex"}]), Reason.OPTED_OUT),
    "part of a word": (of(note="#nobots #noindexing"), None),
    "boost of who opted out": (
        status(reblog=OTHER | {"account": ACCOUNT | {"indexable": False}}),
        Reason.OPTED_OUT,
    ),
    "nonsense": (of(note=7, fields=[7, {"value": 7}]), None),
}


@pytest.mark.parametrize(("given", "reason"), REFUSALS.values(), ids=REFUSALS)
def test_what_may_not_be_used(given: dict[str, object], reason: Reason | None) -> None:
    assert fediverse_post.refusal(given) == reason
