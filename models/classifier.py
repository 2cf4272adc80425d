"""Classifier: reads signals in pseudonymised text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from privacy.posts import PseudonymisedText, Signal


@dataclass(frozen=True, slots=True)
class Prediction:
    """Calibrated probability per signal, and the signals above their stored threshold."""

    scores: Mapping[Signal, float]
    signals: tuple[Signal, ...]


class Classifier(Protocol):
    """A model with an identity, so that the framework can permit it by digest."""

    @property
    def id(self) -> str:
        """Name and version, as in the framework's list of algorithms."""
        ...

    @property
    def sha256(self) -> str:
        """Digest of the model's lock file, which in turn holds that of each weight file."""
        ...

    def classify(self, texts: Sequence[PseudonymisedText]) -> list[Prediction]:
        """Return one prediction per text, in order; no text changes another's prediction."""
        ...
