"""Learns the weights of the name model and writes them, locked, to `privacy/detect/data`.

    python bench/pii_train.py CORPUS.jsonl [--copies 4] [--out privacy/detect/data]

Each post with a name is seen again with other names (of all origins that live in Almere, rare
ones, and words that are names too), without capitals or without punctuation, and with names
that no list knows, so that the context and not the name is learned.
"""

# ruff: noqa: PLR2004 - the shares of variants are read where they stand

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from privacy.detect.address import AddressFinder
from privacy.detect.engine import masked
from privacy.detect.lexicon import LOCK, Lexicon, load_lexicon
from privacy.detect.name_features import about_animals, features, is_candidate, text_case
from privacy.detect.normalise import normalise
from privacy.detect.resolve import resolve
from privacy.detect.scan import Scan
from privacy.detect.tokens import Tokeniser
from privacy.detect.vocabulary import PARTICLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Post = tuple[str, list[dict[str, Any]]]
Rows = tuple[list[list[str]], list[bool]]

STRENGTH = 0.3
MIN_COUNT = 3
MIN_WEIGHT = 0.03
UNLISTED = 0.08
FILE = "name_weights.txt.gz"
_WORD = re.compile(r"[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)*")


class Swapper:
    """Puts other names, capitals and punctuation into a post."""

    def __init__(self, lexicon: Lexicon, seed: int) -> None:
        """Sort the names by how common they are."""
        self.random = random.Random(seed)
        self._lexicon = lexicon
        self._first = self._tiers(lexicon.first_names)
        self._last = self._tiers(lexicon.surnames)
        lists = Path(__file__).with_name("pii_origins.txt").read_text("utf-8").split("#")[1:]
        self._origin = [part.partition("\n")[2].split() for part in lists]

    def _tiers(self, names: Mapping[str, int]) -> dict[int, list[str]]:
        tiers = defaultdict(list)
        for name, tier in names.items():
            if name.isalpha() and name not in self._lexicon.words:
                tiers[tier].append(name.title())
        return tiers

    def variant(self, post: Post) -> Post:
        """Return the post with other names, sometimes without capitals or punctuation."""
        post = self._swap(post)
        luck = self.random.random()
        if luck < 0.29:
            post = _recase(post, str.lower if luck < 0.25 else str.upper)
        return _strip(post) if self.random.random() < 0.15 else post

    def _swap(self, post: Post) -> Post:
        text, spans = post
        parts: list[str] = []
        moved = []
        chosen: dict[str, str] = {}
        at = length = 0
        for span in sorted(spans, key=lambda s: s["start"]):
            parts.append(text[at : span["start"]])
            length += len(parts[-1])
            surface = text[span["start"] : span["end"]]
            if span["type"] == "PERSON":
                surface = _WORD.sub(lambda m: self._other(m, chosen), surface)
            parts.append(surface)
            moved.append({**span, "start": length, "end": length + len(surface)})
            length += len(surface)
            at = span["end"]
        return "".join([*parts, text[at:]]), moved

    def _other(self, match: re.Match[str], chosen: dict[str, str]) -> str:
        word, key = match.group(), match.group().casefold()
        lists = self._lexicon
        listed = key in lists.first_names or key in lists.surnames
        if len(word) == 1 or key in PARTICLES or (key in lists.words and not listed):
            return word
        if key not in chosen:
            chosen[key] = self._first_name() if match.start() == 0 else self._surname()
        new = chosen[key]
        return new.lower() if word.islower() else new.upper() if word.isupper() else new

    def _first_name(self) -> str:
        luck, pick = self.random.random(), self.random.choice
        if luck < 0.35:
            return pick(self._origin[0])
        if luck < 0.43:
            return pick(self._origin[2])
        return pick(self._first[1 if luck < 0.75 else 3])

    def _surname(self) -> str:
        if self.random.random() < 0.4:
            return self.random.choice(self._origin[1])
        return self.random.choice(self._last[self.random.choice([1, 2, 3])])


def _recase(post: Post, case: Callable[[str], str]) -> Post:
    text, spans = post
    return "".join(case(c) if len(case(c)) == 1 else c for c in text), spans


def _strip(post: Post) -> Post:
    text, spans = post
    inside = {at for s in spans for at in range(s["start"], s["end"])}
    keep = [at in inside or char not in ".,!?;:" for at, char in enumerate(text)]
    index = [0, *np.cumsum(keep).tolist()]
    moved = [{**s, "start": index[s["start"]], "end": index[s["end"]]} for s in spans]
    return "".join(c for c, k in zip(text, keep, strict=True) if k), moved


