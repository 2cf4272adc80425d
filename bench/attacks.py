"""How well the best attacks on released figures do, on generated cities.

Run: `make bench-attacks`, or `python -m bench.attacks [--days 30]` in the root of the checkout.
"""

from __future__ import annotations

import argparse
import random
import time

import numpy as np

from pipeline.what_if import right_guesses
from privacy.cells import Status
from privacy.disclosure import Limits, Rule, disclose
from privacy.noise import with_noise
from tests.privacy.cubes import MENTIONS, PARENTS, cells_of, linear_attack

LIMITS = Limits(k_min_authors=10, dominance_pct=20, rounding_base=5)
NAIVE = "threshold and rounding only"
OURS = "as released"


def reconstruction(cubes: int, seed: int) -> None:
    """Print how many withheld counts the linear program narrows, with and without complements."""
    draw = random.Random(seed)
    total = {NAIVE: [0, 0, 0], OURS: [0, 0, 0]}
    shown_cells, some_cells, shown_authors, some_authors, complements = 0, 0, 0, 0, 0
    for _ in range(cubes):
        number = {m: draw.choice([0, draw.randint(0, 3), draw.randint(0, 40)]) for m in MENTIONS}
        cube = cells_of(number)
        ours, naive = disclose(cube, PARENTS, LIMITS), disclose(cube, {}, LIMITS)
        for name, released in ((NAIVE, naive), (OURS, ours)):
            for found in linear_attack(cube, released, LIMITS).values():
                total[name][0] += 1
                total[name][1] += found.size == 1
                total[name][2] += found.size < LIMITS.k_min_authors - 1
        for cell, released in zip(cube, ours, strict=True):
            if cell.authors:
                some_cells, some_authors = some_cells + 1, some_authors + cell.authors
                if released.status is Status.RELEASED:
                    shown_cells, shown_authors = shown_cells + 1, shown_authors + cell.authors
                complements += released.rule == Rule.COMPLEMENTARY
    print(f"reconstruction by linear program, {cubes} tables of 8 areas, k = 10, base 5")
    for name, (withheld, exact, narrowed) in total.items():
        print(f"  {name:<28} withheld {withheld:>5}, found exactly {exact / withheld:6.1%}, "
              f"narrowed {narrowed / withheld:6.1%}")  # fmt: skip
    print(f"  released: {shown_cells / some_cells:.1%} of the non-zero cells, "
          f"{shown_authors / some_authors:.1%} of the authors in them; "
          f"{complements / some_cells:.1%} withheld as complements")  # fmt: skip


def membership(draws: int) -> None:
    """Print how often an attacker who knows everybody else is right about one author."""
    print(f"membership in a public week, everybody else known, {draws:,} draws (chance: 50%)")
    for rho in (0.01, 0.05, 0.2, 1.0):
        inside, outside = (np.array(with_noise([n] * draws, 1, rho)) for n in (13, 12))
        cuts = range(int(outside.min()), int(inside.max()) + 1)
        right = max(((inside > cut).mean() + (outside <= cut).mean()) / 2 for cut in cuts)
        print(f"  rho {rho:<5} right {right:6.1%}, reckoned {right_guesses(rho):6.1%}")


def differencing(cubes: int, seed: int) -> None:
    """Print how often one author more or less shows in what analysts see."""
    draw = random.Random(seed)
    changed, pairs = 0, 0
    for _ in range(cubes):
        number = {m: draw.choice([0, draw.randint(0, 3), draw.randint(0, 40)]) for m in MENTIONS}
        mention = draw.choice(MENTIONS)
        one_more = {**number, mention: number[mention] + 1}
        before, after = (disclose(cells_of(n), PARENTS, LIMITS) for n in (number, one_more))
        for one, other in zip(before, after, strict=True):
            pairs += 1
            changed += (one.status, one.value) != (other.status, other.value)
    print(f"differencing, one author more, {cubes} tables: {changed / pairs:.1%} of the figures "
          "change (by one step, or shown or withheld)")  # fmt: skip


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cubes", type=int, default=300)
    parser.add_argument("--draws", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=20261128)
    arguments = parser.parse_args()
    start = time.perf_counter()
    reconstruction(arguments.cubes, arguments.seed)
    differencing(arguments.cubes, arguments.seed)
    membership(arguments.draws)
    print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
