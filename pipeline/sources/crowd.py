"""Invented authors: few who post much, many who post little."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

FEED_PLATFORM = "rss"
"""The platform on which a handful of newsrooms post instead of residents."""

_FEEDS = ("polderkrant-nieuws", "dijkradio", "zuiderzeebode")
_SKEW = 0.7  # weight of the author of rank r is r ** -_SKEW
_FIRST = (
    *("zilte", "stille", "rappe", "gulle", "vroege", "late", "losse", "brede", "frisse", "kalme"),
    *(
        "malle",
        "norse",
        "ronde",
        "scherpe",
        "slome",
        "taaie",
        "vlotte",
        "wakkere",
        "wilde",
        "zachte",
    ),
)
_SECOND = (
    *(
        "reiger",
        "kievit",
        "fuut",
        "bever",
        "otter",
        "wulp",
        "snoek",
        "baars",
        "karper",
        "aalscholver",
    ),
    *(
        "wilg",
        "els",
        "populier",
        "lisdodde",
        "biezen",
        "gemaal",
        "sluis",
        "dijk",
        "vaart",
        "greppel",
    ),
    *(
        "tandem",
        "bakfiets",
        "regenjas",
        "thermos",
        "stoeptegel",
        "lantaarn",
        "brievenbus",
        "kanaal",
    ),
)


class Crowd:
    """Authors by platform, each on one platform; every platform has at least one."""

    def __init__(self, size: int, platforms: Sequence[str], rng: random.Random) -> None:
        homes = sorted(set(platforms)) + rng.choices(platforms, k=size)
        weights: dict[str, list[float]] = {}
        self._names: dict[str, list[str]] = {}
        for rank, platform in enumerate(homes):
            self._names.setdefault(platform, []).append(_handle(rank))
            weights.setdefault(platform, []).append((rank + 1) ** -_SKEW)
        if FEED_PLATFORM in weights:
            self._names[FEED_PLATFORM] = list(_FEEDS)
            weights[FEED_PLATFORM] = [1.0] * len(_FEEDS)
        self._cumulative = {name: list(itertools.accumulate(w)) for name, w in weights.items()}

    def author(self, platform: str, rng: random.Random) -> str:
        """Return the name of an author on `platform`, the active ones more often."""
        return rng.choices(self._names[platform], cum_weights=self._cumulative[platform])[0]


def _handle(rank: int) -> str:
    rest, first = divmod(rank, len(_FIRST))
    number, second = divmod(rest, len(_SECOND))
    return f"{_FIRST[first]}_{_SECOND[second]}_{number + 11}"