class Reader:
    """Turns posts into rows of features, as the detector would see them."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Keep the scan and the tokeniser."""
        self._scan = Scan(AddressFinder(lexicon))
        self._tokeniser = Tokeniser(lexicon)

    def rows(self, post: Post, luck: random.Random | None) -> Rows:
        """Return features and label of each candidate; `luck` takes names off the lists."""
        text, spans = post
        view = normalise(text)
        view = masked(view, resolve(self._scan.find(view.text)))
        tokens = self._tokeniser.tokens(view.text)
        gold = [(s["start"], s["end"]) for s in spans if s["type"] == "PERSON"]
        labels = []
        for token in tokens:
            start, end = view.origin(token.start, token.end)
            labels.append(any(a < end and start < b for a, b in gold))
            if luck and labels[-1] and luck.random() < UNLISTED:
                token.first = token.last = 0
        case, topic = text_case(tokens), about_animals(tokens)
        chosen = [at for at in range(len(tokens)) if is_candidate(tokens, at)]
        return [features(tokens, at, case, topic) for at in chosen], [labels[at] for at in chosen]


def rows(posts: list[Post], lexicon: Lexicon, copies: int, seed: int = 0) -> Rows:
    """Return the rows of all posts and of `copies` variants of each post with a name."""
    reader, swapper = Reader(lexicon), Swapper(lexicon, seed)
    xs: list[list[str]] = []
    ys: list[bool] = []
    for post in posts:
        named = any(s["type"] == "PERSON" for s in post[1])
        variants = [swapper.variant(post) for _ in range(copies if named else copies // 3 or 1)]
        for each, luck in [(post, None), *((v, swapper.random) for v in variants)]:
            x, y = reader.rows(each, luck)
            xs += x
            ys += y
    return xs, ys


def learn(xs: list[list[str]], ys: list[bool]) -> dict[str, float]:
    """Return the weight of each feature; `b` is the intercept."""
    counts = Counter(name for x in xs for name in x)
    column = {name: at for at, name in enumerate(n for n, c in counts.items() if c >= MIN_COUNT)}
    indices = [[column[name] for name in x if name in column] for x in xs]
    pointer = np.concatenate([[0], np.cumsum([len(row) for row in indices])])
    flat = np.fromiter((i for row in indices for i in row), dtype=np.int64)
    matrix = sp.csr_matrix((np.ones(len(flat)), flat, pointer), shape=(len(xs), len(column)))
    model = LogisticRegression(C=STRENGTH, max_iter=300).fit(matrix, np.array(ys))
    weights = {n: float(model.coef_[0][at]) for n, at in column.items()}
    weights = {
        name: weight  # a name with a line break would break the list of lines
        for name, weight in weights.items()
        if abs(weight) > MIN_WEIGHT and "\n" not in name
    }
    weights["b"] = weights.get("b", 0.0) + float(model.intercept_[0])
    return weights


def extra() -> list[Post]:
    """Return our own posts, in which `⟦…⟧` marks a name; they stress what is no name."""
    posts: list[Post] = []
    for line in Path(__file__).with_name("pii_extra.txt").read_text("utf-8").splitlines():
        parts = re.split(r"[⟦⟧]", line)
        edges = np.cumsum([len(part) for part in parts]).tolist()
        marks = zip(edges[:-1:2], edges[1::2], strict=True)
        posts.append(("".join(parts), [{"start": a, "end": b, "type": "PERSON"} for a, b in marks]))
    return posts


def main() -> None:
    """Learn, write and lock."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--copies", type=int, default=4)
    parser.add_argument("--out", type=Path, default=Path("privacy/detect/data"))
    options = parser.parse_args()
    records = [json.loads(line) for line in options.corpus.read_text("utf-8").splitlines()]
    posts = [(r["text"], r["spans"]) for r in records] + extra()
    weights = learn(*rows(posts, load_lexicon(), options.copies))
    lines = sorted(f"{name}\t{round(100 * weight)}" for name, weight in weights.items())
    (options.out / FILE).write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
    locked = sorted(options.out.glob("*.gz"))
    digests = [f"{hashlib.sha256(p.read_bytes()).hexdigest()} {p.name}\n" for p in locked]
    (options.out / LOCK).write_text("".join(digests), "utf-8")
    print(len(weights), "weights,", (options.out / FILE).stat().st_size, "bytes")


if __name__ == "__main__":
    main()
