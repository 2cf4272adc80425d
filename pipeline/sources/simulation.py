"""A month in a city that does not exist: invented posts, authors and one incident.

Drawn hour by hour, so memory stays flat, and from one seed, so the same call gives the same posts.
What is put in on purpose: mostly harmless posts with about 7% signals, a daily and weekly rhythm,
few authors who post much, more posts about named quarters than in the pool, reposts, three floods
of near-duplicates by one author each, and one incident in the Stadscentrum on the last evening: the
days before it are enough to say what is normal, so it is a surge.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from pipeline.clock import TIMEZONE
from pipeline.sources.crowd import Crowd
from privacy.errors import Permanent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DAYS = 30
INCIDENT_DAY = DAYS  # counted from 1
INCIDENT_HOURS = {20: 0.45, 21: 0.35, 22: 0.20}  # local hour -> share of its posts
INCIDENT_AREA = "Stadscentrum"
INCIDENT_LABELS = frozenset({"onrust", "onveiligheid"})
FLOODS = {(8, 13), (17, 21), (28, 10)}  # day from 1, local hour


_SIGNAL_SHARE = 0.06  # of the background; incident and floods bring the whole to about 7%
_AREA_WEIGHT = 3
_REPOST_SHARE = 0.04
_HOUR_WEIGHTS = (
    *(0.25, 0.15, 0.10, 0.08, 0.08, 0.12, 0.35, 0.80, 1.00, 0.95, 0.90, 0.95),
    *(1.10, 1.00, 0.95, 1.00, 1.10, 1.20, 1.30, 1.50, 1.60, 1.50, 1.10, 0.60),
)
_WEEKDAY_WEIGHTS = (0.95, 0.95, 1.00, 1.00, 1.15, 1.20, 1.05)  # from Monday
_FLOOD_ENDINGS = ("", "!", "!!", " 🔥", " deel dit", " DEEL DIT", " 👀", " #almere", "...")


class InventedPost(NamedTuple):
    """A post of the pool. The labels steer how often it is drawn and reach nobody else."""

    text: str
    labels: frozenset[str]
    platform: str
    areas: tuple[str, ...]


class SimulatedPost(NamedTuple):
    """A drawn post: an invented text, given an author, a moment and perhaps an original."""

    number: int
    created_at: datetime
    author: str
    text: str
    labels: frozenset[str]
    platform: str
    repost_of: int | None


@dataclass(frozen=True)
class _Pools:
    harmless: _Weighted
    signal: _Weighted
    incident: _Weighted
    flood: _Weighted


class _Weighted:
    def __init__(self, posts: Sequence[InventedPost]) -> None:
        self._posts = posts
        self._weights = list(
            itertools.accumulate(_AREA_WEIGHT if post.areas else 1 for post in posts)
        )

    def draw(self, rng: random.Random) -> InventedPost:
        return rng.choices(self._posts, cum_weights=self._weights)[0]


def simulate(
    pool: Sequence[InventedPost], *, until: datetime, n_posts: int, seed: int
) -> Iterator[SimulatedPost]:
    """Yield `n_posts` posts of the 30 days before `until` (cut to the hour), in order of time.

    Raises:
        Permanent: the pool lacks harmless posts, posts with a signal, or posts of the incident.
    """
    end = until.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    start = end - timedelta(days=DAYS)
    hours = [start + timedelta(hours=hour) for hour in range(DAYS * 24)]
    rng = random.Random(seed)  # noqa: S311 - a simulation must be repeatable
    pools = _split(pool)
    crowd = Crowd(n_posts // 5, [post.platform for post in pool], rng)
    background, incident, flood = _amounts(hours, n_posts, rng)
    number = 0
    for index, hour in enumerate(hours):
        drawn = [
            pools.signal.draw(rng) if rng.random() < _SIGNAL_SHARE else pools.harmless.draw(rng)
            for _ in range(background[index])
        ]
        drawn += [pools.incident.draw(rng) for _ in range(incident[index])]
        posts = [(post, crowd.author(post.platform, rng)) for post in drawn]
        posts += _flood(pools.flood, flood[index], crowd, rng)
        rng.shuffle(posts)
        yield from _hour(posts, hour, number, crowd, rng)
        number += len(posts)


def _split(pool: Sequence[InventedPost]) -> _Pools:
    signal = [post for post in pool if post.labels]
    groups = (
        [post for post in pool if not post.labels],
        signal,
        [p for p in signal if INCIDENT_AREA in p.areas and p.labels <= INCIDENT_LABELS],
        [post for post in signal if post.areas],
    )
    if not all(groups):
        raise Permanent("voorbeeld.berichten", "het voorbeeld mist een soort berichten")
    return _Pools(*map(_Weighted, groups))


def _amounts(
    hours: list[datetime], n_posts: int, rng: random.Random
) -> tuple[Counter[int], Counter[int], Counter[int]]:
    """Return how many posts each hour has of the background, the incident and the floods."""
    local = [hour.astimezone(TIMEZONE) for hour in hours]
    n_incident = max(n_posts * 9 // 2000, min(40, n_posts // 10))
    n_flood = n_posts // 1000
    dates = [(hours[0] + timedelta(days=day)).astimezone(TIMEZONE).date() for day in range(DAYS)]
    weights = [_HOUR_WEIGHTS[t.hour] * _WEEKDAY_WEIGHTS[t.weekday()] for t in local]
    peak = [
        INCIDENT_HOURS.get(t.hour, 0) if t.date() == dates[INCIDENT_DAY - 1] else 0 for t in local
    ]
    flood = Counter(
        {
            index: n_flood
            for index, t in enumerate(local)
            if any(t.date() == dates[day - 1] and t.hour == hour for day, hour in FLOODS)
        }
    )
    incident = Counter(rng.choices(range(len(hours)), peak, k=n_incident))
    rest = n_posts - incident.total() - flood.total()
    return Counter(rng.choices(range(len(hours)), weights, k=rest)), incident, flood


def _flood(
    pool: _Weighted, size: int, crowd: Crowd, rng: random.Random
) -> list[tuple[InventedPost, str]]:
    post = pool.draw(rng)
    author = crowd.author(post.platform, rng)
    return [
        (post._replace(text=post.text + rng.choice(_FLOOD_ENDINGS)), author) for _ in range(size)
    ]


def _hour(
    posts: list[tuple[InventedPost, str]],
    hour: datetime,
    before: int,
    crowd: Crowd,
    rng: random.Random,
) -> Iterator[SimulatedPost]:
    """Give the posts of one hour their moments; some become a repost of one before them."""
    seconds = sorted(rng.randrange(3600) for _ in posts)
    for place, second in enumerate(seconds):
        post, author = posts[place]
        original = None
        if place and rng.random() < _REPOST_SHARE:
            earlier = rng.randrange(place)
            post, original = posts[earlier][0], before + earlier + 1
            author = crowd.author(post.platform, rng)
            posts[place] = (post, author)
        moment = hour + timedelta(seconds=second)
        yield SimulatedPost(
            before + place + 1, moment, author, post.text, post.labels, post.platform, original
        )
