"""LinearScorer: hashed words and characters, weighted by rarity, and one line per signal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from models.figures import Matrix

WEIGHTS_NAME = "weights.npz"
_WORD_BITS = 18
_CHARACTER_BITS = 18


def count_features(texts: Sequence[str]) -> list[object]:
    """Return two sparse matrices of `(n, 2**18)`: log counts of hashed words and characters.

    Words 1-2 in the first, characters 2-5 within words in the second; lower-cased.
    """
    words = HashingVectorizer(
        ngram_range=(1, 2),
        n_features=2**_WORD_BITS,
        norm=None,
        alternate_sign=False,
        token_pattern=r"(?u)#?\w+|[^\w\s]",  # noqa: S106 - a pattern, no secret
    )
    characters = HashingVectorizer(
        analyzer="char_wb",
        ngram_range=(2, 5),
        n_features=2**_CHARACTER_BITS,
        norm=None,
        alternate_sign=False,
    )
    counts = [vectoriser.transform(texts) for vectoriser in (words, characters)]
    for matrix in counts:
        np.log1p(matrix.data, out=matrix.data)
    return counts


def weigh(counts: list[object], rarity: Matrix) -> object:
    """Return sparse `(n, 2**19)`: counts times rarity `(2**19,)`, each half of unit length."""
    halves = np.split(rarity, [2**_WORD_BITS])
    blocks = [
        normalize(count.multiply(half).tocsr())  # type: ignore[attr-defined] # scipy is untyped
        for count, half in zip(counts, halves, strict=True)
    ]
    return sparse.hstack(blocks, format="csr")


@dataclass(frozen=True, slots=True)
class LinearScorer:
    """A linear model over hashed features; implements `Scorer`."""

    rarity: Matrix
    """Inverse document frequency `(2**19,)`."""
    coefficients: Matrix
    """`(2**19, 5)`."""
    intercepts: Matrix
    """`(5,)`."""

    @classmethod
    def read(cls, model_dir: Path) -> Self:
        """Return the scorer stored in `model_dir`; its lock has been verified by the caller."""
        with np.load(model_dir / WEIGHTS_NAME, allow_pickle=False) as arrays:
            return cls(
                rarity=arrays["rarity"].astype(np.float32),
                coefficients=arrays["coefficients"].astype(np.float32),
                intercepts=arrays["intercepts"].astype(np.float64),
            )

    def margins(self, texts: Sequence[str]) -> Matrix:
        """Return `(n, 5)`; a row depends on its own text alone."""
        features = weigh(count_features(texts), self.rarity)
        result: Matrix = features @ self.coefficients + self.intercepts  # type: ignore[operator] # so is its product
        return result
