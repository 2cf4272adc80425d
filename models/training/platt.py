"""Platt scaling: a logistic line through margins that the model did not train on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression

if TYPE_CHECKING:
    from models.figures import Matrix


def fit_platt(margins: Matrix, labels: Matrix) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return slopes and intercepts per signal for margins `(n, 5)` and labels `(n, 5)`.

    Source: Platt 1999, Probabilistic outputs for support vector machines.
    """
    slopes, intercepts = [], []
    for margin, label in zip(margins.T, labels.T, strict=True):
        line = LogisticRegression(C=1e6).fit(margin[:, np.newaxis], label)
        slopes.append(float(line.coef_[0, 0]))
        intercepts.append(float(line.intercept_[0]))
    return tuple(slopes), tuple(intercepts)
