"""Speed and memory of reading posts from a file and deciding which are in scope, on one core.

Usage: python bench/sources.py [POSTS]

The posts are those of the example, invented; one in four names the municipality, as a supplier's
export for a city would. Each ends with a word of its own, so that nothing that remembers words
gains more than it would on real posts. What is measured: bytes -> lines -> JSON -> fields checked
-> RawPost -> the areas that it is about. Nothing is stored.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from pipeline.areas.gazetteer import Gazetteer
from pipeline.settings import PACKAGED_CONFIG
from pipeline.sources.config import FileSpec
from pipeline.sources.files import FileSource
from pipeline.sources.protocol import START
from pipeline.sources.scope import Scope
from privacy.posts import SourceId
from privacy.raw import RawPost

NOW = datetime(2026, 11, 24, tzinfo=UTC)
SEED = 36
LETTERS = "etaoinrsldhgkmpvbjwzcuf"
ELSEWHERE = (
    "wat een prachtige zonsondergang vanavond, iedereen nog een fijne avond gewenst",
    "De trein van 8 uur viel weer uit, dus ik zit nu anderhalf uur te wachten op het station",
    "nieuwe podcast over moestuinen staat online! link in bio #tuin #moestuin #biologisch",
    "@buurvrouw heb jij dat recept nog van die appeltaart? https://example.org/recepten/appeltaart",
    "Kabinet komt morgen met een brief over de woningmarkt, oppositie is kritisch",
    "haha ja precies dit",
)


def new_word(rng: random.Random) -> str:
    """Return a word that no other post has: in real posts a few words in a hundred are new."""
    return "".join(rng.choices(LETTERS, k=rng.randint(4, 12)))


def write(path: Path, number: int) -> None:
    """Write `number` posts as JSON lines, one in four from the pool of the example."""
    rng = random.Random(SEED)
    pool = [
        json.loads(line)["text"]
        for line in (PACKAGED_CONFIG / "voorbeeld" / "posts.jsonl").open(encoding="utf-8")
    ]
    with path.open("w", encoding="utf-8") as stream:
        for n in range(number):
            record = {
                "id": f"p{n}",
                "created_at": "2026-11-20T10:00:00+01:00",
                "author": f"vaart_{n % 5000}",
                "platform": "forum",
                "text": f"{rng.choice(pool if n % 4 == 0 else ELSEWHERE)} {new_word(rng)}",
                "lang": "nl",
            }
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")


def measure(path: Path, scope: Scope) -> tuple[int, int, float]:
    """Return posts, posts in scope, and seconds of processor time."""
    source = FileSource(SourceId("bench"), FileSpec(soort="bestand"), clock=lambda: NOW, path=path)
    posts = kept = 0
    started = time.process_time()
    for _, item in source.read(START):
        if isinstance(item, RawPost):
            posts += 1
            kept += scope.covers(item.text)
    return posts, kept, time.process_time() - started


def megabytes() -> float:
    """Return the most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure once at the size asked for, and at a tenth of it for comparison of memory."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    scope = Scope.of(Gazetteer.load(PACKAGED_CONFIG / "gebieden" / "almere"))
    print(f"{'posts':>9} {'file MB':>8} {'in scope':>9} {'posts/s':>9} {'peak MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for size in (number // 10, number):
            path = Path(folder) / f"{size}.jsonl"
            write(path, size)
            posts, kept, seconds = measure(path, scope)
            size_mb = path.stat().st_size / 1e6
            print(f"{posts:9} {size_mb:8.0f} {kept:9} {posts / seconds:9.0f} {megabytes():8.0f}")


if __name__ == "__main__":
    main()
