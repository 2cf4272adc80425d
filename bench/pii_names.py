"""Builds the name and word lists of `privacy/detect/data` from public lists of facts.

    python bench/pii_names.py --names FOLDER --streets CSV --wordlist FILE --out FOLDER

The folder of names holds `dutch_first_names.json` and `dutch_last_names.json` (name -> count);
the CSV of streets has a column `straat`; the word list is OpenTaal's, a word a line. What is no
name and the towns come from `pii_not_names.txt` and `pii_towns.txt` beside this file. Needs the
package `wordfreq` for the ranks of words (an environment of its own: the product does not use it).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
from pathlib import Path

import wordfreq

TOP_WORDS = 60_000
ENGLISH_WORDS = 4000
FIRST_TIERS = (0, 5, 500)
LAST_TIERS = (20, 200, 2000)
RANKS = (1000, 5000, 20_000, TOP_WORDS)


def tier(count: int, bounds: tuple[int, ...]) -> int:
    """Return how many of the bounds the count reaches."""
    return sum(count >= bound for bound in bounds)


def write(path: Path, lines: list[str]) -> None:
    """Write sorted lines, compressed, the same bytes each time."""
    data = "\n".join(sorted(lines)).encode()
    path.write_bytes(gzip.compress(data, 9, mtime=0))
    print(path.name, len(lines), path.stat().st_size, "bytes")


def names(path: Path, bounds: tuple[int, ...]) -> dict[str, int]:
    """Return casefolded name -> tier of its count."""
    found: dict[str, int] = {}
    for name, count in json.loads(path.read_text("utf-8")).items():
        level = tier(count, bounds)
        if level and name.replace("-", "").replace("'", "").isalpha():
            found[name.casefold()] = max(level, found.get(name.casefold(), 0))
    return found


def main() -> None:
    """Write the lists and the file of their digests."""
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("--names", "--streets", "--wordlist", "--out"):
        parser.add_argument(option, type=Path, required=True)
    paths = parser.parse_args()
    first = names(paths.names / "dutch_first_names.json", FIRST_TIERS)
    last = names(paths.names / "dutch_last_names.json", LAST_TIERS)
    dictionary = paths.wordlist.read_text("utf-8").split()
    common = {word for word in dictionary if word[:1].islower()}
    ranked = [w for w in wordfreq.top_n_list("nl", TOP_WORDS) if w.isalpha()]
    words = {}
    for place, word in enumerate(ranked):
        level = len(RANKS) - next(at for at, rank in enumerate(RANKS) if place < rank)
        is_word = word in common or (word not in first and word not in last)
        words[word] = level * 10 + (level if is_word else 0)
    slang = Path(__file__).with_name("pii_slang.txt").read_text("utf-8").split()
    english = [w for w in wordfreq.top_n_list("en", ENGLISH_WORDS) if w.isalpha()]
    for word in [w for w in english if first.get(w, 0) < len(FIRST_TIERS)] + slang:
        words[word] = max(words.get(word, 0), 22)
    with paths.streets.open(encoding="utf-8") as handle:
        streets = {row["straat"].casefold() for row in csv.DictReader(handle)}
    write(paths.out / "first_names.txt.gz", [f"{n}\t{t}" for n, t in first.items()])
    write(paths.out / "surnames.txt.gz", [f"{n}\t{t}" for n, t in last.items()])
    write(paths.out / "words.txt.gz", [f"{n}\t{t}" for n, t in words.items()])
    others = Path(__file__).with_name("pii_not_names.txt").read_text("utf-8").casefold()
    write(
        paths.out / "not_names.txt.gz",
        list({n for n in re.split(r"[|\n]", others) if n and first.get(n, 0) < len(FIRST_TIERS)}),
    )
    towns = Path(__file__).with_name("pii_towns.txt").read_text("utf-8")
    write(paths.out / "towns.txt.gz", re.split(r"[|\n]", towns.strip()))
    write(paths.out / "streets.txt.gz", [f"{n}\t1" for n in streets])


if __name__ == "__main__":
    main()
