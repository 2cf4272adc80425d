"""SignalClassifier: scorers, their decision rule and their identity, as one `Classifier`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from models.classifier import Prediction
from models.decision import SIGNALS, Decision
from models.normal_form import normal_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.figures import Matrix
    from models.lock import Lock
    from models.measured import Measured
    from privacy.posts import PseudonymisedText


class Scorer(Protocol):
    """Turns texts in normal form into margins."""

    def margins(self, texts: Sequence[str]) -> Matrix:
        """Return `(n, 5)`; a row depends on its own text alone."""
        ...


@dataclass(frozen=True, slots=True)
class SignalClassifier:
    """Implements `models.classifier.Classifier` over any scorers."""

    scorers: tuple[Scorer, ...]
    decision: Decision
    lock: Lock
    measured: Measured | None = None
    """What the framework sets limits to; None when the model states nothing."""

    @property
    def id(self) -> str:
        """Name and version, as in the framework's list of algorithms."""
        return self.lock.id

    @property
    def sha256(self) -> str:
        """Digest of the model's lock file, which in turn holds that of each weight file."""
        return self.lock.sha256

    def probabilities(self, texts: Sequence[str]) -> Matrix:
        """Return calibrated probabilities `(n, 5)` in the order of `SIGNALS`."""
        read = [normal_form(text) for text in texts]
        return self.decision.probabilities([scorer.margins(read) for scorer in self.scorers])

    def classify(self, texts: Sequence[PseudonymisedText]) -> list[Prediction]:
        """Return one prediction per text, in order; no text changes another's prediction."""
        if not texts:
            return []
        probabilities = self.probabilities(texts)
        flags = self.decision.signals(probabilities)
        return [
            Prediction(
                scores=dict(zip(SIGNALS, map(float, row), strict=True)),
                signals=tuple(s for s, flag in zip(SIGNALS, flagged, strict=True) if flag),
            )
            for row, flagged in zip(probabilities, flags, strict=True)
        ]
