"""Break a run at a moment of chance, run again: nothing lost, nothing double, nothing leaked.

`make test-faults` breaks 200 runs; `make test` four: a kill, a power cut, a full disk, a dead line.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.e2e.posts import canary_posts, now
from tests.faults.kinds import (
    AHEAD_HOURS,
    AS_ROOT,
    FAULTS,
    SENT_BYTES,
    clock_ahead,
    clock_back,
    killed,
    line_cut,
)
from tests.faults.newsroom import Newsroom, rss
from tests.faults.site import ATTESTED, STEPS, Site, council

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROUNDS = int(os.environ.get("STADSPOLS_TEST_FAULTS", "4"))
POSTS = 400
"""In the file: half of them are taken in before the fault."""
FEEDS, ENTRIES = 2, 30
OLD_POSTS = 100
OLD_DAYS = 46
"""So long ago old posts were taken in, whose retention is over: what is kept of them goes."""
MARKS = {"Zelmarik", "kwelmond", "_zorpelaar", "-canary", "trwoplik", "vonkeldraaf", "gnieuwel"}
"""Each in many a secret: to look for them finds those secrets, and pieces of them."""


@dataclass(frozen=True)
class Start:
    """An installation that has taken in half of its input, kept aside; it works in one place."""

    site: Site
    aside: Path
    secrets: set[str]
    posts: int
    figures: list[tuple[object, ...]]
    spent_rho: float
    gone: dict[str, bytes]
    """Keys that must be gone in the end, by name: of weeks and texts past their retention."""
    file_keys: dict[str, bytes]
    """Keys of the files that there were; who has an old copy of one needs it."""

    def renewed(self) -> Site:
        shutil.rmtree(self.site.folder, ignore_errors=True)
        shutil.copytree(self.aside, self.site.folder, symlinks=True)
        self.site.newsroom.told.clear()
        return self.site


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Take in half of the input, keep that aside, and finish once without a fault."""
    folder = tmp_path_factory.mktemp("faults")
    lines, planted = canary_posts(POSTS + OLD_POSTS + FEEDS * ENTRIES, until=now())
    feeds = {
        f"/{n}.xml": rss(map(_entry, lines[POSTS + OLD_POSTS + n :: FEEDS])) for n in range(FEEDS)
    }
    newsroom = Newsroom(feeds)
    objector = json.loads(lines[0])["author"]
    old, half, whole = (folder / f"{name}.jsonl" for name in ("old", "half", "whole"))
    old.write_text("\n".join(map(_aged, lines[POSTS : POSTS + OLD_POSTS])))
    half.write_text("\n".join(lines[: POSTS // 2]))
    whole.write_text("\n".join(lines[:POSTS]))
    site = Site(folder / "site", folder, whole, newsroom, objector)
    addresses = tuple(newsroom.url + path for path in feeds)
    council(site.config, folder / "papers", now(), addresses)
    take_old = Site(site.folder, folder, old, newsroom, objector)
    take_old.run("ingest", "aggregate", "release", hours=-24 * OLD_DAYS + 1)
    old_keys, old_files = site.period_keys(), site.file_keys()
    Site(site.folder, folder, half, newsroom, objector).run("ingest", "aggregate", "release")
    shutil.copytree(site.folder, folder / "aside", symlinks=True)
    half_files = site.file_keys()
    said = site.run(*STEPS, "count")
    secrets = {s for s in planted if not any(mark in s for mark in MARKS)} | MARKS
    assert old_keys
    assert old_files.keys() - site.file_keys()
    assert POSTS - 10 + FEEDS * ENTRIES < _posts(said) < POSTS + FEEDS * ENTRIES
    assert any("vrijgegeven" in row for row in site.figures())
    assert SENT_BYTES["feed"] < sum(map(len, feeds.values()))
    yield Start(
        site,
        folder / "aside",
        secrets,
        _posts(said),
        site.figures(),
        site.spent_rho(),
        old_keys,
        old_files | half_files,
    )
    newsroom.close()


@pytest.mark.slow
@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_broken_run_ends_as_if_nothing_had_happened(number: int, start: Start) -> None:
    rng = random.Random(number)
    fault = FAULTS[number % len(FAULTS)]
    if fault in AS_ROOT and os.geteuid() != 0:
        fault = killed
    step = rng.choice(tuple(SENT_BYTES) if fault is line_cut else STEPS)
    site = start.renewed()
    before = site.figures()

    said = fault(site, step, rng)

    assert "Traceback" not in said
    assert "[fout]" not in said
    assert site.leaks(start.secrets, said) == set()
    hours = 0.0
    if fault is clock_back:
        assert step not in ATTESTED or "klok" in said
        assert site.figures() == before
    if fault is clock_ahead:
        hours = AHEAD_HOURS
        assert step not in ATTESTED or "klok" in site.start("ingest").said()
    again = [each for each in STEPS if each != "reprocess" or each == step]
    said = site.run(*again, "count", hours=hours)
    assert _posts(said) == start.posts
    if fault is not clock_ahead:
        assert site.figures() == start.figures
        assert site.spent_rho() == start.spent_rho
    assert site.unattested() == 0
    assert site.findings() == ()
    assert site.newsroom.told
    assert site.leaks(start.secrets, said) == set()
    there = site.file_keys()
    gone = start.gone | {n: key for n, key in start.file_keys.items() if n not in there}
    assert [
        (name, place)
        for place, content in site.contents().items()
        for name, key in gone.items()
        if key in content
    ] == []


def _posts(said: str) -> int:
    return int(said.split("posts: ")[1].split(maxsplit=1)[0])


def _entry(line: str) -> tuple[str, datetime, str]:
    post = json.loads(line)
    return post["id"], datetime.fromisoformat(post["created_at"]), post["text"]


def _aged(line: str) -> str:
    post = json.loads(line)
    moment = datetime.fromisoformat(post["created_at"]) - timedelta(days=OLD_DAYS)
    return json.dumps(post | {"created_at": moment.isoformat()}, ensure_ascii=False)
