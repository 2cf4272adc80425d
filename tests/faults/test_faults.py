"""Break a run at a moment of chance, run again: nothing lost, nothing double, nothing leaked.

`make test-faults` breaks 200 runs; `make test` three: a kill, a power cut, a full disk.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.e2e.posts import canary_posts, now
from tests.faults.kinds import FAULTS, clock_back, disk_full, no_rights
from tests.faults.site import STEPS, Site

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = int(os.environ.get("STADSPOLS_TEST_FAULTS", "3"))
POSTS = 400
AS_ROOT = {disk_full, no_rights}
"""Faults that take root to make: a disk of its own, a process with fewer rights than its owner."""


@dataclass(frozen=True)
class Start:
    """An installation that has taken in half of its input, kept aside; it works in one place."""

    site: Site
    aside: Path
    secrets: set[str]
    expected: list[tuple[object, ...]]

    def renewed(self) -> Site:
        shutil.rmtree(self.site.folder, ignore_errors=True)
        shutil.copytree(self.aside, self.site.folder)
        return self.site


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Start:
    """Take in half of the input, keep that aside, and finish once without a fault."""
    folder = tmp_path_factory.mktemp("faults")
    lines, secrets = canary_posts(POSTS, until=now())
    half, whole = folder / "half.jsonl", folder / "whole.jsonl"
    half.write_text("\n".join(lines[: POSTS // 2]))
    whole.write_text("\n".join(lines))
    site = Site(folder / "site", whole)
    site.folder.mkdir()
    Site(site.folder, half).run(*STEPS)
    shutil.copytree(site.folder, folder / "aside")
    site.run(*STEPS)
    assert site.posts() == POSTS
    assert any("vrijgegeven" in row for row in site.figures())
    return Start(site, folder / "aside", secrets, site.figures())


@pytest.mark.slow
@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_broken_run_ends_as_if_nothing_had_happened(number: int, start: Start) -> None:
    rng = random.Random(number)
    fault, step = FAULTS[number % len(FAULTS)], rng.choice(STEPS)
    if fault in AS_ROOT and os.geteuid() != 0:
        fault = FAULTS[0]
    site = start.renewed()
    before = site.figures()

    said = fault(site, step, rng)

    assert "Traceback" not in said
    assert site.leaks(start.secrets, said) == set()
    if "stadspols:" in said:
        assert re.search(r"\[(?!fout\])[a-z_.]+\] \S", said), f"{fault.__name__} {step}: {said}"
    if fault is clock_back:
        assert "klok" in said
        assert site.figures() == before
    site.run(*STEPS)
    assert site.posts() == POSTS
    assert site.figures() == start.expected
