"""Evaluation: `python -m models.evaluate POSTS [--model DIR]` prints a model's figures as JSON.

With `--threshold` the figures that it would have if it read signals from that probability on.
The same function fills the card, so the card's figures can be made again by anyone.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from models.corpus import PROTECTED_SLICES, label_matrix, read_posts
from models.decision import SIGNALS
from models.figures import (
    calibration_error,
    diagnostic_accuracy,
    false_positive_rate,
    interval,
    macro_f1,
    prevalence_error,
    rates,
    share_interval,
)
from models.load import load_classifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.corpus import LabelledPost
    from models.figures import Matrix
    from models.signal_classifier import SignalClassifier


def evaluate(
    classifier: SignalClassifier, posts: Sequence[LabelledPost], threshold: float | None = None
) -> dict[str, Any]:
    """Return the figures of `classifier` on `posts` as JSON-ready values, rounded to 4 digits.

    `threshold`: the probability from which every signal is read, in place of the model's own.
    """
    decision = classifier.decision
    if threshold is not None:
        decision = replace(decision, thresholds=(threshold,) * len(SIGNALS))
    probabilities = classifier.probabilities([post.text for post in posts])
    return figures_of(posts, probabilities, decision.signals(probabilities))


def figures_of(
    posts: Sequence[LabelledPost], probabilities: Matrix, flags: Matrix
) -> dict[str, Any]:
    """Return all figures for probabilities and flags `(n, 5)` on `posts`."""
    labels = label_matrix(posts)
    slices = np.array([post.slice for post in posts])
    count = len(posts)
    per_signal = {
        str(signal): {
            **asdict(rates(label, flag)),
            "prevalence_error": prevalence,
            "calibration_error": calibration,
        }
        for signal, label, flag, prevalence, calibration in zip(
            SIGNALS,
            labels.T,
            flags.T,
            prevalence_error(labels, flags),
            calibration_error(labels, probabilities),
            strict=True,
        )
    }
    figures: dict[str, Any] = _rounded(
        {
            "posts": count,
            "macro_f1": macro_f1(labels, flags),
            "macro_f1_interval": interval(lambda i: macro_f1(labels[i], flags[i]), count),
            "false_positive_rate": false_positive_rate(labels, flags),
            "false_positive_rate_interval": interval(
                lambda i: false_positive_rate(labels[i], flags[i]), count
            ),
            "per_signal": per_signal,
            "error_rates": {
                str(signal): asdict(diagnostic_accuracy(label, flag))
                for signal, label, flag in zip(SIGNALS, labels.T, flags.T, strict=True)
            },
            "per_protected_slice": {
                name: _slice_figures(labels, flags, slices == name) for name in PROTECTED_SLICES
            },
        }
    )
    return figures


def _slice_figures(labels: Matrix, flags: Matrix, inside: np.ndarray) -> dict[str, Any]:
    inside &= labels.sum(axis=1) == 0
    flagged = int(flags[inside].any(axis=1).sum())
    count = int(inside.sum())
    return {
        "posts": count,
        "flagged": flagged,
        "false_positive_rate": flagged / count if count else None,
        "false_positive_rate_interval": share_interval(flagged, count),
    }


def _rounded(value: Any) -> Any:  # noqa: ANN401 - walks any JSON value
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(entry) for entry in value]
    return value


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures of one model on one file of posts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("posts", type=Path, help="JSON lines in the form of the corpus")
    parser.add_argument("--model", type=Path, default=None)
    parser.add_argument("--threshold", type=float, help="0 to 1, in place of the model's own")
    options = parser.parse_args(arguments)
    if options.threshold is not None and not 0 <= options.threshold <= 1:
        parser.error("--threshold is a probability: 0 to 1")
    posts = read_posts(options.posts)
    figures = evaluate(load_classifier(options.model), posts, options.threshold)
    sys.stdout.write(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
