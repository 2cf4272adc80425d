"""Speed of the signal model: `python bench/model_speed.py POSTS [--threads N] [--network RUN]`.

Compares, on the same posts and threads, interleaved, best of three: the served classifier, the
bare int8 graph in sorted batches, and, in the training environment with `--network`, the same
network in torch float32 at batch 1 and 32, and its bare ONNX graph. Posts: JSON lines in the
form of the corpus.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import openvino

from models.corpus import read_posts
from models.load import PACKAGED_DIR, load_classifier
from models.normal_form import normal_form
from models.transformer import GRAPH_NAME, Encoder, available_cores

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROUNDS = 3


def main() -> None:
    """Print one row per configuration."""
    options = _options()
    posts = [normal_form(post.text) for post in read_posts(options.posts)]
    runs: dict[str, Callable[[], object]] = {}
    classifier = load_classifier(options.model, options.threads)
    runs["served classifier"] = lambda: classifier.probabilities(posts)
    if (options.model / GRAPH_NAME).exists():
        graph: Any = openvino.Core().read_model(str(options.model / GRAPH_NAME))
        runs["bare int8 graph, batch 32, sorted"] = _bare(graph, options, posts)
    if options.network:
        for batch in (1, 32):
            run = _torch(options, posts, batch)
            runs[f"torch float32, batch {batch}, as they come"] = run
        runs["bare ONNX graph, float32, batch 32, sorted"] = _bare(_onnx(options), options, posts)
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(ROUNDS):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            best[name] = min(best[name], time.perf_counter() - start)
    print(f"{len(posts)} posts, {options.threads} threads, best of {ROUNDS}")
    for name, seconds in best.items():
        print(f"{len(posts) / seconds:8.0f} posts/s  {name}")


def _bare(graph: object, options: argparse.Namespace, posts: Sequence[str]) -> Callable[[], object]:
    encodings = Encoder(options.model, options.threads).encode(posts)
    rows = sorted((encoding.ids for encoding in encodings), key=len)
    batches = [_padded(rows[at : at + 32]) for at in range(0, len(rows), 32)]
    settings = {
        "INFERENCE_NUM_THREADS": options.threads,
        "NUM_STREAMS": 1,
        "INFERENCE_PRECISION_HINT": "f32",  # else what is no int8 runs in bfloat16 where it can
    }
    compiled: Any = openvino.Core().compile_model(graph, "CPU", settings)
    request = compiled.create_infer_request()
    return lambda: [request.infer(batch) for batch in batches]


def _onnx(options: argparse.Namespace) -> object:
    from models.training.export import to_openvino

    with tempfile.TemporaryDirectory() as folder:
        return to_openvino(_network(options), Path(folder))


def _padded(rows: Sequence[Sequence[int]]) -> dict[str, Any]:
    pieces = np.ones((len(rows), max(map(len, rows))), dtype=np.int64)
    mask = np.zeros_like(pieces)
    for at, row in enumerate(rows):
        pieces[at, : len(row)] = row
        mask[at, : len(row)] = 1
    return {"input_ids": pieces, "attention_mask": mask}


def _network(options: argparse.Namespace) -> Any:  # noqa: ANN401 - torch is not installed here
    from models.training.network import SignalNetwork

    network = SignalNetwork.on(options.base, 1).eval()
    network.take_over(options.network)
    return network


def _torch(options: argparse.Namespace, posts: Sequence[str], batch: int) -> Callable[[], object]:
    import torch

    from models.training.pieces import pad, read_tokenizer

    torch.set_num_threads(options.threads)
    network = _network(options)
    rows = [e.ids for e in read_tokenizer(options.base).encode_batch(list(posts))]
    batches = [pad(rows[at : at + batch]) for at in range(0, len(rows), batch)]

    def run() -> None:
        with torch.inference_mode():
            for pieces, mask in batches:
                network(pieces, mask)

    return run


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("posts", type=Path)
    parser.add_argument("--model", type=Path, default=PACKAGED_DIR)
    parser.add_argument("--threads", type=int, default=available_cores())
    parser.add_argument("--network", type=Path, help="network.pt of a run, to compare with torch")
    parser.add_argument("--base", type=Path, default=Path("models/work/base"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
