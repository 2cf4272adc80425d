from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.areas.gazetteer import Gazetteer
from pipeline.clock import TIMEZONE
from pipeline.sources.config import load_sources
from pipeline.sources.example import ExampleSource, load_pool
from pipeline.sources.files import FileSource
from pipeline.sources.opening import Opening
from pipeline.sources.simulation import DAYS, FLOODS, INCIDENT_AREA, INCIDENT_DAY
from privacy.errors import Permanent
from privacy.posts import SourceId
from tests.pipeline.sources.samples import OWN_FORMAT, clock, from_path, outcomes

if TYPE_CHECKING:
    from pipeline.sources.simulation import InventedPost, SimulatedPost

CONFIG = Path(__file__).parents[3] / "config"
UNTIL = datetime(2026, 11, 24, 0, 0, tzinfo=TIMEZONE)
VOORBEELD = SourceId("voorbeeld")


@pytest.fixture(scope="module")
def pool() -> tuple[InventedPost, ...]:
    return load_pool(CONFIG / "voorbeeld" / "posts.jsonl")


def source(
    pool: tuple[InventedPost, ...], n_posts: int = 40_000, seed: int = 36, until: datetime = UNTIL
) -> ExampleSource:
    return ExampleSource(VOORBEELD, pool, until=until, n_posts=n_posts, seed=seed)


@pytest.fixture(scope="module")
def month(pool: tuple[InventedPost, ...]) -> list[SimulatedPost]:
    return list(source(pool).simulated())


def local_day(post: SimulatedPost) -> int:
    start = (UNTIL - timedelta(days=DAYS)).date()
    return (post.created_at.astimezone(TIMEZONE).date() - start).days + 1


def test_a_month_has_the_promised_size_span_and_order(month: list[SimulatedPost]) -> None:
    moments = [post.created_at for post in month]
    assert len(month) == 40_000
    assert moments == sorted(moments)
    assert UNTIL - timedelta(days=DAYS) <= moments[0]
    assert moments[-1] < UNTIL
    assert {local_day(post) for post in month} == set(range(1, DAYS + 1))


def test_six_to_eight_percent_of_the_posts_carry_a_signal(month: list[SimulatedPost]) -> None:
    share = sum(bool(post.labels) for post in month) / len(month)
    assert 0.06 <= share <= 0.08


def test_the_evening_is_busier_than_the_night(month: list[SimulatedPost]) -> None:
    hours = Counter(post.created_at.astimezone(TIMEZONE).hour for post in month)
    assert hours[20] > 5 * hours[3] > 0


