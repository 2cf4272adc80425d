"""Measures the detector of personal data beside stock Presidio and `deduce`, by type.

    python bench/pii.py [--corpus FILE ...] [--deduce PYTHON]

FILE holds posts with marked items; by default the measuring posts, then the hard posts of
`tests/fixtures/pii` (`open`, `voices`, `everyday`, `wild`, `zien`, `elders`, `verder`, `laatste`:
looked at while rules were made; `sealed`, `heldout` and `zegel`: only measured).

PYTHON is the interpreter of an environment of its own that holds `deduce==3.0.6` (its pins conflict
with ours). Recall: the share of marked items that found spans cover wholly, whatever their
type; precision: the share of found spans that touch a marked item; intervals: Wilson, 95%.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tldextract
from presidio_analyzer.predefined_recognizers import (
    CreditCardRecognizer,
    DateRecognizer,
    EmailRecognizer,
    IbanRecognizer,
    IpRecognizer,
    PhoneRecognizer,
    UrlRecognizer,
)

from models.load import load_name_finder
from privacy.detect.address import AddressFinder
from privacy.detect.engine import build_detector
from privacy.detect.hints import special_category_hints
from privacy.detect.lexicon import load_lexicon
from privacy.detect.normalise import normalise
from privacy.detect.presidio import (
    DutchRecognizer,
    RuleContext,
    analyse,
    build_analyzer,
    pattern_recognizers,
)
from privacy.detect.scan import RECOGNISERS, Scan
from privacy.pseudonymise import redact

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Ranges = list[tuple[int, int]]
Post = dict[str, Any]

CORPORA = [
    Path("tests/fixtures/corpus/dev.jsonl"),
    Path("tests/fixtures/pii/open.jsonl"),
    Path("tests/fixtures/pii/voices.jsonl"),
    Path("tests/fixtures/pii/everyday.jsonl"),
    Path("tests/fixtures/pii/wild.jsonl"),
    Path("tests/fixtures/pii/zien.jsonl"),
    Path("tests/fixtures/pii/elders.jsonl"),
    Path("tests/fixtures/pii/verder.jsonl"),
    Path("tests/fixtures/pii/laatste.jsonl"),
    Path("tests/fixtures/pii/sealed.jsonl"),
    Path("tests/fixtures/pii/heldout.jsonl"),
    Path("tests/fixtures/pii/zegel.jsonl"),
]
Z = 1.96
DEDUCE = """
import json, sys
from deduce import Deduce
model = Deduce()
for line in sys.stdin:
    found = model.deidentify(json.loads(line)).annotations
    print("SPANS" + json.dumps([(int(a.start_char), int(a.end_char)) for a in found]), flush=True)
"""
_SPOKEN = re.compile(
    r"(?:punt|apenstaart|nul|een|twee|drie|vier|zes|acht|\[at\]|\(at\)|\(a\)| at )"
)
_SPREAD = re.compile(r"(?:\S ){4,}\S|[^\W\d_]\d[^\W\d_]| @|@ ")


@dataclass
class Score:
    """Counts of one system on one group of items."""

    items: int = 0
    covered: int = 0


@dataclass
class Report:
    """What one system found in the corpus."""

    name: str
    groups: dict[str, Score] = field(default_factory=dict)
    found: int = 0
    right: int = 0
    posts: int = 0
    leaking: int = 0

    def add(self, post: Post, spans: Ranges) -> None:
        """Count one post."""
        points = {at for start, end in spans for at in range(start, end)}
        leaks = False
        for item in post["spans"]:
            covered = points.issuperset(range(item["start"], item["end"]))
            leaks |= not covered
            for group in groups(post["text"], item):
                score = self.groups.setdefault(group, Score())
                score.items += 1
                score.covered += covered
        self.found += len(spans)
        self.right += sum(
            any(start < item["end"] and item["start"] < end for item in post["spans"])
            for start, end in spans
        )
        self.posts += bool(post["spans"])
        self.leaking += leaks


def groups(text: str, item: Post) -> list[str]:
    """Return the rows of the report that an item counts for."""
    surface = text[item["start"] : item["end"]]
    rows = [item["type"], "alles"]
    if item["type"] != "PERSON":
        rows.append("gestructureerd")
    hidden = item.get("hidden") or normalise(surface).text != surface or _SPREAD.search(surface)
    if hidden or (item["type"] in {"EMAIL", "PHONE"} and _SPOKEN.search(surface)):
        rows.append("verhuld")
    return rows


def wilson(hits: int, total: int) -> str:
    """Return a share with its 95% interval, in percent."""
    if not total:
        return "–"
    share = hits / total
    middle = (share + Z * Z / (2 * total)) / (1 + Z * Z / total)
    half = Z * math.sqrt(share * (1 - share) / total + Z * Z / (4 * total**2)) / (1 + Z * Z / total)
    return (
        f"{100 * share:.1f} ({100 * max(0.0, middle - half):.0f}–{100 * min(1, middle + half):.0f})"
    )


def ours(texts: Sequence[str]) -> list[Ranges]:
    """Return what the product's detector finds."""
    return [
        [(s.start, s.end) for s in spans]
        for spans in build_detector(load_name_finder()).detect(texts)
    ]


