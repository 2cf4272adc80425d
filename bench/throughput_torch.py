"""What others would write, timed: `python -m bench.throughput_torch WAY POSTS THREADS`.

`afternoon`: per post a Presidio AnalyzerEngine and an AnonymizerEngine, a `transformers` pipeline
with a classifier of the size of BERT-base, a pandas row, a DuckDB insert. `batched`: our rules in
batches, both of our networks in torch float32 in batches of 32 sorted by length, one insert.
Weights are random: how fast a network is does not depend on them.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import torch
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertForTokenClassification,
    PreTrainedTokenizerFast,
    pipeline,
)

from bench.posts import texts
from models.load import PACKAGED_DIR
from models.transformer import MAX_PIECES, TOKENIZER_NAME
from privacy.detect.engine import build_detector
from privacy.pseudonymise import redact

if TYPE_CHECKING:
    from collections.abc import Callable

    from presidio_analyzer import AnalyzerEngine

ROOT = Path(__file__).parent.parent
_OURS = {
    "hidden_size": 384,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 1536,
}


def main() -> None:
    """Print posts per second as JSON."""
    way, number, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    torch.set_num_threads(threads)
    posts = list(texts(number, ROOT / "models" / "data"))
    run = {"afternoon": afternoon, "batched": batched}[way](posts)
    began = time.perf_counter()
    run()
    print(json.dumps({"posts_per_second": number / (time.perf_counter() - began)}))


def afternoon(posts: list[str]) -> Callable[[], object]:
    """Return the loop that a user would write in an afternoon, everything loaded."""
    from presidio_anonymizer import AnonymizerEngine

    from privacy.detect.presidio import build_analyzer, pattern_recognizers
    from privacy.detect.scan import RECOGNISERS

    analyzer: AnalyzerEngine = build_analyzer(pattern_recognizers(RECOGNISERS))
    anonymizer = AnonymizerEngine()
    tokenizer = _tokenizer()
    model = BertForSequenceClassification(BertConfig(vocab_size=len(tokenizer), num_labels=5))
    classify = pipeline("text-classification", model=model.eval(), tokenizer=tokenizer, top_k=None)
    connection = duckdb.connect()
    connection.execute("CREATE TABLE posts (text VARCHAR, label VARCHAR, score DOUBLE)")

    def run() -> None:
        for post in posts:
            found = analyzer.analyze(post, language="nl")
            clean = anonymizer.anonymize(post, found).text
            best = classify(clean, truncation=True, max_length=MAX_PIECES)[0][0]
            row = pd.DataFrame([{"text": clean, **best}])
            connection.register("row", row)
            connection.execute("INSERT INTO posts FROM row")

    return run


def batched(posts: list[str]) -> Callable[[], object]:
    """Return the same work done with care, everything loaded."""
    tokenizer = _tokenizer()
    config = BertConfig(vocab_size=len(tokenizer), num_labels=5, **_OURS)
    signals = BertForSequenceClassification(config).eval()
    names = BertForTokenClassification(config).eval()
    detector = build_detector()
    connection = duckdb.connect()
    connection.execute("CREATE TABLE posts (text VARCHAR, label BIGINT)")

    def forward(network: torch.nn.Module, read: list[str]) -> list[int]:
        order = sorted(range(len(read)), key=lambda at: len(read[at]))
        answers = [0] * len(read)
        for first in range(0, len(order), 32):
            at = order[first : first + 32]
            batch = tokenizer(
                [read[number] for number in at],
                padding=True,
                truncation=True,
                max_length=MAX_PIECES,
                return_tensors="pt",
            )
            best = network(batch.input_ids, attention_mask=batch.attention_mask).logits.argmax(-1)
            for number, answer in zip(at, best.reshape(len(at), -1)[:, 0].tolist(), strict=True):
                answers[number] = answer
        return answers

    def run() -> None:
        with torch.inference_mode():
            forward(names, posts)
            clean = [redacted.text for redacted in redact(posts, detector)]
            table = pd.DataFrame({"text": clean, "label": forward(signals, clean)})
        connection.register("batch", table)
        connection.execute("INSERT INTO posts FROM batch")

    return run


def _tokenizer() -> PreTrainedTokenizerFast:
    file = str(PACKAGED_DIR / TOKENIZER_NAME)
    return PreTrainedTokenizerFast(tokenizer_file=file, pad_token="<pad>", unk_token="<unk>")


if __name__ == "__main__":
    main()
