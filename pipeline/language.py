"""Which language a text is in, and when that is sure enough to leave a post out.

The classifier reads Dutch. A post is left out only when it is confidently something else: short,
slangy and mixed Dutch stays. How often both go right is measured in tests/pipeline/test_language.py
and stated in docs/bronnen.md.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

from py3langid.langid import LanguageIdentifier as NaiveBayes

from privacy.detect.placeholder import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence

MIN_LETTERS = 12
"""Below this number of letters a guess says nothing ("haha nee" is not Sotho)."""

MIN_PROBABILITY = 0.5
"""Least probability of the guess; dialect and mixed Dutch score low in every language."""

MIN_PROBABILITY_AGREED = 0.2
"""The same where the author or platform names the language of the guess too."""

KIN = frozenset({"af", "fy", "lb"})
"""Read as Dutch. Frisian is an official language of the Netherlands. Short Dutch is most often
taken for Afrikaans, Limburgish and Low Saxon for Luxembourgish: the model knows neither, and
their speakers are not to be left out of the figures."""

NO_LANGUAGE = frozenset({"und", "zxx"})
"""Codes for undetermined and for no linguistic content. Source: ISO 639-2."""

_LONGEST = 1_000  # characters that are looked at; more changes no guess and costs time
_NO_WORDS = re.compile(
    PLACEHOLDER.pattern
    + r"|https?://\S+|www\.\S+"
    + r"|\S{1,64}@\S+|@[\w.]+"
    + r"|\b[\w-]{1,63}(?:\.[a-z]{2,6})+\b\S*"
)
_LETTER = re.compile(r"[^\W\d_]")


class Identified(NamedTuple):
    """A guess: ISO 639 code (`und` without letters), its probability, and letters it rests on."""

    code: str
    probability: float
    letters: int


class LanguageIdentifier(Protocol):
    """Guesses the language of texts."""

    def identify(self, texts: Sequence[str]) -> list[Identified]:
        """Return one guess per text, in order."""
        ...


class Py3LangidIdentifier:
    """The n-gram model that comes with py3langid; loaded on construction (0.6 s), no network."""

    def __init__(self) -> None:
        self._model = NaiveBayes.from_model_file("data/model.npz.xz", norm_probs=True)

    def identify(self, texts: Sequence[str]) -> list[Identified]:
        """Return one guess per text; placeholders, addresses and mentions do not count."""
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> Identified:
        words, letters = words_of(text)
        if not letters:
            return Identified("und", 0.0, 0)
        code, probability = self._model.classify(words)
        return Identified(str(code), float(probability), letters)


def words_of(text: str) -> tuple[str, int]:
    """Return the words whose language is guessed, and how many letters they have."""
    words = " ".join(_NO_WORDS.sub(" ", text[:_LONGEST]).split())
    return words, len(_LETTER.findall(words))


def is_foreign(guess: Identified, allowed: frozenset[str], declared: str | None = None) -> bool:
    """Return whether a text is confidently in none of the `allowed` languages (ISO 639 codes).

    Where Dutch is allowed, its kin is too. What the author or platform says the language is
    (`declared`) is never believed by itself: many phones are set to English and write Dutch.
    """
    known = allowed | NO_LANGUAGE | (KIN if "nl" in allowed else frozenset())
    return (
        guess.code not in known
        and guess.letters >= MIN_LETTERS
        and guess.probability
        >= (MIN_PROBABILITY_AGREED if guess.code == declared else MIN_PROBABILITY)
    )
