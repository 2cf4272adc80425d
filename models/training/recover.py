"""Recovers a network: `python -m models.training.recover models/signals --to DIR`.

Reads float32 weights back from a published int8 graph, so that training can go on from the
model that is in the repository. Writes an ordinary Hugging Face folder (the encoder, its
tokenizer) and `network.pt` (encoder and signal head, for `--start`).
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import openvino
import torch
from transformers import BertConfig, BertModel

from models.card import CARD_NAME
from models.lock import verify_lock
from models.training.run import NETWORK_NAME, NOTES_NAME
from models.transformer import GRAPH_NAME, TOKENIZER_NAME

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ATTENTION = "ScaledDotProductAttention"
_SMOOTHED = "nncf_smooth_quant"
_PREFIX = "/network/"
_MATRIX = re.compile(r"/network/(.+?)/(?:MatMul|Gemm/WithoutBiases|Gather)$")
_NORMALISED = re.compile(r"/network/(.+?)/LayerNormalization$")


def weights_of(graph: openvino.Model) -> dict[str, torch.Tensor]:
    """Return the weights under the names that the network gives them.

    They differ from the ones before quantisation by the rounding to int8 alone: the scales that
    smooth the activations are multiplied back into the matrices.
    """
    weights: dict[str, NDArray[np.float32]] = {}
    for node in graph.get_ordered_ops():
        name, kind = node.get_friendly_name(), node.get_type_name()
        if (found := _MATRIX.match(name)) and kind == "MatMul":
            weights.update(_matrix(found[1], node))
        elif found and kind == "Gather" and found[1].endswith("_embeddings"):
            weights[f"{found[1]}.weight"] = _constant(_source(node, 0))
        elif found := _NORMALISED.match(name):
            weights[f"{found[1]}.weight"] = _operand(_variable(node))
            weights[f"{found[1]}.bias"] = _operand(node)
    return {name.replace("/", "."): torch.tensor(value) for name, value in weights.items()}


def _matrix(name: str, node: Any) -> dict[str, NDArray[np.float32]]:  # noqa: ANN401 - untyped
    """Return matrix and bias of a product; nothing if it is one of two states."""
    matrix = _constant(_source(node, 1))
    if matrix is None:
        return {}
    (added,) = node.output(0).get_target_inputs()
    return {
        f"{name}.weight": matrix * _smoothing(_source(node, 0)),
        f"{name}.bias": _operand(added.get_node()),
    }


def _operand(node: Any) -> Any:  # noqa: ANN401 - untyped library
    """Return the array, flat, that `node` adds to a state or multiplies it by."""
    values = [_constant(_source(node, side)) for side in (0, 1)]
    return next(value for value in values if value is not None).ravel()


def _variable(node: Any) -> Any:  # noqa: ANN401 - untyped library
    """Return the source of `node` that depends on the input."""
    sources = [_source(node, side) for side in (0, 1)]
    return next(source for source in sources if _constant(source) is None)


def _constant(node: Any) -> Any:  # noqa: ANN401 - untyped library
    """Return the array that `node` stands for, or None if it depends on the input."""
    kind = node.get_type_name()
    if kind == "Constant":
        return node.data
    if kind == "Convert":
        inner = _constant(_source(node, 0))
        return None if inner is None else inner.astype(np.float32)
    if kind == "Multiply":
        factors = [_constant(_source(node, side)) for side in (0, 1)]
        return None if any(f is None for f in factors) else factors[0] * factors[1]
    return None


def _smoothing(node: Any) -> Any:  # noqa: ANN401 - untyped library
    """Return the factors, one per column, by which the input of a matrix was multiplied."""
    if node.get_type_name() == "FakeQuantize":
        node = _source(node, 0)
    return _constant(_source(node, 1)).ravel() if _SMOOTHED in node.get_friendly_name() else 1.0


def _heads(graph: openvino.Model) -> int:
    """Return into how many parts attention splits a state: `(n, heads, length, part)`."""
    attention = (op for op in graph.get_ops() if op.get_type_name() == _ATTENTION)
    return int(next(attention).input(0).get_partial_shape()[1].get_length())


def _source(node: Any, number: int) -> Any:  # noqa: ANN401 - untyped library
    return node.input(number).get_source_output().get_node()


def write_base(model_dir: Path, to: Path) -> None:
    """Write the Hugging Face folder and `network.pt` of the model in `model_dir`.

    Raises:
        PrivacyError: rule `model.digest`: the files are not the ones that were locked.
    """
    verify_lock(model_dir)
    graph = openvino.Core().read_model(str(model_dir / GRAPH_NAME))
    weights = weights_of(graph)
    part = "encoder."
    inside = {n.removeprefix(part): w for n, w in weights.items() if n.startswith(part)}
    words, hidden = inside["embeddings.word_embeddings.weight"].shape
    config = BertConfig(
        vocab_size=words,
        hidden_size=hidden,
        num_hidden_layers=sum(n.endswith("query.weight") for n in inside),
        num_attention_heads=_heads(graph),
        intermediate_size=inside["encoder.layer.0.intermediate.dense.weight"].shape[0],
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
    )
    encoder = BertModel(config, add_pooling_layer=False)
    encoder.load_state_dict(inside)
    encoder.save_pretrained(to)
    shutil.copy(model_dir / TOKENIZER_NAME, to)
    torch.save(weights, to / NETWORK_NAME)
    card = json.loads((model_dir / CARD_NAME).read_text(encoding="utf-8"))
    made = {"recipes": card.get("recipes", []), "seconds": sum(card.get("seconds_of_training", []))}
    (to / NOTES_NAME).write_text(json.dumps(made, indent=1), encoding="utf-8")


def main() -> None:
    """Recover from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="folder of a published model")
    parser.add_argument("--to", type=Path, required=True)
    options = parser.parse_args()
    write_base(options.model, options.to)


if __name__ == "__main__":
    main()
