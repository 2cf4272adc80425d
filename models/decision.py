"""Decision: from a model's margins to calibrated probabilities to signals."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from privacy.posts import Signal

if TYPE_CHECKING:
    from pathlib import Path

    from models.figures import Matrix

SIGNALS: tuple[Signal, ...] = tuple(Signal)
"""The order of columns in every matrix of margins, probabilities and labels."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Platt scaling and a threshold per signal, in the order of `SIGNALS`."""

    slopes: tuple[float, ...]
    intercepts: tuple[float, ...]
    thresholds: tuple[float, ...]
    """On the calibrated probability: at or above it, the signal is read."""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the decision stored at `path`."""
        fields = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            tuple(fields["slopes"]), tuple(fields["intercepts"]), tuple(fields["thresholds"])
        )

    def write(self, path: Path) -> None:
        """Store this decision at `path`."""
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    def probabilities(self, margins: Matrix) -> Matrix:
        """Return probabilities `(n, 5)` for margins `(n, 5)`."""
        scaled = margins * np.asarray(self.slopes) + np.asarray(self.intercepts)
        result: Matrix = 1.0 / (1.0 + np.exp(-np.clip(scaled, -60.0, 60.0)))
        return result

    def signals(self, probabilities: Matrix) -> Matrix:
        """Return 1.0 where a probability `(n, 5)` reaches its threshold, else 0.0."""
        return (probabilities >= np.asarray(self.thresholds)).astype(np.float64)
