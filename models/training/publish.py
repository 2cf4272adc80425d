"""Publishes the signal model: `python -m models.training.publish RUN... --to models/signals`.

Averages the weights of the runs, exports to int8, fits the decision on the dev posts, locks the
files and writes the card. This is the `make model-export` of the signal model. Without RUNS the
weights in `--to` stay as they are: only what is fitted on and measured with them is made again.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import openvino
import torch

from models import linear, transformer
from models.card import Origin, write_card
from models.corpus import label_matrix, protected_rows, read_posts
from models.decision import Decision
from models.evaluate import evaluate, figures_of
from models.load import DECISION_NAME, load_classifier
from models.lock import write_lock
from models.measured import MEASURED_NAME, Measured
from models.normal_form import normal_form
from models.training.export import calibration_texts, mean_weights, quantise, to_openvino
from models.training.fairness import hatecheck_figures, swap_figures
from models.training.hatecheck import read_cases
from models.training.network import SignalNetwork
from models.training.pieces import read_tokenizer
from models.training.platt import fit_decision, fit_platt
from models.training.run import NOTES_NAME
from models.training.signals import margins_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.corpus import LabelledPost
    from models.figures import Matrix
    from models.signal_classifier import SignalClassifier

MODEL_ID = "stadspols-signalen-encoder-5"
KIND = "transformer+linear"
_FILES = (
    transformer.GRAPH_NAME,
    transformer.WEIGHTS_NAME,
    transformer.TOKENIZER_NAME,
    linear.WEIGHTS_NAME,
    DECISION_NAME,
)
_VERSIONS = ("torch", "transformers", "tokenizers", "openvino", "nncf", "numpy", "scikit-learn")


def main() -> None:
    """Publish from the command line."""
    options = _options()
    torch.set_num_threads(options.threads)
    options.to.mkdir(parents=True, exist_ok=True)
    posts = [post for path in options.train for post in read_posts(path)]
    dev = read_posts(options.dev)
    whole = None
    if options.runs:
        network, making = _average(options.runs, options.base)
        whole = _write_graph(network, options, [post.text for post in posts])
        shutil.copy(options.linear / linear.WEIGHTS_NAME, options.to)
    else:
        making = _made(options.to / "card.json")
    Decision((), (), ()).write(options.to / DECISION_NAME)
    write_lock(options.to, model_id=MODEL_ID, kind=KIND, names=_FILES)
    margins = _margins(load_classifier(options.to, options.threads), dev)
    labels = label_matrix(dev)
    fit_decision(margins, labels, protected_rows(dev)).write(options.to / DECISION_NAME)
    write_lock(options.to, model_id=MODEL_ID, kind=KIND, names=_FILES)
    _measure(options, dev)
    write_lock(options.to, model_id=MODEL_ID, kind=KIND, names=[*_FILES, MEASURED_NAME])

    classifier = load_classifier(options.to, options.threads)
    cases = [case for case in read_cases(options.hatecheck) if case.held_out]
    origin = Origin.of(
        train_paths=[*options.train, options.hatecheck],
        dev_path=options.dev,
        seeds=[recipe["seed"] for recipe in making["recipes"]],
        command="make model-base model-train model-distil model-export",
        trained_on=making.pop("trained_on", None),
    )
    compared = _compared(dev, margins, whole, labels)
    if whole is not None:
        making["int8_loss"] = 100 * (
            compared["stacked_float32"]["macro_f1"] - compared["stacked_int8"]["macro_f1"]
        )
    more = {
        **making,
        "versions": {name: version(name) for name in _VERSIONS},
        "unseen": evaluate(classifier, read_posts(options.unseen)),
        "cross_fitted": _cross_fitted(dev, margins, labels, classifier.decision.thresholds[0]),
        "compared": compared,
        "hatecheck": hatecheck_figures(classifier, cases),
        "swaps": swap_figures(classifier),
        "speed": {"threads": options.threads, **_speed(classifier, dev)},
    }
    write_card(options.to, classifier, dev, origin, **more)


def _measure(options: argparse.Namespace, dev: Sequence[LabelledPost]) -> None:
    classifier = load_classifier(options.to, options.threads)
    figures = evaluate(classifier, dev)
    slices = figures["per_protected_slice"].values()
    Measured(
        macro_f1=figures["macro_f1"],
        fpr_protected=sum(s["flagged"] for s in slices) / sum(s["posts"] for s in slices),
        group_gap=swap_figures(classifier)["largest_gap_harmless"],
    ).write(options.to / MEASURED_NAME)


def _made(card: Path) -> dict[str, Any]:
    """Return what `card` says of how its weights were made."""
    whole = json.loads(card.read_text(encoding="utf-8"))
    return {
        "trained_on": whole["origin"]["trained_on"],
        **{key: whole[key] for key in ("recipes", "seconds_of_training", "int8_loss")},
    }


def _average(runs: Sequence[Path], base_dir: Path) -> tuple[SignalNetwork, dict[str, Any]]:
    """Return one network with the mean weights of the runs, and how they were made."""
    notes = [json.loads((run / NOTES_NAME).read_text(encoding="utf-8")) for run in runs]
    mean = mean_weights(runs)
    kept = {name: weight for name, weight in mean.items() if not name.startswith("slices.")}
    network = SignalNetwork.on(base_dir, 1)
    network.load_state_dict(kept, strict=False)
    making = {
        "recipes": [recipe for note in notes for recipe in note["recipes"]],
        "seconds_of_training": [round(note["seconds"]) for note in notes],
    }
    return network.eval(), making


def _write_graph(network: SignalNetwork, options: argparse.Namespace, texts: list[str]) -> Matrix:
    """Write graph, weights, tokenizer; return the dev margins of the network in float32."""
    tokenizer = read_tokenizer(options.base)
    dev = [normal_form(post.text) for post in read_posts(options.dev)]
    whole = margins_of(network, tokenizer, dev)
    sample = [normal_form(text) for text in calibration_texts(texts)]
    with tempfile.TemporaryDirectory() as folder:
        model = quantise(to_openvino(network, Path(folder)), tokenizer, sample)
        openvino.save_model(model, options.to / transformer.GRAPH_NAME)
    shutil.copy(options.base / "tokenizer.json", options.to / transformer.TOKENIZER_NAME)
    return whole


def _margins(classifier: SignalClassifier, posts: Sequence[LabelledPost]) -> list[Matrix]:
    texts = [normal_form(post.text) for post in posts]
    return [scorer.margins(texts) for scorer in classifier.scorers]


def _cross_fitted(
    posts: Sequence[LabelledPost], margins: Sequence[Matrix], labels: Matrix, threshold: float
) -> dict[str, Any]:
    """Return figures where each fifth of the posts is scaled as fitted on the other four."""
    folds = np.random.default_rng(7).permutation(len(posts)) % 5
    chances = np.zeros_like(labels)
    for fold in range(5):
        rest, part = folds != fold, folds == fold
        decision = Decision(*fit_platt([margin[rest] for margin in margins], labels[rest]), ())
        chances[part] = decision.probabilities([margin[part] for margin in margins])
    return figures_of(posts, chances, (chances >= threshold).astype(np.float64))


def _compared(
    dev: Sequence[LabelledPost], margins: Sequence[Matrix], whole: Matrix | None, labels: Matrix
) -> dict[str, Any]:
    """Return the same figures, all cross-fitted, for the parts and for the float32 network.

    Each kind has the threshold that is best for it; int8 takes that of its float32 twin, if any.
    """
    int8, lines = margins
    twin = int8 if whole is None else whole
    kinds = {
        "stacked_int8": ([int8, lines], [twin, lines]),
        "encoder_int8": ([int8], [twin]),
        "tfidf_svm": ([lines], [lines]),
    }
    if whole is not None:
        kinds["stacked_float32"] = ([whole, lines], [whole, lines])
        kinds["encoder_float32"] = ([whole], [whole])
    kept = ("macro_f1", "macro_f1_interval", "false_positive_rate", "false_positive_rate_interval")
    result: dict[str, Any] = {}
    for name, (parts, fitted) in kinds.items():
        threshold = fit_decision(fitted, labels, protected_rows(dev)).thresholds[0]
        figures = _cross_fitted(dev, parts, labels, threshold)
        result[name] = {"threshold": threshold, **{key: figures[key] for key in kept}}
    return result


def _speed(classifier: SignalClassifier, posts: Sequence[LabelledPost]) -> dict[str, Any]:
    texts = [post.text for post in posts]
    classifier.probabilities(texts[:64])
    start = time.perf_counter()
    classifier.probabilities(texts)
    seconds = time.perf_counter() - start
    return {"posts_per_second": round(len(texts) / seconds), "see": "bench/model_speed.py"}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=Path, nargs="*", help="folders that training wrote")
    parser.add_argument("--train", type=Path, nargs="+", required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--unseen", type=Path, required=True, help="posts of another hand")
    parser.add_argument("--hatecheck", type=Path, required=True)
    parser.add_argument("--base", type=Path, default=Path("models/work/base"))
    parser.add_argument("--linear", type=Path, default=Path("models/baseline"))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--to", type=Path, default=Path("models/signals"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
