"""A post record of the AT Protocol, field by field; all content invented."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.sources import bluesky_post
from privacy.posts import Mark

NO_LABELS: frozenset[str] = frozenset()
IMAGES = {
    "$type": "app.bsky.embed.images",
    "images": [{"alt": "een rookwolk"}, {"alt": ""}, {"alt": 7}, "x"],
}
QUOTE = {"$type": "app.bsky.embed.record", "record": {"uri": "at://did:plc:a/b/c"}}
BOTH = {"$type": "app.bsky.embed.recordWithMedia", "record": QUOTE, "media": IMAGES}


def facet(start: int, end: int, kind: str = "mention") -> dict[str, object]:
    features = [{"$type": f"app.bsky.richtext.facet#{kind}", "did": "did:plc:b", "tag": "almere"}]
    return {"index": {"byteStart": start, "byteEnd": end}, "features": features}


def embedded(kind: str, **more: object) -> dict[str, object]:
    return {"text": "rook", "embed": {"$type": f"app.bsky.embed.{kind}", **more}}


TEXTS: dict[str, tuple[dict[str, Any], object]] = {
    "text": ({"text": "rook"}, "rook"),
    "mention": ({"text": "hoi @vaart.example!", "facets": [facet(4, 18)]}, "hoi @vaart.example!"),
    "mention in words": ({"text": "hoi Jan Vaart!", "facets": [facet(4, 13)]}, "hoi @Jan_Vaart!"),
    "mention after wide characters": (
        {"text": "🚨é Jan en Piet", "facets": [facet(7, 10), facet(14, 18)]},
        "🚨é @Jan en @Piet",
    ),
    "mention inside a character": ({"text": "é Jan", "facets": [facet(1, 2)]}, "@é Jan"),
    "mention beyond the end": ({"text": "hoi Jan", "facets": [facet(4, 999)]}, "hoi @Jan"),
    "mentions across each other": (
        {"text": "Jan Piet", "facets": [facet(0, 8), facet(4, 8)]},
        "@Jan_@Piet",
    ),
    "no place": ({"text": "Jan", "facets": [facet(3, 0), facet(-1, 2), {}, 7]}, "Jan"),
    "hashtag and link": (
        {"text": "#almere krant.example", "facets": [facet(0, 7, "tag"), facet(8, 21, "link")]},
        "#almere krant.example",
    ),
    "hashtags beside the text": ({"text": "rook", "tags": ["almere", 7]}, "rook\n#almere"),
    "images": ({"text": "rook", "embed": IMAGES}, "rook\neen rookwolk"),
    "video": (embedded("video", alt="een film"), "rook\neen film"),
    "link card": (embedded("external", external={"title": "kop", "uri": "x"}), "rook\nkop"),
    "what is quoted is another post": ({"text": "rook", "embed": QUOTE}, "rook"),
    "quote with images": ({"text": "rook", "embed": BOTH}, "rook\neen rookwolk"),
    "quotes within quotes": (
        {"text": "rook", "embed": {"$type": BOTH["$type"], "media": BOTH}},
        "rook",
    ),
    "half a character": ({"text": "\ud800 Jan", "facets": [facet(4, 7)]}, "\ud800@Jan"),
    "nonsense": ({"text": "rook", "facets": {}, "tags": {}, "embed": []}, "rook"),
    "no text": ({"text": 7}, 7),
    "nothing": ({}, None),
}


@pytest.mark.parametrize(("record", "text"), TEXTS.values(), ids=TEXTS)
def test_what_a_reader_reads(record: dict[str, Any], text: object) -> None:
    assert bluesky_post.text(record) == text


def test_a_text_too_long_to_be_kept_is_not_worked_on() -> None:
    record = {"text": "a" * 100_001, "facets": [facet(0, 3)] * 1000}
    assert bluesky_post.text(record) == record["text"]


@pytest.mark.parametrize(
    ("langs", "language"), [(["nl"], "nl"), (["nl", "en"], None), ([], None), ("nl", None)]
)
def test_a_language_counts_when_it_is_the_only_one(langs: object, language: object) -> None:
    assert bluesky_post.fields("did:plc:a", "1", {"langs": langs})["lang"] == language


@pytest.mark.parametrize(
    ("record", "labels", "edited", "marks"),
    [
        ({}, NO_LABELS, False, set()),
        ({}, frozenset({"bot"}), False, {Mark.BOT}),
        ({}, NO_LABELS, True, {Mark.EDITED}),
        ({"embed": QUOTE}, NO_LABELS, False, {Mark.QUOTE}),
        ({"embed": BOTH}, frozenset({"bot"}), True, {Mark.QUOTE, Mark.BOT, Mark.EDITED}),
        ({"embed": IMAGES}, NO_LABELS, False, set()),
    ],
)
def test_what_is_known_about_it(
    record: dict[str, object], labels: frozenset[str], *, edited: bool, marks: set[Mark]
) -> None:
    assert bluesky_post.marks(record, labels, edited=edited) == marks


@pytest.mark.parametrize(
    ("profile", "labels"),
    [
        ({"labels": {"values": [{"val": "!no-unauthenticated"}]}}, {"!no-unauthenticated"}),
        ({"labels": [{"val": "bot", "src": "did:plc:a"}, 7]}, {"bot"}),
        ({"labels": {"values": None}}, set()),
        ({"labels": "bot"}, set()),
        ({}, set()),
    ],
)
def test_labels_are_read_from_a_record_and_from_a_view(
    profile: dict[str, object], labels: set[str]
) -> None:
    assert bluesky_post.labels_of(profile) == labels
