"""Measure how well the gazetteer finds the areas that a labelled corpus says posts are about.

python bench/areas.py CORPUS [--folder config/gebieden/almere]
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.areas.gazetteer import Gazetteer
from privacy.level import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from privacy.posts import AreaCode

RESAMPLES = 1000
SEED = 36
Counts = tuple[int, int, int]
"""Areas found and labelled, found but not labelled, labelled but not found."""


def main() -> None:
    """Print precision, recall and F1 with 95% bootstrap intervals, and the speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--folder", type=Path, default=Path("config/gebieden/almere"))
    arguments = parser.parse_args()
    gazetteer = Gazetteer.load(arguments.folder)
    posts = [json.loads(line) for line in arguments.corpus.read_text("utf-8").splitlines()]
    start = time.process_time()
    found = [gazetteer.find(post["text"]) for post in posts]
    seconds = time.process_time() - start
    codes = {area.name: area.code for level in reversed(Level) for area in gazetteer.areas(level)}
    labelled = [tuple(codes[name] for name in post["areas"]) for post in posts]
    print(f"{len(posts)} posts, {sum(map(bool, labelled))} with an area", end=", ")
    print(f"{len(posts) / seconds:,.0f} posts/s of processor time")
    print(f"{'level':<12}{'precision':>22}{'recall':>22}{'F1':>22}")
    _print_row("as labelled", found, labelled, lambda code: code)
    _print_row("stadsdeel", found, labelled, lambda c: gazetteer.at_level(c, Level.STADSDEEL))
    _print_row("gemeente", found, labelled, lambda c: gazetteer.at_level(c, Level.GEMEENTE))


def _print_row(
    name: str,
    found: Sequence[tuple[AreaCode, ...]],
    labelled: Sequence[tuple[AreaCode, ...]],
    coarsen: Callable[[AreaCode], AreaCode],
) -> None:
    counts = [
        _compare(set(map(coarsen, f)), set(map(coarsen, g)))
        for f, g in zip(found, labelled, strict=True)
    ]
    draw = random.Random(SEED)
    samples = [_scores(draw.choices(counts, k=len(counts))) for _ in range(RESAMPLES)]
    cells = []
    for i, value in enumerate(_scores(counts)):
        ordered = sorted(sample[i] for sample in samples)
        low, high = ordered[RESAMPLES // 40], ordered[-RESAMPLES // 40]
        cells.append(f"{value:.3f} [{low:.3f}, {high:.3f}]")
    print(f"{name:<12}" + "".join(f"{cell:>22}" for cell in cells))


def _compare(found: set[AreaCode], labelled: set[AreaCode]) -> Counts:
    return len(found & labelled), len(found - labelled), len(labelled - found)


def _scores(counts: Sequence[Counts]) -> tuple[float, float, float]:
    right, extra, missed = (sum(column) for column in zip(*counts, strict=True))
    precision = right / max(1, right + extra)
    recall = right / max(1, right + missed)
    return precision, recall, 2 * right / max(1, 2 * right + extra + missed)


if __name__ == "__main__":
    main()
