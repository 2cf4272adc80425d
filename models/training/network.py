"""SignalNetwork: a pretrained encoder, the mean of its last layer, and two heads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn
from transformers import AutoConfig, AutoModel

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

SIGNAL_COUNT = 5
_WITH_POOLER = frozenset({"bert", "roberta", "xlm-roberta"})


class SignalNetwork(nn.Module):
    """Margins for the signals, and, in training, for the kind of post.

    The second head is thrown away afterwards: to tell a threat from a quoted one, a joke or a
    lyric teaches the encoder what the signal head needs.
    """

    def __init__(self, encoder: nn.Module, hidden: int, slice_count: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.15)
        self.signals = nn.Linear(hidden, SIGNAL_COUNT)
        self.slices = nn.Linear(hidden, slice_count)

    @classmethod
    def on(cls, base_dir: Path, slice_count: int) -> SignalNetwork:
        """Return an untrained network on any Hugging Face encoder in `base_dir`."""
        config = AutoConfig.from_pretrained(base_dir)
        return cls(read_encoder(base_dir), config.hidden_size, slice_count)

    def take_over(self, path: Path) -> None:
        """Take encoder and signal head from an earlier run; the slices may have changed."""
        state = torch.load(path, weights_only=True)
        kept = {name: value for name, value in state.items() if not name.startswith("slices.")}
        self.load_state_dict(kept, strict=False)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return signal margins `(n, 5)` and slice margins `(n, slices)`."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return self.heads(states, attention_mask)

    def heads(self, states: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return what `forward` does from the states `(n, length, hidden)` of the last layer."""
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        pooled = self.dropout((states * mask).sum(dim=1) / mask.sum(dim=1))
        return self.signals(pooled), self.slices(pooled)


def read_encoder(base_dir: Path) -> nn.Module:
    """Return the encoder of a Hugging Face folder, in float32, without a pooler.

    Attention is not dropped out: on a processor that costs a third of the time of a step.
    """
    config = AutoConfig.from_pretrained(base_dir)
    if hasattr(config, "attention_probs_dropout_prob"):
        config.attention_probs_dropout_prob = 0.0
    pooler = {"add_pooling_layer": False} if config.model_type in _WITH_POOLER else {}
    encoder: nn.Module = AutoModel.from_pretrained(
        base_dir, config=config, dtype=torch.float32, **pooler
    )
    return encoder
