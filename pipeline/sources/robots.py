"""Robots: what a server's robots.txt allows us. Source: RFC 9309."""

from __future__ import annotations

from urllib.robotparser import RobotFileParser

_LIMIT = 500 * 1024  # bytes that are read at least and here at most. Source: RFC 9309 2.5


class Robots:
    """The rules of one robots.txt; none in an empty one."""

    def __init__(self, content: bytes) -> None:
        self._parser = RobotFileParser()
        self._parser.parse(content[:_LIMIT].decode(errors="replace").splitlines())

    def allows(self, product: str, url: str) -> bool:
        """Return whether `product` may ask for `url`."""
        return self._parser.can_fetch(product, url)

    def delay_seconds(self, product: str) -> float:
        """Return the seconds to leave between two requests."""
        return float(self._parser.crawl_delay(product) or 0)
