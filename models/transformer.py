"""TransformerScorer: an int8 encoder on OpenVINO, whose scores do not depend on batch mates."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import openvino
from tokenizers import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from models.figures import Matrix

GRAPH_NAME = "model.xml"
WEIGHTS_NAME = "model.bin"
TOKENIZER_NAME = "tokenizer.json"
MAX_PIECES = 160
"""Pieces of words that are read of a text; 99.9% of the corpus is shorter."""

_ROWS = 4
_STEP = 16
_PAD = 1
_AHEAD = 4
"""Requests per core, so that none waits until Python has taken the answer of the one before."""


class Encoder:
    """An OpenVINO model from pieces of words to one array per text, in fixed shapes.

    Each text runs in a batch of 4 rows whose length is its own length rounded up to a multiple
    of 16, on one core. The shape depends on the text alone, and rows do not mix, so neither the
    other texts, nor their order, nor the number of cores can change a result by a single bit.
    The graph is compiled while the caller goes on; the first `outputs` waits for it.

    Its threads are nicer than the caller's: whoever prepares the next texts goes first, for else
    the model waits for them afterwards. `niceness` says which of two models yields to the other.
    """

    def __init__(
        self,
        model_dir: Path,
        threads: int | None = None,
        *,
        overlap: int = 0,
        niceness: int = 10,
    ) -> None:
        beside = ThreadPoolExecutor(1)
        self._queue = beside.submit(_compiled, model_dir, threads or available_cores(), niceness)
        beside.shutdown(wait=False)
        self._tokenizer = Tokenizer.from_file(str(model_dir / TOKENIZER_NAME))
        self._tokenizer.enable_truncation(MAX_PIECES, stride=overlap)
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str]) -> list[Any]:
        """Return per text its tokenizer encoding: pieces, and the code points they stand for.

        What is beyond the length that the model reads is in `overflowing`, with the overlap.
        """
        return list(self._tokenizer.encode_batch(list(texts)))

    def outputs(self, rows: Sequence[Sequence[int]]) -> list[NDArray[np.float32]]:
        """Return per row of pieces what the model makes of it, padding rows left out."""
        queue = self._queue.result()
        results: dict[int, NDArray[np.float32]] = {}
        for group in _groups(rows):
            length = _rounded(len(rows[group[0]]))
            pieces = np.full((_ROWS, length), _PAD, dtype=np.int64)
            mask = np.zeros((_ROWS, length), dtype=np.int64)
            mask[:, 0] = 1  # an empty row must attend to something
            for at, number in enumerate(group):
                size = len(rows[number])
                pieces[at, :size] = rows[number]
                mask[at, :size] = 1
            inputs = {"input_ids": pieces, "attention_mask": mask}
            queue.start_async(inputs, (results, group))
        queue.wait_all()
        return [results[number] for number in range(len(rows))]


def _compiled(model_dir: Path, streams: int, niceness: int) -> Any:  # noqa: ANN401 - untyped library
    os.nice(niceness)  # of this thread only; the ones that OpenVINO starts take it over
    compiled: Any = openvino.Core().compile_model(
        str(model_dir / GRAPH_NAME),
        "CPU",
        {
            "INFERENCE_NUM_THREADS": streams,
            "NUM_STREAMS": streams,
            "INFERENCE_PRECISION_HINT": "f32",
        },
    )
    queue = openvino.AsyncInferQueue(compiled, _AHEAD * streams)
    queue.set_callback(_keep)
    return queue


def _keep(request: Any, kept: tuple[dict[int, NDArray[np.float32]], list[int]]) -> None:  # noqa: ANN401 - untyped library
    results, group = kept
    output = request.get_output_tensor().data
    results.update({number: np.array(output[at]) for at, number in enumerate(group)})


class TransformerScorer:
    """Margins of the encoder; implements `Scorer`."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    @classmethod
    def read(cls, model_dir: Path, threads: int | None = None) -> Self:
        """Return the scorer stored in `model_dir`; its lock has been verified by the caller."""
        return cls(Encoder(model_dir, threads))

    def margins(self, texts: Sequence[str]) -> Matrix:
        """Return `(n, 5)`; a row depends on its own text alone."""
        rows = [encoding.ids for encoding in self._encoder.encode(texts)]
        return np.array(self._encoder.outputs(rows), dtype=np.float64)


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0))


def _groups(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return row numbers in groups of at most 4 rows of the same rounded length."""
    by_length: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        by_length.setdefault(_rounded(len(row)), []).append(number)
    return [
        numbers[at : at + _ROWS]
        for _, numbers in sorted(by_length.items())
        for at in range(0, len(numbers), _ROWS)
    ]


def _rounded(length: int) -> int:
    return -(-length // _STEP) * _STEP
