"""Which addresses a source may have: encrypted, or on this machine; of no account."""

from __future__ import annotations

import ipaddress
from typing import Literal
from urllib.parse import urlsplit

Scheme = Literal["https", "wss"]
_OF_ACCOUNTS = frozenset({"author", "profile", "u", "user", "users"})
_HTTPS_PORT = 443
_UNENCRYPTED = {"https": "http", "wss": "ws"}


def is_permitted(address: str, scheme: Scheme) -> bool:
    """Return whether `address` has `scheme` and a host, and holds no password.

    Without encryption only where the host is this machine.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or any(c.isspace() for c in address):
        return False
    plain = parts.scheme == _UNENCRYPTED[scheme] and _is_loopback(host)
    return plain or parts.scheme == scheme


def is_of_account(address: str) -> bool:
    """Return whether the path of `address` says that it is about one account: `/@name.rss`.

    So it is at Mastodon and its kin, Bluesky, Lemmy, Reddit and most blogs. What an address does
    not say is for the council, which permits each source.
    """
    *segments, last = urlsplit(address).path.lower().split("/")
    named = any(segment.startswith("@") for segment in (*segments, last))
    return named or not _OF_ACCOUNTS.isdisjoint(segments)


def is_same_place(old: str, new: str) -> bool:
    """Return whether `new` is what was permitted by permitting `old`: the same server.

    With or without `www.`; not the feed of an account.
    """
    return _server(new) == _server(old) and not is_of_account(new)


def _server(address: str) -> tuple[str, int]:
    parts = urlsplit(address)
    return (parts.hostname or "").removeprefix("www."), parts.port or _HTTPS_PORT


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
