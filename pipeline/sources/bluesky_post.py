"""A post record of the AT Protocol -> the fields of our input format.

Source: lexicons app.bsky.feed.post, app.bsky.richtext.facet, com.atproto.label.defs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.sources.record import TEXT_LIMIT_BYTES
from privacy.posts import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COLLECTION = "app.bsky.feed.post"
PLATFORM = "bluesky"
OPT_OUT = "!no-unauthenticated"
"""Label by which an account asks to be shown to people who are logged in, and to nobody else."""
BOT = "bot"

_MENTION = "app.bsky.richtext.facet#mention"
_QUOTE = "app.bsky.embed.record"
_QUOTE_WITH_MEDIA = "app.bsky.embed.recordWithMedia"


def post_name(did: str, rkey: str) -> str:
    """Return the id of a post within the platform."""
    return f"{did}/{rkey}"


def fields(did: str, rkey: str, record: Mapping[str, object]) -> dict[str, object]:
    """Return the fields that `RecordReader` reads; whatever is wrong with them it will see."""
    langs = record.get("langs")
    return {
        "id": post_name(did, rkey),
        "created_at": record.get("createdAt"),
        "author": did,
        "text": text(record),
        "lang": langs[0] if isinstance(langs, list) and len(langs) == 1 else None,
    }


def marks(record: Mapping[str, object], labels: frozenset[str], *, edited: bool) -> frozenset[Mark]:
    """Return what the record and the labels of its author say about it."""
    found = {Mark.EDITED} if edited else set()
    if BOT in labels:
        found.add(Mark.BOT)
    if _embed_kind(record) in (_QUOTE, _QUOTE_WITH_MEDIA):
        found.add(Mark.QUOTE)
    return frozenset(found)


def text(record: Mapping[str, object]) -> object:
    """Return what a reader of the post reads: text, hashtags beside it, descriptions of images.

    A mention is written as a handle, whatever its author made of it, so that it is removed as
    one. What is quoted is another post and not in it.
    """
    body = record.get("text")
    if not isinstance(body, str):
        return body
    parts = [_with_handles(body, record.get("facets"))]
    tags = record.get("tags")
    if isinstance(tags, list):
        parts.append(" ".join(f"#{tag}" for tag in tags if isinstance(tag, str)))
    parts += _descriptions(record.get("embed"))
    return "\n".join(part for part in parts if part)


def labels_of(profile: Mapping[str, object]) -> frozenset[str]:
    """Return the labels that an account put on itself, from its profile record or view."""
    labels = profile.get("labels")
    if isinstance(labels, dict):  # com.atproto.label.defs#selfLabels
        labels = labels.get("values")
    if not isinstance(labels, list):
        return frozenset()
    return frozenset(str(label.get("val")) for label in labels if isinstance(label, dict))


def _with_handles(body: str, facets: object) -> str:
    """Return the text in which each mention starts with @.

    Places are counted in UTF-8 bytes; one that lies inside a character counts from its start.
    """
    content = body.encode("utf-8", "surrogatepass")
    if len(content) > TEXT_LIMIT_BYTES:  # refused, so not worth the time
        return body
    for start, end in sorted(_mentions(facets), reverse=True):
        first, last = (len(content[:place].decode(errors="ignore")) for place in (start, end))
        handle = "@" + "_".join(body[first:last].removeprefix("@").split())
        body = body[:first] + handle + body[last:]
    return body


def _mentions(facets: object) -> Iterator[tuple[int, int]]:
    for facet in facets if isinstance(facets, list) else ():
        match facet:
            case {
                "index": {"byteStart": int(start), "byteEnd": int(end)},
                "features": [*features],
            } if 0 <= start < end and any(
                isinstance(f, dict) and f.get("$type") == _MENTION for f in features
            ):
                yield start, end


def _embed_kind(record: Mapping[str, object]) -> object:
    embed = record.get("embed")
    return embed.get("$type") if isinstance(embed, dict) else None


def _descriptions(embed: object) -> Iterator[str]:
    if isinstance(embed, dict) and embed.get("$type") == _QUOTE_WITH_MEDIA:
        embed = embed.get("media")
    match embed:
        case {"$type": "app.bsky.embed.images", "images": [*images]}:
            for image in images:
                if isinstance(image, dict) and isinstance(image.get("alt"), str):
                    yield image["alt"]
        case {"$type": "app.bsky.embed.video", "alt": str(alt)}:
            yield alt
        case {"$type": "app.bsky.embed.external", "external": {"title": str(title)}}:
            yield title
