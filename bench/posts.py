"""Realistic posts for benches: corpus posts, each made different, all about the municipality."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEED = 10
REPOSTED = 0.08
"""Share of posts that are an exact copy of an earlier one, as in the simulated example."""

_CORPUS = ("train", "extra_signals", "extra_harmless")
_PLACES = ("Filmwijk", "Danswijk", "Muziekwijk", "Parkwijk", "Stedenwijk", "Almere Haven", "Poort")
_NAMES = ("Jan de Vries", "fatima el idrissi", "Kwame Mensah", "Sevgi Yıldız", "mo", "Anneke Bos")
_TAILS = (
    "#almere",
    "zag het om {hour}:{minute}",
    "{name} zegt het ook",
    "bel {phone}",
    "iemand?",
    "😡",
    "al {count} keer deze week",
    "net gehoord bij de Jumbo",
)


def texts(number: int, data: Path) -> Iterator[str]:
    """Yield `number` texts: different ones, but for the share `REPOSTED`.

    `data` is the folder with the training posts.
    """
    rng = random.Random(SEED)
    pool = [
        str(json.loads(line)["text"])
        for name in _CORPUS
        for line in (data / f"{name}.jsonl").open(encoding="utf-8")
    ]
    made: list[str] = []
    for _ in range(number):
        if made and rng.random() < REPOSTED:
            yield rng.choice(made)
            continue
        tail = rng.choice(_TAILS).format(
            hour=rng.randrange(24),
            minute=f"{rng.randrange(60):02}",
            name=rng.choice(_NAMES),
            phone=f"06-{rng.randrange(10**7, 10**8)}",
            count=rng.randrange(2, 90),
        )
        made.append(f"{rng.choice(pool)} {rng.choice(_PLACES)} {tail} {rng.randrange(10**4)}")
        yield made[-1]


def write(file: Path, number: int, data: Path) -> None:
    """Write `number` posts of this week as JSON lines in our own format."""
    rng = random.Random(SEED)
    until = datetime.now(UTC) - timedelta(hours=1)
    with file.open("w", encoding="utf-8") as stream:
        for n, text in enumerate(texts(number, data)):
            record = {
                "id": f"p{n}",
                "created_at": (until - timedelta(minutes=rng.randrange(60 * 24 * 5))).isoformat(),
                "author": f"vaart_{rng.randrange(number // 3 + 1)}",
                "platform": "forum",
                "text": text,
            }
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
