"""Run: a network, its running average, optimiser and schedule, resumable after each epoch."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from torch import Tensor, nn

CHECKPOINT_NAME = "checkpoint.pt"
NETWORK_NAME = "network.pt"
NOTES_NAME = "notes.json"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that shapes a training run, beside its data."""

    epochs: int = 6
    learning_rate: float = 1e-4
    head_factor: float = 5.0
    batch: int = 16
    warm_up: float = 0.3
    """Epochs in which the rate rises; then it is constant, so that a run can be made longer."""
    cool_down: float = 1.5
    """Epochs at the end in which the rate falls to nothing."""
    weight_decay: float = 0.01
    positive_weight: float = 1.5
    slice_weight: float = 0.3
    hatecheck_per_epoch: int = 500
    average_decay: float = 0.997
    frozen_layers: int = 0
    """Embeddings and this many lowest layers keep their weights: a third less work at six."""
    distilled: bool = False
    """From a teacher with twice the layers, whose answers stand in for labels."""
    skip_easy: float = 0.0
    """Chance to leave out, in one epoch, a post that the network had right in the last."""
    rehearsal: float = 0.3
    """Share of the posts of an earlier training that an epoch holds, so that it is not unlearnt."""
    bfloat16: bool = False
    """Multiply matrices in 16 bits: twice as fast on processors that have a unit for it."""
    seed: int = 7
    threads: int = 2


class Run:
    """One training run of a network that has an `encoder` and heads."""

    def __init__(self, network: nn.Module, recipe: Recipe, work_dir: Path) -> None:
        self.network = network
        self.recipe = recipe
        self.average = torch.optim.swa_utils.AveragedModel(
            network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(recipe.average_decay)
        )
        freeze(network.encoder, recipe.frozen_layers)
        body = [p for p in network.encoder.parameters() if p.requires_grad]
        heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
        rate = recipe.learning_rate
        self.rates = [rate, rate * recipe.head_factor]
        self.optimizer = torch.optim.AdamW(
            [{"params": body}, {"params": heads}],
            lr=rate,
            weight_decay=recipe.weight_decay,
            fused=True,
        )
        self._checkpoint = work_dir / CHECKPOINT_NAME
        work_dir.mkdir(parents=True, exist_ok=True)

    def epoch(
        self, epoch: int, batches: Sequence[tuple[Any, ...]], loss_of: Callable[..., Tensor]
    ) -> float:
        """Take one step per batch; return the mean loss. `epoch`: how many were done before."""
        self.network.train()
        start, losses = time.monotonic(), []
        for number, batch in enumerate(batches):
            self._set_rate(epoch + number / len(batches))
            loss = loss_of(*batch)
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            self.optimizer.step()
            self.average.update_parameters(self.network)
            losses.append(loss.item())
            if number % 25 == 0:
                spent = time.monotonic() - start
                mean = np.mean(losses[-25:])
                print(f"  {number}/{len(batches)} loss {mean:.3f} {spent:.0f} s", flush=True)
        return float(np.mean(losses))

    def _set_rate(self, epochs_done: float) -> None:
        left = self.recipe.epochs - epochs_done
        factor = min(1.0, epochs_done / self.recipe.warm_up, left / self.recipe.cool_down)
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * max(factor, 0.01)

    def save(self, epoch: int) -> None:
        """Keep everything that the next epoch needs; an interrupted save leaves the old one."""
        state = {
            "epoch": epoch,
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }
        fresh = self._checkpoint.with_suffix(".tmp")
        torch.save(state, fresh)
        fresh.replace(self._checkpoint)

    def resume(self) -> int:
        """Return the number of epochs done, after taking up the last checkpoint, if any."""
        if not self._checkpoint.exists():
            return 0
        state = torch.load(self._checkpoint, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        return int(state["epoch"])

    def finish(self, to: Path, made: Sequence[dict[str, Any]], seconds: float) -> None:
        """Write the averaged network to `to`, with the recipes and the time that made it."""
        torch.save(self.average.module.state_dict(), to / NETWORK_NAME)
        notes = {"recipes": [*made, asdict(self.recipe)], "seconds": seconds}
        (to / NOTES_NAME).write_text(json.dumps(notes, indent=1), encoding="utf-8")


def freeze(encoder: nn.Module, layers: int) -> None:
    """Fix the embeddings and the lowest `layers` of an encoder that is built like BERT."""
    if layers:
        for part in (encoder.embeddings, *encoder.encoder.layer[:layers]):
            part.requires_grad_(requires_grad=False)
