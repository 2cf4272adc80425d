"""Tiny models with the same files and shapes as the real ones, made in milliseconds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import openvino
from openvino import opset13 as ops
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from models import transformer
from models.decision import Decision
from models.load import DECISION_NAME
from models.lock import write_lock
from models.name_finder import THRESHOLD_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

WORDS = ["<s>", "<pad>", "</s>", "<unk>", "bom", "zon", "jan", "Jan", "de", "Vries", "loopt", "J"]
FILES = (transformer.GRAPH_NAME, transformer.WEIGHTS_NAME, transformer.TOKENIZER_NAME)


def write_tokenizer(model_dir: Path) -> None:
    vocabulary = {word: number for number, word in enumerate(WORDS)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.save(str(model_dir / transformer.TOKENIZER_NAME))


def write_graph(model_dir: Path, table: NDArray[np.float32], *, pooled: bool) -> None:
    """Write a model that looks each piece up in `table`, and averages over the text if pooled."""
    pieces = ops.parameter([-1, -1], np.int64, name="input_ids")
    mask = ops.parameter([-1, -1], np.int64, name="attention_mask")
    axis = ops.constant(0, dtype=np.int64)
    rows = ops.gather(ops.constant(table), pieces, axis)
    weight = ops.unsqueeze(ops.convert(mask, "f32"), ops.constant(2, dtype=np.int64))
    kept = ops.multiply(rows, weight)
    total = ops.reduce_sum(kept, ops.constant(1, dtype=np.int64))
    mean = ops.divide(total, ops.reduce_sum(weight, ops.constant(1, dtype=np.int64)))
    model = openvino.Model([mean if pooled else kept], [pieces, mask])
    for parameter, name in ((pieces, "input_ids"), (mask, "attention_mask")):
        parameter.output(0).get_tensor().set_names({name})
    openvino.save_model(model, model_dir / transformer.GRAPH_NAME)


def write_signal_model(model_dir: Path) -> None:
    """Write a transformer that reads `dreiging` in `bom` and nothing in anything else."""
    table = np.full((len(WORDS), 5), -1.0, dtype=np.float32)
    table[WORDS.index("bom"), 1] = 9.0
    write_tokenizer(model_dir)
    write_graph(model_dir, table, pooled=True)
    Decision(((1.0,) * 5,), (0.0,) * 5, (0.5,) * 5).write(model_dir / DECISION_NAME)
    names = [*FILES, DECISION_NAME]
    write_lock(model_dir, model_id="tiny-1", kind="transformer", names=names)


def write_name_model(model_dir: Path) -> None:
    """Write a name finder that knows Jan, jan, J, de and Vries."""
    table = np.full((len(WORDS), 3), -9.0, dtype=np.float32)
    table[:, 0] = 9.0
    for word, kind in (("Jan", 1), ("jan", 1), ("J", 1), ("de", 2), ("Vries", 2)):
        table[WORDS.index(word)] = np.where(np.arange(3) == kind, 9.0, -9.0)
    write_tokenizer(model_dir)
    write_graph(model_dir, table, pooled=False)
    fields = {"threshold": 0.5, "recall": {"PERSON": 0.9}}
    (model_dir / THRESHOLD_NAME).write_text(json.dumps(fields), encoding="utf-8")
    write_lock(model_dir, model_id="tiny-names-1", kind="names", names=[*FILES, THRESHOLD_NAME])
