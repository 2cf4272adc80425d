"""One contract, run by every source: what a row demands, each source that can do it shows."""

from __future__ import annotations

import random
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.counts import Counts, Kind
from pipeline.lake.counting import sources_per_hour
from pipeline.lake.deletion import expire
from pipeline.lake.store import Store
from pipeline.sources.protocol import START, Passed, Rejection
from privacy.errors import Permanent, StadspolsError, Transient
from tests.fakes import NOW, example_gate
from tests.light import Start
from tests.servers.exchange import FAULTS, Exchange, Reply, running
from tests.servers.pds import running_pds
from tests.servers.worlds import (
    FediverseWorld,
    FeedWorld,
    FolderWorld,
    JetstreamWorld,
    RelayWorld,
    SearchWorld,
    jetstream,
    served,
    shards,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pipeline.framework_files import Gate
    from pipeline.sources.protocol import Item, Source
    from tests.servers.worlds import World

EVERY = ("folder", "rss", "atom", "mastodon", "search", "jetstream", "relay")
ON_HTTP = ("rss", "atom", "mastodon", "search", "jetstream")
EDITS = ("rss", "atom", "mastodon", "jetstream", "relay")
DELETES = ("jetstream", "relay")
OPT_OUTS = ("mastodon", "search", "jetstream", "relay")
RIOT = "rellen in de Filmwijk bij Almere"
CALM = "een rustige dag in de Filmwijk bij Almere"


def sources(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("world", names, indirect=True)


@pytest.fixture(scope="module")
def relay() -> Iterator[RelayWorld]:
    with running_pds() as pds:
        yield RelayWorld(pds)


@pytest.fixture
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    with build(request.param, request, tmp_path) as built:
        yield built


@contextmanager
def build(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    if name == "relay":
        shared: RelayWorld = request.getfixturevalue("relay")
        fresh = RelayWorld(shared.pds)
        yield fresh
        fresh.wipe()
        return
    if name == "jetstream":
        with jetstream(JetstreamWorld()) as streaming:
            yield streaming
        return
    folder = tmp_path / "aangeleverd"
    folder.mkdir()
    made: dict[str, World] = {
        "folder": FolderWorld(folder),
        "rss": FeedWorld(),
        "atom": FeedWorld(atom=True),
        "mastodon": FediverseWorld(),
        "search": SearchWorld(),
    }
    with served(made[name]):
        yield made[name]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "k" / "c.sqlite", tmp_path / "lake", threads=1) as opened:
        yield opened


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    return example_gate(tmp_path_factory.mktemp("council"))


@pytest.fixture
def ingest(gate: Gate, store: Store) -> Start:
    return Start(gate, store)


@pytest.fixture(autouse=True)
def _caught_up(world: World, ingest: Start, store: Store) -> None:
    """Begin after what other tests made in a server that they share."""
    if isinstance(world, RelayWorld):
        run(world, ingest)
        expire(store, (NOW + timedelta(days=9)).date())
        assert store.posts() == 0


def run(world: World, ingest: Start) -> Counts:
    total = Counts()
    for shard in shards(world):
        total.update(ingest(shard))
    return total


def make(world: World, *numbers: int, text: str = RIOT) -> None:
    for number in numbers:
        world.post(number, text, NOW - timedelta(hours=2, minutes=-(number % 50)))


def items(source: Source, position: str = START) -> list[tuple[str, str]]:
    return [(place, name(item)) for place, item in source.read(position)]


def name(item: Item) -> str:
    if isinstance(item, Rejection):
        return item.reason
    return "" if isinstance(item, Passed) else item.post_id


@sources(*EVERY)
def test_reading_resumes_at_any_position(world: World) -> None:
    make(world, *range(1, 8))
    for shard in shards(world):
        whole = items(shard)
        for place in dict.fromkeys(place for place, _ in whole):
            last = max(n for n, (reached, _) in enumerate(whole) if reached == place)
            rest = {named for _, named in whole[last + 1 :] if named}
            assert rest <= {named for _, named in items(shard, place)}


@sources(*EVERY)
def test_a_second_run_adds_nothing_and_a_third_what_is_new(
    world: World, ingest: Start, store: Store
) -> None:
    make(world, 1, 2, 3)
    run(world, ingest)
    assert store.posts() == 3
    assert run(world, ingest).total(Kind.STORED) == 0
    make(world, 4)
    run(world, ingest)
    assert store.posts() == 4


class Again:
    """A `Source` that is read from the start, whatever was read before."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.id = source.id
        self.shard = source.shard
        self.total = source.total
        self.consumed = 0
        self.unknown_fields = 0

    def read(self, _: str) -> Iterator[tuple[str, Item]]:
        yield from self._source.read(START)


@sources(*EVERY)
def test_what_is_delivered_again_counts_once(world: World, ingest: Start, store: Store) -> None:
    make(world, *range(1, 6))
    run(world, ingest)
    for shard in shards(world):
        ingest(Again(shard))
    assert store.posts() == 5


@sources(*EVERY)
def test_a_bad_record_is_counted_and_its_neighbours_are_kept(
    world: World, ingest: Start, store: Store
) -> None:
    make(world, 1)
    world.spoil()
    make(world, 2)
    counts = run(world, ingest)
    assert store.posts() == 2
    assert sum(counts.of(Kind.DROPPED).values()) == 1
    assert counts.total(Kind.READ) == 3


@sources(*EVERY)
def test_a_late_post_is_counted_in_its_own_hour(world: World, ingest: Start, store: Store) -> None:
    make(world, 1)
    run(world, ingest)
    late = NOW - timedelta(hours=3, minutes=10)
    world.post(2, RIOT, late)
    run(world, ingest)
    hours = list(sources_per_hour(store, NOW - timedelta(days=2)))
    assert hours == [NOW - timedelta(hours=4), NOW - timedelta(hours=2)]


@sources(*EVERY)
def test_a_post_from_the_future_is_refused_and_stops_nothing(
    world: World, ingest: Start, store: Store
) -> None:
    world.post(1, RIOT, NOW + timedelta(hours=9))
    assert run(world, ingest).of(Kind.DROPPED) == {"datum_toekomst": 1}
    make(world, 2)
    run(world, ingest)
    assert store.posts() == 1


@sources(*EDITS)
def test_an_edit_counts_in_the_place_of_the_first_text(
    world: World, ingest: Start, store: Store
) -> None:
    make(world, 1, text=CALM)
    make(world, 2)
    assert run(world, ingest).of(Kind.SIGNAL) == {"onrust": 1}
    world.edit(1, RIOT)
    assert run(world, ingest).of(Kind.SIGNAL)["onrust"] >= 1
    assert store.posts() == 2
    assert list(sources_per_hour(store, NOW - timedelta(days=2))) == [NOW - timedelta(hours=2)]


@sources("mastodon", "jetstream", "relay")
def test_an_edit_that_leaves_the_scope_removes_the_post(
    world: World, ingest: Start, store: Store
) -> None:
    make(world, 1, 2)
    run(world, ingest)
    world.edit(1, "rellen ergens ver weg")
    run(world, ingest)
    assert store.posts() == 1


@sources(*DELETES)
def test_a_post_deleted_at_its_source_is_deleted_here(
    world: World, ingest: Start, store: Store
) -> None:
    make(world, 1, 2)
    run(world, ingest)
    world.delete(1)
    assert run(world, ingest).of(Kind.NOTED) == {"ingetrokken": 1}
    assert store.posts() == 1


@sources(*OPT_OUTS)
def test_who_opted_out_is_left_alone(world: World, ingest: Start, store: Store) -> None:
    make(world, 1)
    world.post(2, RIOT, NOW - timedelta(hours=2), hidden=True)
    assert run(world, ingest).of(Kind.DROPPED) == {"afgemeld": 1}
    assert store.posts() == 1


@sources("jetstream")
def test_a_post_that_opts_out_by_itself_is_left_alone(
    world: World, ingest: Start, store: Store
) -> None:
    assert isinstance(world, JetstreamWorld)
    make(world, 1, 2)
    labels = {"values": [{"val": "!no-unauthenticated"}]}
    world.record(1)["labels"] = labels
    assert run(world, ingest).of(Kind.DROPPED) == {"afgemeld": 1}
    assert store.posts() == 1


@sources("jetstream")
def test_a_mention_that_lies_nowhere_stops_nothing(
    world: World, ingest: Start, store: Store
) -> None:
    assert isinstance(world, JetstreamWorld)
    make(world, 1, text="é, rellen in de Filmwijk")
    make(world, 2)
    mention = [{"$type": "app.bsky.richtext.facet#mention"}]
    facet = {"index": {"byteStart": 1, "byteEnd": 2}, "features": mention}
    world.record(1)["facets"] = [facet]
    run(world, ingest)
    assert store.posts() == 2


@sources("mastodon", "search", "jetstream", "relay")
def test_what_is_about_no_area_never_leaves_the_source(
    world: World, ingest: Start, store: Store
) -> None:
    world.post(1, "rellen in een stad ver weg", NOW - timedelta(hours=2))
    counts = run(world, ingest).of(Kind.DROPPED)
    assert store.posts() == (1 if counts == {} else 0)
    if not isinstance(world, FediverseWorld):  # its timeline adds the hashtag of the city
        assert counts == {"buiten_bereik": 1}


class Killed(BaseException):
    """The process is gone."""


@sources(*EVERY)
def test_killed_at_random_moments_it_ends_with_exactly_the_posts(
    world: World, ingest: Start, store: Store
) -> None:
    rng = random.Random(36)
    make(world, *range(1, 15))
    ingest.batch_posts = 3

    def die(_done: int, _total: int | None) -> None:
        if rng.random() < 0.4:
            raise Killed

    kills = 0
    for _ in range(60):
        try:
            for shard in shards(world):
                ingest(shard, None, die)
            break
        except Killed:
            kills += 1
            if kills == 2:
                make(world, 15, 16)
    run(world, ingest)
    assert kills
    assert store.posts() == 14 + 2 * (kills >= 2)


@sources(*ON_HTTP)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_on_the_way_loses_nothing(
    world: World, fault: str, ingest: Start, store: Store
) -> None:
    make(world, 1, 2, 3)
    assert world.exchange is not None
    world.exchange.faults += ["", fault, fault]
    if isinstance(world, FeedWorld) and fault == "html":
        run(world, ingest)  # no feed: counted, and read again in the next run
    run(world, ingest)
    assert store.posts() == 3


@sources(*ON_HTTP)
@pytest.mark.parametrize("fault", ["429", "503", "cut", "empty"])
def test_a_server_that_stays_down_is_tried_again_later_and_quoted_nowhere(
    world: World, fault: str, ingest: Start, store: Store
) -> None:
    make(world, 1)
    assert world.exchange is not None
    world.exchange.faults += [fault] * 99
    with pytest.raises(StadspolsError) as refused:
        run(world, ingest)
    told = f"{refused.value} {refused.value.__cause__} {refused.value.__context__}"
    assert isinstance(refused.value, Transient)
    for secret in ("secret-of-the-server", "Filmwijk", "vaart", world.exchange.url):
        assert secret not in told
    world.exchange.faults.clear()
    run(world, ingest)
    assert store.posts() == 1


@sources(*ON_HTTP)
def test_a_server_that_refuses_robots_is_asked_nothing_else(world: World, ingest: Start) -> None:
    make(world, 1)
    assert world.exchange is not None
    world.exchange.robots = "User-agent: *\nDisallow: /\n"
    with pytest.raises(StadspolsError, match=r"bron\.robots"):
        run(world, ingest)
    assert set(world.exchange.asked) == {"/robots.txt"}


@sources(*ON_HTTP)
def test_a_server_that_sends_us_elsewhere_is_not_followed(world: World, ingest: Start) -> None:
    make(world, 1)
    assert world.exchange is not None
    with running(Exchange(lambda *_: Reply())) as elsewhere:
        world.exchange.answer = lambda *_: Reply(302, b"", {"location": f"{elsewhere.url}/x"})
        with pytest.raises(Permanent, match=r"bron\.omleiding"):
            run(world, ingest)
    assert elsewhere.connections == 0


@sources("jetstream")
@pytest.mark.parametrize(("status", "rule"), [(302, "bron.omleiding"), (403, "bron.geweigerd")])
def test_a_stream_that_refuses_or_sends_us_elsewhere_is_left(
    status: int, rule: str, world: World, ingest: Start
) -> None:
    with running(Exchange(lambda *_: Reply())) as elsewhere:
        there = {"location": elsewhere.url.replace("http", "ws")}
        with running(Exchange(lambda *_: Reply(status, b"", there))) as refusing:
            assert isinstance(world, JetstreamWorld)
            world.socket = refusing.url.replace("http", "ws")
            with pytest.raises(Permanent) as refused:
                run(world, ingest)
    assert refused.value.rule == rule
    assert len(refusing.asked) == 1
    assert elsewhere.connections == 0


@sources(*ON_HTTP)
def test_we_say_who_we_are(world: World, ingest: Start) -> None:
    make(world, 1)
    run(world, ingest)
    assert world.exchange is not None
    assert world.exchange.agents == {"Stadspols/1 (+https://stadspols.example/vragen)"}


@sources("jetstream")
def test_a_stream_that_is_cut_is_taken_up_again(world: World, ingest: Start, store: Store) -> None:
    assert isinstance(world, JetstreamWorld)
    world.cuts = 2
    make(world, *range(1, 9))
    run(world, ingest)
    assert store.posts() == 8
    assert world.connections == 3


@sources("rss", "atom")
def test_a_feed_that_did_not_change_is_not_sent_again(world: World, ingest: Start) -> None:
    assert isinstance(world, FeedWorld)
    make(world, 1)
    run(world, ingest)
    assert run(world, ingest).as_dict() == {}
    assert world.unchanged == 1


@sources("mastodon")
def test_who_opts_out_later_is_removed(world: World, ingest: Start, store: Store) -> None:
    assert isinstance(world, FediverseWorld)
    make(world, 1, 2)
    run(world, ingest)
    world.hide(1)
    run(world, ingest)
    assert store.posts() == 1


@sources("mastodon")
def test_pages_are_turned_and_limits_awaited(world: World, ingest: Start, store: Store) -> None:
    assert isinstance(world, FediverseWorld)
    world.remaining = 2
    for number in range(1, 131):
        world.post(number, RIOT, NOW - timedelta(hours=3, seconds=-number))
    run(world, ingest)
    assert store.posts() == 130


@sources("mastodon")
def test_a_timeline_behind_a_login_is_not_asked_for(world: World, ingest: Start) -> None:
    assert isinstance(world, FediverseWorld)
    world.access = "authenticated"
    with pytest.raises(Permanent, match=r"bron\.inloggen"):
        run(world, ingest)
    assert world.exchange is not None
    assert "/api/v1/timelines/tag/almere" not in world.exchange.asked


@sources("mastodon")
def test_copies_on_other_servers_count_once(world: World, ingest: Start, store: Store) -> None:
    assert isinstance(world, FediverseWorld)
    elsewhere = FediverseWorld(offset=7)
    assert elsewhere.exchange is not None
    with served(elsewhere):
        for each in (world, elsewhere):
            make(each, 1, 2, 3)
        elsewhere.post(4, RIOT, NOW - timedelta(hours=2))
        servers = [each.exchange.url for each in (world, elsewhere) if each.exchange]
        for shard in shards(world, servers=servers):
            ingest(shard)
    assert store.posts() == 4


@sources("mastodon", "search")
def test_posts_that_arrive_while_pages_are_turned_move_nothing_out_of_sight(
    world: World, ingest: Start, store: Store
) -> None:
    make(world, *range(1, 61))
    assert world.exchange is not None
    answer, turned = world.exchange.answer, 0

    def busy(path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        nonlocal turned
        turned += 1
        world.post(100 + turned, RIOT, NOW - timedelta(minutes=30 - turned))
        return answer(path, query, headers)

    world.exchange.answer = busy
    run(world, ingest)
    world.exchange.answer = answer
    run(world, ingest)
    assert store.posts() == 60 + turned
