"""Decision: from a model's margins to calibrated probabilities to signals."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from privacy.posts import Signal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from models.figures import Matrix

SIGNALS: tuple[Signal, ...] = tuple(Signal)
"""The order of columns in every matrix of margins, probabilities and labels."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Platt scaling over one or more scorers, and a threshold per signal, in order of `SIGNALS`.

    Source: Platt 1999, Probabilistic outputs for support vector machines.
    """

    slopes: tuple[tuple[float, ...], ...]
    """Per scorer and signal: how much that scorer's margin counts."""
    intercepts: tuple[float, ...]
    thresholds: tuple[float, ...]
    """On the calibrated probability: at or above it, the signal is read."""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the decision stored at `path`."""
        fields = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            slopes=tuple(tuple(row) for row in fields["slopes"]),
            intercepts=tuple(fields["intercepts"]),
            thresholds=tuple(fields["thresholds"]),
        )

    def write(self, path: Path) -> None:
        """Store this decision at `path`."""
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    def probabilities(self, margins: Sequence[Matrix]) -> Matrix:
        """Return probabilities `(n, 5)` for the margins `(n, 5)` of each scorer."""
        parts = [margin * np.asarray(row) for margin, row in zip(margins, self.slopes, strict=True)]
        scaled = np.sum(parts, axis=0) + np.asarray(self.intercepts)
        result: Matrix = 1.0 / (1.0 + np.exp(-np.clip(scaled, -60.0, 60.0)))
        return result

    def signals(self, probabilities: Matrix) -> Matrix:
        """Return 1.0 where a probability `(n, 5)` reaches its threshold, else 0.0."""
        return (probabilities >= np.asarray(self.thresholds)).astype(np.float64)
