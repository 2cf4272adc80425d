"""Evaluation of the name finder: `python -m models.evaluate_names POSTS [--model DIR]`.

The finder alone, without the rules of `privacy.detect`, on raw invented posts.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from models.figures import interval
from models.load import load_name_finder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from privacy.detect.span import NameFinder, Span


def evaluate_names(finder: NameFinder, records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return recall and precision for PERSON, with bootstrap intervals over posts.

    `recall`: share of names of which every letter is found. `recall_touched`: of which any is.
    `precision`: share of what is found that touches a name. A find inside other personal data
    (a name in an e-mail address) counts neither way: the rules remove it too.
    """
    found = finder.find([record["text"] for record in records])
    counts = np.array(
        [_count(record, spans) for record, spans in zip(records, found, strict=True)], dtype=float
    )
    whole, touched, names, right, finds = counts.sum(axis=0)

    def recall(rows: np.ndarray) -> float:
        return float(counts[rows, 0].sum() / max(counts[rows, 2].sum(), 1))

    low, high = interval(recall, len(records))
    return {
        "posts": len(records),
        "names": int(names),
        "recall": round(whole / max(names, 1), 4),
        "recall_interval": [round(low, 4), round(high, 4)],
        "recall_touched": round(touched / max(names, 1), 4),
        "precision": round(right / max(finds, 1), 4),
    }


def _count(record: dict[str, Any], spans: Sequence[Span]) -> tuple[int, int, int, int, int]:
    """Return whole names, touched names, names, right finds, finds of one post."""
    marked = {at for span in spans for at in range(span.start, span.end)}
    persons = [set(range(s["start"], s["end"])) for s in record["spans"] if s["type"] == "PERSON"]
    other = {
        at
        for span in record["spans"]
        if span["type"] != "PERSON"
        for at in range(span["start"], span["end"])
    }
    text = record["text"]
    letters = [{at for at in person if text[at].isalnum()} for person in persons]
    finds = [set(range(s.start, s.end)) for s in spans if not set(range(s.start, s.end)) & other]
    return (
        sum(letter <= marked for letter in letters),
        sum(bool(person & marked) for person in persons),
        len(persons),
        sum(any(find & person for person in persons) for find in finds),
        len(finds),
    )


def read_records(path: Path) -> list[dict[str, Any]]:
    """Return the raw, invented posts of a file in the form of the corpus."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures of one name finder on one file of posts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("posts", type=Path, help="JSON lines in the form of the corpus")
    parser.add_argument("--model", type=Path, default=None)
    options = parser.parse_args(arguments)
    figures = evaluate_names(load_name_finder(options.model), read_records(options.posts))
    sys.stdout.write(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
