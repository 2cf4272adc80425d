from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.lake.counting import Tally, count_authors, count_posts, sources_per_hour
from privacy.posts import AreaCode, Signal, SourceId
from tests.fakes import batch, classified

if TYPE_CHECKING:
    from pipeline.lake.store import Store

HOUR = datetime(2026, 11, 10, 9, tzinfo=UTC)
SOURCE = SourceId("bestand")


def closure() -> pd.DataFrame:
    rows = [
        ("onrust", "WK003418", "WK003418", "WK003418"),
        ("onrust", "WK003418", "WK003418", "GM0034"),
        ("onrust", "WK003419", "WK003419", "WK003419"),
        ("onrust", "WK003419", "WK003419", "GM0034"),
        ("haat", "WK003418", "GM0034", "GM0034"),
    ]
    return pd.DataFrame(rows, columns=["signal", "area", "base", "code"])


def counted(store: Store, max_cells: int = 100) -> dict[str, int]:
    """Return the authors per signal in the whole city, over all buckets."""
    starts = {HOUR + timedelta(hours=h): HOUR for h in range(24)}
    found = count_authors(store, closure(), starts, max_cells=max_cells)
    return {signal: n.authors for (_, area, signal), n in found.items() if area == "GM0034"}


def test_an_author_counts_once_however_much_is_posted(store: Store) -> None:
    store.append(batch(*(classified(n, author="loud") for n in range(1, 50))))
    store.append(batch(classified(90, author="calm"), position=2))
    assert counted(store) == {"onrust": 2}


def test_an_author_with_posts_in_two_quarters_counts_once_in_the_city(store: Store) -> None:
    store.append(batch(classified(1), classified(2, areas=("WK003419",))))
    assert counted(store) == {"onrust": 1}


def test_a_signal_is_counted_at_the_level_that_the_council_allows(store: Store) -> None:
    store.append(batch(classified(1, signals=(Signal.HAAT,))))
    starts = {HOUR: HOUR}
    assert count_authors(store, closure(), starts, max_cells=9) == {
        (HOUR, AreaCode("GM0034"), Signal.HAAT): Tally(1, 0)
    }


def test_contributions_are_bounded_before_anything_is_counted(store: Store) -> None:
    days = [HOUR + timedelta(days=n) for n in range(6)]  # one epoch: Tuesday to Sunday
    store.append(batch(*(classified(n, author="loud", hour=day) for n, day in enumerate(days))))
    found = count_authors(store, closure(), {day: day for day in days}, max_cells=3)
    counted_days = {start for (start, area, _) in found if area == "GM0034"}
    assert counted_days == set(days[:3])


def test_an_author_who_repeats_another_is_counted_as_such_once(store: Store) -> None:
    flood = [classified(n, author=f"a{n % 5}", fingerprint="same") for n in range(60)]
    others = [classified(100 + n, author=f"b{n}") for n in range(3)]
    store.append(batch(*flood, *others))
    found = count_authors(store, closure(), {HOUR: HOUR}, max_cells=9)
    assert found[HOUR, AreaCode("GM0034"), Signal.ONRUST] == Tally(8, 4)


def test_who_repeats_only_oneself_repeats_nobody(store: Store) -> None:
    store.append(batch(*(classified(n, author="loud", fingerprint="same") for n in range(9))))
    found = count_authors(store, closure(), {HOUR: HOUR}, max_cells=9)
    assert found[HOUR, AreaCode("GM0034"), Signal.ONRUST] == Tally(1, 0)


def test_posts_are_counted_per_area_with_or_without_a_signal(store: Store) -> None:
    quiet = [classified(n, author=None) for n in range(4)]
    both = classified(9, areas=("WK003418", "WK003419"))
    store.append(batch(*quiet, both))
    assert count_posts(store, closure(), {HOUR: HOUR}) == {
        (HOUR, AreaCode("WK003418")): 5,
        (HOUR, AreaCode("WK003419")): 1,
        (HOUR, AreaCode("GM0034")): 5,
    }


def test_the_choice_of_contributions_depends_on_neither_author_nor_order(store: Store) -> None:
    posts = [
        classified(n, author=author, signals=(signal,))
        for n, (author, signal) in enumerate(
            (a, s) for a in ("a1", "zz") for s in (Signal.ONRUST, Signal.HAAT)
        )
    ]
    store.append(batch(*reversed(posts)))
    assert len(counted(store, max_cells=1)) == 1


def test_a_post_without_a_signal_has_no_author_and_still_marks_the_hour(store: Store) -> None:
    store.append(batch(classified(1, author=None)))
    assert counted(store) == {}
    assert sources_per_hour(store, HOUR - timedelta(days=1)) == {HOUR: (SOURCE,)}
    assert sources_per_hour(store, HOUR + timedelta(hours=1)) == {}