def stock(texts: Sequence[str]) -> list[Ranges]:
    """Return what Presidio's own generic recognisers find, offline."""
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    kinds = (CreditCardRecognizer, DateRecognizer, EmailRecognizer, IbanRecognizer, IpRecognizer)
    generic = [kind(supported_language="nl") for kind in (*kinds, UrlRecognizer)]
    phone = PhoneRecognizer(supported_language="nl", supported_regions=["NL"])
    analyzer = build_analyzer([*generic, phone])
    return [[(r.start, r.end) for r in analyzer.analyze(t, language="nl")] for t in texts]


def deduced(python: str, texts: Sequence[str]) -> list[Ranges]:
    """Return what `deduce` finds, in its own environment."""
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    run = subprocess.run(
        [python, "-c", DEDUCE], input=lines, capture_output=True, text=True, check=True
    )
    answers = [line[5:] for line in run.stdout.splitlines() if line.startswith("SPANS")]
    return [[(a, b) for a, b in json.loads(answer)] for answer in answers]


def rate(call: Callable[[], object], posts: int) -> float:
    """Return posts per second of processor time, the best of three."""
    best = math.inf
    for _ in range(3):
        begin = time.process_time()
        call()
        best = min(best, time.process_time() - begin)
    return posts / best


def speed(texts: Sequence[str]) -> list[str]:
    """Return the rows of the speed table."""
    lexicon = load_lexicon()
    scan = Scan(AddressFinder(lexicon))
    one_pass = build_analyzer([DutchRecognizer(scan)], RuleContext())
    per_rule = build_analyzer(pattern_recognizers(RECOGNISERS))
    plain = [normalise(text).text for text in texts]
    fast = rate(lambda: analyse(one_pass, plain), len(texts))
    slow = rate(lambda: [per_rule.analyze(text, language="nl") for text in plain], len(texts))
    detector = build_detector()
    whole = rate(lambda: detector.detect(texts), len(texts))
    return [
        "| wat | berichten per seconde, één kern |",
        "|---|---|",
        f"| Presidio met {len(RECOGNISERS)} losse PatternRecognizers, per bericht | {slow:.0f} |",
        f"| dezelfde regels door Presidio in één doorgang | {fast:.0f} ({fast / slow:.1f}×) |",
        f"| de hele detector, met namen | {whole:.0f} ({whole / slow:.1f}×) |",
    ]


def table(reports: Sequence[Report]) -> list[str]:
    """Return the rows of the recall table."""
    first = reports[0]
    names = sorted(name for name in first.groups if name.isupper())
    names += [name for name in ("gestructureerd", "verhuld", "alles") if name in first.groups]
    head = " | ".join(report.name for report in reports)
    rows = [f"| gevonden (%, 95%-interval) | n | {head} |", "|---|---|" + "---|" * len(reports)]
    for name in names:
        scores = [report.groups[name] for report in reports]
        cells = " | ".join(wilson(score.covered, score.items) for score in scores)
        rows.append(f"| {name} | {scores[0].items} | {cells} |")
    rows.append(
        f"| precisie | – | {' | '.join(wilson(report.right, report.found) for report in reports)} |"
    )
    leaks = " | ".join(wilson(report.leaking, report.posts) for report in reports)
    return [*rows, f"| berichten die nog iets lekken | {first.posts} | {leaks} |"]


def special(posts: Sequence[Post], cleaned: Sequence[str]) -> list[str]:
    """Return the rows about hints of special categories (AVG art. 9)."""
    marked = [
        (set(p.get("art9", ())), set(special_category_hints(t)))
        for p, t in zip(posts, cleaned, strict=True)
    ]
    meant = [hints for wanted, hints in marked if wanted]
    found = sum(bool(wanted) and wanted <= hints for wanted, hints in marked)
    false = sum(bool(hints) for wanted, hints in marked if not wanted)
    return (
        [
            (
                f"Bijzondere persoonsgegevens: {wilson(found, len(meant))}% van {len(meant)} "
                f"herkend, {false} keer ten onrechte in {len(marked) - len(meant)} andere."
            ),
            "",
        ]
        if meant
        else []
    )


def report(path: Path, python: str | None) -> None:
    """Print what each system finds in one file."""
    posts = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    texts = [post["text"] for post in posts]
    found = {"Stadspols": ours(texts), "Presidio": stock(texts)}
    if python:
        found["deduce"] = deduced(python, texts)
    reports = [Report(name) for name in found]
    for each in reports:
        for post, spans in zip(posts, found[each.name], strict=True):
            each.add(post, spans)
    print(f"### {path}, {len(posts)} berichten\n")
    print("\n".join(table(reports)), end="\n\n")
    detector = build_detector()
    print("\n".join(special(posts, [each.text for each in redact(texts, detector)])))


def main() -> None:
    """Print the reports and the speeds in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, nargs="+", default=CORPORA)
    parser.add_argument("--deduce", help="python with deduce==3.0.6")
    options = parser.parse_args()
    print(f"{datetime.now(UTC):%Y-%m-%d}, Python {sys.version.split()[0]}\n")
    for path in options.corpus:
        report(path, options.deduce)
    posts = [json.loads(line) for line in options.corpus[0].read_text("utf-8").splitlines()]
    print("\n".join(speed([post["text"] for post in posts])))


if __name__ == "__main__":
    main()