def test_few_authors_post_much_and_each_is_on_one_platform(month: list[SimulatedPost]) -> None:
    by_author = Counter(post.author for post in month)
    top_tenth = sum(count for _, count in by_author.most_common(len(by_author) // 10))
    assert top_tenth > 0.35 * len(month)
    assert len(by_author) > 2_000
    assert len({(post.author, post.platform) for post in month}) == len(by_author)


def test_posts_about_quarters_are_drawn_more_often_than_the_pool_has_them(
    pool: tuple[InventedPost, ...], month: list[SimulatedPost]
) -> None:
    about = {post.text for post in pool if post.areas}
    drawn = sum(post.text in about for post in month) / len(month)
    assert drawn > 1.5 * len(about) / len(pool)


def test_the_incident_stands_out_with_dozens_of_authors(
    pool: tuple[InventedPost, ...], month: list[SimulatedPost]
) -> None:
    about = {post.text for post in pool if INCIDENT_AREA in post.areas and "onrust" in post.labels}
    reports = [post for post in month if post.text in about]
    at_incident = [
        post
        for post in reports
        if local_day(post) == INCIDENT_DAY and 20 <= post.created_at.astimezone(TIMEZONE).hour <= 22
    ]
    assert len({post.author for post in at_incident}) > 60
    assert len(at_incident) > 0.6 * len(reports)


def test_each_flood_is_one_author_with_near_duplicates(month: list[SimulatedPost]) -> None:
    for day, hour in FLOODS:
        within = [
            post
            for post in month
            if local_day(post) == day and post.created_at.astimezone(TIMEZONE).hour == hour
        ]
        author, number = Counter(post.author for post in within if post.labels).most_common(1)[0]
        texts = {post.text for post in within if post.author == author and post.labels}
        assert number >= 30
        assert len({text[:12] for text in texts}) < 5 < len(texts)


def test_a_repost_repeats_an_earlier_post_of_its_platform(month: list[SimulatedPost]) -> None:
    by_number = {post.number: post for post in month}
    reposts = [post for post in month if post.repost_of is not None]
    assert 0.02 < len(reposts) / len(month) < 0.06
    for post in reposts:
        original = by_number[post.repost_of or 0]
        assert original.number < post.number
        assert (original.text, original.platform) == (post.text, post.platform)


def test_the_same_arguments_give_the_same_posts_and_shard(pool: tuple[InventedPost, ...]) -> None:
    one, two = source(pool, 500), source(pool, 500)
    assert one.shard == two.shard
    assert outcomes(one) == outcomes(two)


def test_another_seed_end_size_or_pool_gives_another_shard(pool: tuple[InventedPost, ...]) -> None:
    shards = {
        source(pool, 500).shard,
        source(pool, 501).shard,
        source(pool, 500, seed=37).shard,
        source(pool, 500, until=UNTIL + timedelta(hours=1)).shard,
        source(pool[:-1], 500).shard,
    }
    assert len(shards) == 5


@pytest.mark.parametrize("position", [0, 1, 250, 499, 500, 600])
def test_reading_from_a_position_is_the_tail_of_reading_all(
    pool: tuple[InventedPost, ...], position: int
) -> None:
    whole = outcomes(source(pool, 500))
    assert outcomes(source(pool, 500), position) == whole[position:]
    assert [number for number, _ in whole] == list(range(1, 501))


@pytest.mark.parametrize("month", [4, 11])
def test_a_month_with_a_change_of_clocks_stays_in_order(
    pool: tuple[InventedPost, ...], month: int
) -> None:
    changed = source(pool, 2_000, until=datetime(2026, month, 5, tzinfo=TIMEZONE))
    moments = [post.created_at for post in changed.simulated()]
    assert moments == sorted(moments)
    assert len(moments) == 2_000


@pytest.mark.parametrize("n_posts", [1, 7, 40, 500])
def test_small_simulations_have_exactly_the_size_asked_for(
    pool: tuple[InventedPost, ...], n_posts: int
) -> None:
    small = source(pool, n_posts)
    assert len(outcomes(small)) == n_posts
    assert small.consumed == small.total == n_posts


def test_the_export_read_as_a_file_gives_the_same_posts(
    pool: tuple[InventedPost, ...], tmp_path: Path
) -> None:
    path = tmp_path / "month.jsonl"
    source(pool, 500).export_jsonl(path)
    exported = FileSource(VOORBEELD, OWN_FORMAT, clock=clock, path=path)
    assert outcomes(exported) == outcomes(source(pool, 500))
    assert exported.unknown_fields == 0


def test_an_end_without_offset_and_a_pool_without_signals_are_refused(
    pool: tuple[InventedPost, ...],
) -> None:
    with pytest.raises(ValueError, match="offset"):
        source(pool, until=UNTIL.replace(tzinfo=None))
    harmless = tuple(post for post in pool if not post.labels)
    with pytest.raises(Permanent, match=r"voorbeeld\.berichten"):
        list(source(harmless, 10).simulated())


@pytest.mark.parametrize("content", ["{", '{"text": "a"}', "[]", None])
def test_a_pool_that_cannot_be_read_is_refused(content: str | None, tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(Permanent, match=r"voorbeeld\.berichten"):
        load_pool(path)


def opening(moment: datetime) -> Opening:
    places = Gazetteer.load(CONFIG / "gebieden" / "almere")
    return Opening(CONFIG, places, lambda: moment)


def test_the_example_of_the_packaged_config_is_the_same_all_day(tmp_path: Path) -> None:
    spec = load_sources(CONFIG / "bronnen.yaml").bronnen["voorbeeld"]
    [morning] = opening(UNTIL).shards(VOORBEELD, spec)
    [evening] = opening(UNTIL + timedelta(hours=23.9)).shards(VOORBEELD, spec)
    assert morning.shard == evening.shard
    assert morning.total == 40_000
    with pytest.raises(Permanent, match=r"bron\.bestand"):
        list(opening(UNTIL).shards(VOORBEELD, spec, path=tmp_path))


def test_a_file_source_is_opened_on_the_path_given(tmp_path: Path) -> None:
    path = tmp_path / "leeg.jsonl"
    path.touch()
    [opened] = opening(UNTIL).shards(VOORBEELD, OWN_FORMAT, path=path)
    assert opened.shard == from_path(path).shard
    assert opened.id == VOORBEELD
