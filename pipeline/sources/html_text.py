"""HTML of a post or feed -> the words that a reader sees.

Time is linear in the length of the HTML, whatever it holds: `html.parser` of Python takes minutes
for 100 kB of tags without an end.
"""

from __future__ import annotations

import re
from html import unescape

_BREAKS = frozenset({"br", "p", "div", "li", "blockquote", "h1", "h2", "h3", "h4", "tr", "hr"})
_UNSEEN = frozenset({"script", "style", "template", "iframe", "object"})
_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*+)(?P<rest>(?:"[^"<]*+"|'[^'<]*+'|[^<>])*+)>"""
)
_DECLARATION = re.compile(r"<[!?][^<>]*+>")
_ALT = re.compile(r"""(?<![\w-])alt\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""", re.IGNORECASE)
_NO_CHARACTER = re.compile(r"&#\d{8,}+;?")  # `unescape` fails on thousands of digits
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n\s*")


def html_text(html: str) -> str:
    """Return the text of `html`: entities read, tags gone, a line per paragraph.

    Descriptions of images are kept; nothing is fetched. A `<` that opens no whole tag is a
    character.
    """
    parts: list[str] = []
    plain = _DECLARATION.sub("", _without_comments(html))
    unseen = after = 0
    for tag in _TAG.finditer(plain):
        if not unseen:
            parts.append(_characters(plain[after : tag.start()]))
        after = tag.end()
        name = tag["name"].lower()
        if name in _UNSEEN:
            unseen = max(unseen - 1, 0) if tag["end"] else unseen + 1
        elif not unseen:
            parts.append(_shown(name, tag["rest"]))
    if not unseen:
        parts.append(_characters(plain[after:]))
    text = _SPACES.sub(" ", "".join(parts))
    return _LINES.sub("\n", text).strip()


def _without_comments(html: str) -> str:
    first, *others = html.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


def _shown(name: str, attributes: str) -> str:
    """Return what stands in the place of a tag."""
    if name in _BREAKS:
        return "\n"
    alt = _ALT.search(attributes) if name == "img" else None
    return f" {_characters(alt[1] or alt[2] or '')} " if alt else ""


def _characters(text: str) -> str:
    return unescape(_NO_CHARACTER.sub("\ufffd", text))
