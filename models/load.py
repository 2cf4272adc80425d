"""Loading a model: the lock first, then the weights."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.decision import Decision
from models.linear import WEIGHTS_NAME, LinearScorer
from models.lock import RULE, verify_lock
from models.signal_classifier import SignalClassifier
from privacy.errors import PrivacyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.lock import Lock
    from models.signal_classifier import Scorer

DECISION_NAME = "decision.json"
PACKAGED_DIR = Path(__file__).parent / "baseline"
"""The model that the product uses unless told otherwise."""


def load_classifier(model_dir: Path | None = None) -> SignalClassifier:
    """Return the classifier in `model_dir`, or the packaged one; its files are as locked.

    Raises:
        PrivacyError: rule `model.digest`: a file is absent or is not the one that was locked.
    """
    model_dir = model_dir or PACKAGED_DIR
    lock = verify_lock(model_dir)
    _require_locked(lock, [DECISION_NAME])
    return SignalClassifier(
        scorer=_scorer(lock, model_dir),
        decision=Decision.read(model_dir / DECISION_NAME),
        lock=lock,
    )


def _scorer(lock: Lock, model_dir: Path) -> Scorer:
    if lock.kind == "linear":
        _require_locked(lock, [WEIGHTS_NAME])
        return LinearScorer.read(model_dir)
    raise PrivacyError(RULE, f"model {lock.id}: the lock names an unknown kind of model")


def _require_locked(lock: Lock, names: Sequence[str]) -> None:
    for name in names:
        if name not in lock.files:
            raise PrivacyError(RULE, f"model {lock.id}: {name} is not in the lock")
