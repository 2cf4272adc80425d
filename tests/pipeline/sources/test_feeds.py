"""Entries of a feed, field by field; all content invented."""

from __future__ import annotations

import time

import httpx
import pytest

from pipeline.sources.feeds import FeedSource
from pipeline.sources.protocol import START, Passed, Reason, Rejection
from pipeline.sources.web import Web
from privacy.errors import Permanent
from privacy.posts import Mark
from privacy.raw import RawPost
from tests.pipeline.sources.samples import SOURCE, clock

URL = "https://krant.example/almere.xml"
DATE = "<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate>"


def source(body: str, status: int = 200, robots: str = "") -> FeedSource:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return httpx.Response(404)
        return httpx.Response(status, content=body.encode(), headers={"x-robots-tag": robots})

    web = Web("test", sleep=lambda _: None, transport=httpx.MockTransport(answer))
    return FeedSource(SOURCE, URL, web=web, clock=clock)


def feed(entry: str) -> str:
    items = f"<language>nl-NL</language><item>{entry}</item>"
    return f"<rss version='2.0'><channel>{items}</channel></rss>"


def only(entry: str) -> RawPost:
    post, end = (item for _, item in source(feed(f"<guid>1</guid>{DATE}{entry}")).read(START))
    assert isinstance(post, RawPost)
    assert end == Passed()
    return post


FULL = (
    "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
    "<![CDATA[<p>lang</p>]]></content:encoded>"
)
ENTRIES = {
    "title": ("<title>Brand aan de vaart</title>", "Brand aan de vaart"),
    "title and body": (
        "<title>Brand</title><description>&lt;p&gt;Rook &amp;amp; as&lt;/p&gt;</description>",
        "Brand\nRook & as",
    ),
    "body in full": (
        f"<title>Brand</title><description>kort</description>{FULL}",
        "Brand\nlang",
    ),
    "the same twice": ("<title>Brand</title><description>Brand</description>", "Brand"),
    "program": (
        "<title>Brand</title><description><![CDATA[<script>x</script>as]]></description>",
        "Brand\nas",
    ),
    "picture": (
        "<description><![CDATA[<img src='/a.png' alt='rookwolk'/>]]></description>",
        "rookwolk",
    ),
}


@pytest.mark.parametrize(("entry", "text"), ENTRIES.values(), ids=ENTRIES)
def test_what_a_reader_reads(entry: str, text: str) -> None:
    assert only(entry).text == text


def test_the_author_is_the_feed() -> None:
    post = only("<title>Brand</title><author>vaart@krant.example</author>")
    assert (post.author, post.language, post.marks) == (URL, "nl", frozenset())


def test_an_entry_that_changed_is_marked() -> None:
    changed = "<updated xmlns='http://www.w3.org/2005/Atom'>2026-11-20T11:00:00Z</updated>"
    assert only(f"<title>Brand</title>{changed}").marks == {Mark.EDITED}


@pytest.mark.parametrize(
    ("body", "robots", "reason"),
    [
        ("<html>storing", "", Reason.UNREADABLE),
        (feed("<title>Brand</title>"), "noindex", Reason.OPTED_OUT),
    ],
)
def test_what_is_no_feed_or_may_not_be_read(body: str, robots: str, reason: Reason) -> None:
    assert list(source(body, robots=robots).read(START)) == [(START, Rejection(reason))]


def test_a_feed_that_is_gone_is_refused() -> None:
    with pytest.raises(Permanent, match=r"bron\.geweigerd"):
        list(source("", 404).read(START))


def test_a_hostile_entry_costs_no_more_than_its_length() -> None:
    started = time.process_time()
    only(f"<title>Brand</title><description><![CDATA[{'<!--' * 100_000}]]></description>")
    assert time.process_time() - started < 5
