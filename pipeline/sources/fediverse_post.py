"""A status of the Mastodon API -> the fields of our input format, or the reason why not.

Source: docs.joinmastodon.org, entities Status, Account, Poll and MediaAttachment.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipeline.sources.html_text import html_text
from pipeline.sources.protocol import Reason
from privacy.posts import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PLATFORM = "fediverse"

_NO = re.compile(r"#(?:nobot|noindex|nosearch|noarchive)\b", re.IGNORECASE)
"""Words in a profile by which people ask to be left alone."""

_EMOJI = re.compile(r":\w+:")


def fields(status: Mapping[str, Any]) -> dict[str, object]:
    """Return the fields that `RecordReader` reads.

    The id is the one that the post has on the server of its author, so that copies on other
    servers are the same post; so is the author's address.
    """
    account = _mapping(status.get("account"))
    return {
        "id": status.get("uri") or status.get("url"),
        "created_at": status.get("created_at"),
        "author": account.get("url") or account.get("uri"),
        "text": "\n".join(_parts(_content(status))),
        "lang": status.get("language"),
    }


def refusal(status: Mapping[str, Any]) -> Reason | None:
    """Return why nothing of the status may be used; None when it may."""
    for each in (status, _content(status)):
        if each.get("visibility") != "public":
            return Reason.NOT_PUBLIC
        account = _mapping(each.get("account"))
        if account.get("noindex") is True or account.get("indexable") is False:
            return Reason.OPTED_OUT
        told = [account.get("note"), *(f.get("value") for f in _mappings(account.get("fields")))]
        if any(isinstance(text, str) and _NO.search(html_text(text)) for text in told):
            return Reason.OPTED_OUT
    return None


def marks(status: Mapping[str, Any]) -> frozenset[Mark]:
    """Return what the status says about itself."""
    told = {
        Mark.BOT: _mapping(status.get("account")).get("bot") is True,
        Mark.REPOST: status.get("reblog") is not None,
        Mark.QUOTE: _content(status).get("quote") is not None,
        Mark.EDITED: _content(status).get("edited_at") is not None,
    }
    return frozenset(mark for mark, holds in told.items() if holds)


def _content(status: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the status whose words are read: of a boost, the one that was boosted."""
    return _mapping(status.get("reblog")) or status


def _parts(status: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a reader reads: warning, text, answers of a poll, descriptions of media."""
    named = {f":{emoji.get('shortcode')}:" for emoji in _mappings(status.get("emojis"))}
    poll = _mapping(status.get("poll"))
    for part in (
        status.get("spoiler_text"),
        html_text(str(status.get("content") or "")),
        *(option.get("title") for option in _mappings(poll.get("options"))),
        *(media.get("description") for media in _mappings(status.get("media_attachments"))),
    ):
        if isinstance(part, str) and part.strip():
            yield _EMOJI.sub(lambda match: "" if match[0] in named else match[0], part)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _mappings(value: object) -> Iterator[Mapping[str, Any]]:
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict):
            yield each
