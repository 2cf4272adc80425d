"""Platt scaling: a logistic line through margins that the model did not train on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression

from models.decision import Decision
from models.figures import capped_threshold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from models.figures import Matrix

PROTECTED_CAP = 0.095
"""Most of the harmless posts of protected kinds that may be flagged.

On the measuring posts macro-F1 is 0.745 at best, with 12.0% of these posts flagged; it falls
slowly to 0.726 at 9.0%, then fast: 0.701 at 8.3%. Most real posts are harmless, so those few
points buy much.
"""


def fit_platt(
    margins: Sequence[Matrix], labels: Matrix
) -> tuple[tuple[tuple[float, ...], ...], tuple[float, ...]]:
    """Return slopes per scorer and signal, and intercepts per signal.

    `margins`: `(n, 5)` per scorer; `labels`: `(n, 5)`.
    Source: Platt 1999, Probabilistic outputs for support vector machines.
    """
    slopes, intercepts = [], []
    for column in range(labels.shape[1]):
        points = np.stack([margin[:, column] for margin in margins], axis=1)
        line = LogisticRegression(C=1.0).fit(points, labels[:, column])
        slopes.append(tuple(map(float, line.coef_[0])))
        intercepts.append(float(line.intercept_[0]))
    return tuple(zip(*slopes, strict=True)), tuple(intercepts)


def fit_decision(
    margins: Sequence[Matrix], labels: Matrix, protected: NDArray[np.bool_]
) -> Decision:
    """Return scaling and thresholds fitted on posts that no scorer trained on.

    `protected`: which of them are of the kinds on which a flag does most harm.
    """
    slopes, intercepts = fit_platt(margins, labels)
    undecided = Decision(slopes, intercepts, (0.5,) * labels.shape[1])
    chances = undecided.probabilities(margins)
    threshold = capped_threshold(labels, chances, protected, PROTECTED_CAP)
    return Decision(slopes, intercepts, (threshold,) * labels.shape[1])
