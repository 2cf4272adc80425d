"""Loading a model: the lock first, then the weights."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models import name_finder, transformer
from models.decision import Decision
from models.lock import refused, verify_lock
from models.measured import MEASURED_NAME, Measured
from models.signal_classifier import SignalClassifier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.lock import Lock
    from models.signal_classifier import Scorer

DECISION_NAME = "decision.json"
PACKAGED_DIR = Path(__file__).parent / "signals"
"""The model that the product uses unless told otherwise."""
NAMES_DIR = Path(__file__).parent / "names"


_FILES: Mapping[str, tuple[str, ...]] = {
    "linear": ("weights.npz",),
    "transformer": (transformer.GRAPH_NAME, transformer.WEIGHTS_NAME, transformer.TOKENIZER_NAME),
}
"""Kind of scorer -> the files that it reads. A kind of model is one or more, joined by `+`."""


def load_classifier(model_dir: Path | None = None, threads: int | None = None) -> SignalClassifier:
    """Return the classifier in `model_dir`, or the packaged one; its files are as locked.

    It computes with `threads` threads; unless given, it leaves one core to others.

    Raises:
        PrivacyError: rule `model.digest`: a file is absent or is not the one that was locked.
    """
    model_dir = model_dir or PACKAGED_DIR
    lock = verify_lock(model_dir)
    kinds = lock.kind.split("+")
    if not set(kinds) <= set(_FILES):
        raise refused(f"model {lock.id}: het slot noemt een onbekende soort model")
    _require_locked(lock, [DECISION_NAME, *(name for kind in kinds for name in _FILES[kind])])
    return SignalClassifier(
        scorers=tuple(_scorer(kind, model_dir, threads) for kind in kinds),
        decision=Decision.read(model_dir / DECISION_NAME),
        lock=lock,
        measured=_measured(lock, model_dir),
    )


def load_name_finder(
    model_dir: Path | None = None, threads: int | None = None
) -> name_finder.EncoderNameFinder:
    """Return the name finder in `model_dir`, or the packaged one; its files are as locked.

    Raises:
        PrivacyError: rule `model.digest`: a file is absent or is not the one that was locked.
    """
    model_dir = model_dir or NAMES_DIR
    lock = verify_lock(model_dir)
    if lock.kind != "names":
        raise refused(f"model {lock.id}: het slot noemt een andere soort model")
    _require_locked(lock, [name_finder.THRESHOLD_NAME, *_FILES["transformer"]])
    return name_finder.EncoderNameFinder.read(model_dir, lock, threads)


def _scorer(kind: str, model_dir: Path, threads: int | None) -> Scorer:
    if kind == "linear":
        from models import linear  # noqa: PLC0415 - scikit-learn takes seconds; names need none

        return linear.LinearScorer.read(model_dir)
    return transformer.TransformerScorer.read(model_dir, threads)


def _measured(lock: Lock, model_dir: Path) -> Measured | None:
    return Measured.read(model_dir / MEASURED_NAME) if MEASURED_NAME in lock.files else None


def _require_locked(lock: Lock, names: Sequence[str]) -> None:
    for name in names:
        if name not in lock.files:
            raise refused(f"model {lock.id}: {name} staat niet in het slot")
