"""Export: `python -m models.training.export RUN... --posts TRAIN --to DIR`.

Turns a trained network into an OpenVINO model with static int8 weights and activations. The
scales are fixed by 300 calibration posts, so a post's score does not depend on its batch mates.
"""

from __future__ import annotations

import warnings
from random import Random
from typing import TYPE_CHECKING

import nncf
import numpy as np
import openvino as ov
import torch
from torch import nn

from models.training.run import NETWORK_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tokenizers import Tokenizer
    from torch import Tensor

CALIBRATION_POSTS = 300


class Lean(nn.Module):
    """What serving needs of a network: piece numbers and mask in, margins out."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return the first output of the network."""
        output: Tensor = self.network(input_ids, attention_mask)[0]
        return output


def mean_weights(runs: Sequence[Path]) -> dict[str, Tensor]:
    """Return the mean of the weights of runs that began at one base, and so blend."""
    states = [torch.load(run / NETWORK_NAME, weights_only=True) for run in runs]
    shared = set.intersection(*(set(state) for state in states))
    return {name: torch.stack([s[name].float() for s in states]).mean(dim=0) for name in shared}


def to_openvino(network: nn.Module, work_dir: Path) -> ov.Model:
    """Return the network as a float32 OpenVINO model with free batch and length.

    Attention is written out (`eager`): OpenVINO then fuses it, and runs a third faster than on
    what `torch.onnx` makes of the fused call, with its search for rows that attend to nothing.
    """
    network.encoder.set_attn_implementation("eager")
    lean = Lean(network).eval()
    pieces = torch.tensor([[0, 5, 6, 7, 2], [0, 8, 9, 2, 1]])
    mask = (pieces != 1).long()
    path = work_dir / "network.onnx"
    free = {0: "batch", 1: "length"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            lean,
            (pieces, mask),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["margins"],
            dynamic_axes={"input_ids": free, "attention_mask": free},
            opset_version=17,
            dynamo=False,
        )
    return ov.convert_model(path)


def quantise(model: ov.Model, tokenizer: Tokenizer, texts: Sequence[str]) -> ov.Model:
    """Return `model` in int8, its scales taken from `texts` in normal form, one at a time."""

    def feed(text: str) -> dict[str, np.ndarray]:
        encoding = tokenizer.encode(text)
        return {
            "input_ids": np.array([encoding.ids], dtype=np.int64),
            "attention_mask": np.array([encoding.attention_mask], dtype=np.int64),
        }

    return nncf.quantize(
        model,
        nncf.Dataset(list(texts), feed),
        model_type=nncf.ModelType.TRANSFORMER,
        preset=nncf.QuantizationPreset.MIXED,
        subset_size=len(texts),
    )


def calibration_texts(texts: Sequence[str], count: int = CALIBRATION_POSTS) -> list[str]:
    """Return `count` texts, always the same ones."""
    return Random(7).sample(list(texts), min(count, len(texts)))  # noqa: S311 - no secret
