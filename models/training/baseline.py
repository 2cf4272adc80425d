"""Trains the linear model: `python -m models.training.baseline TRAIN DEV [--more POSTS...]`.

Platt scaling is fitted on five-fold margins of the training posts, thresholds are chosen on
the dev posts, and the card is written from the dev posts. Deterministic.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np
from sklearn.model_selection import KFold
from sklearn.svm import LinearSVC

from models.card import Origin, write_card
from models.corpus import label_matrix, read_posts
from models.decision import Decision
from models.figures import best_threshold
from models.linear import WEIGHTS_NAME, LinearScorer, count_features, weigh
from models.load import DECISION_NAME, load_classifier
from models.lock import write_lock
from models.normal_form import normal_form
from models.training.groups import fill_slots
from models.training.platt import fit_platt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.figures import Matrix

MODEL_ID = "stadspols-signalen-lineair-1"
_COST = 0.1
_SEED = 7
_GROUP_ROUNDS = 8


def train(train_paths: Sequence[Path], dev_path: Path, model_dir: Path) -> None:
    """Write weights, decision, lock and card of the linear model into `model_dir`."""
    read = [post for path in train_paths for post in read_posts(path)]
    posts = fill_slots(read, _GROUP_ROUNDS, Random(_SEED))  # noqa: S311 - no secret
    dev_posts = read_posts(dev_path)
    labels = label_matrix(posts)
    counts = count_features([normal_form(post.text) for post in posts])
    rarity = _rarity(counts, len(posts))
    features = weigh(counts, rarity)

    held_out = np.zeros_like(labels)
    for fold, (rest, part) in enumerate(KFold(5, shuffle=True, random_state=_SEED).split(labels)):
        coefficients, intercepts = _fit(features[rest], labels[rest])
        held_out[part] = features[part] @ coefficients + intercepts
        print(f"fold {fold + 1} of 5")
    slopes, offsets = fit_platt([held_out], labels)

    coefficients, intercepts = _fit(features, labels)
    model_dir.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        model_dir / WEIGHTS_NAME,
        rarity=rarity.astype(np.float16),
        coefficients=coefficients.astype(np.float16),
        intercepts=intercepts,
    )
    scorer = LinearScorer.read(model_dir)
    undecided = Decision(slopes, offsets, (0.5,) * 5)
    dev = undecided.probabilities([scorer.margins([normal_form(p.text) for p in dev_posts])])
    threshold = best_threshold(label_matrix(dev_posts), dev)
    Decision(slopes, offsets, (threshold,) * 5).write(model_dir / DECISION_NAME)
    write_lock(model_dir, model_id=MODEL_ID, kind="linear", names=[WEIGHTS_NAME, DECISION_NAME])
    origin = Origin.of(
        train_paths=train_paths,
        dev_path=dev_path,
        seeds=[_SEED],
        command="python -m models.training.baseline TRAIN DEV --more models/data/extra_*.jsonl",
    )
    write_card(model_dir, load_classifier(model_dir), dev_posts, origin)


def _rarity(counts: list[object], count: int) -> Matrix:
    frequency = np.concatenate([np.asarray((c > 0).sum(axis=0)).ravel() for c in counts])
    rarity = np.log((1 + count) / (1 + frequency)) + 1
    return rarity.astype(np.float16).astype(np.float32)


def _fit(features: object, labels: Matrix) -> tuple[Matrix, Matrix]:
    lines = [
        LinearSVC(C=_COST, class_weight="balanced", random_state=_SEED).fit(features, label)
        for label in labels.T
    ]
    return (
        np.stack([line.coef_[0] for line in lines], axis=1),
        np.array([line.intercept_[0] for line in lines]),
    )


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("--more", type=Path, nargs="*", default=[])
    parser.add_argument("--to", type=Path, default=Path("models/baseline"))
    arguments = parser.parse_args()
    train([arguments.train, *arguments.more], arguments.dev, arguments.to)


if __name__ == "__main__":
    main()
