"""Trains the signal network: `python -m models.training.signals TRAIN... --dev DEV --to DIR`.

Resumable: a checkpoint after each epoch; the same command carries on where it stopped. The dev
posts are only measured on, after each epoch.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.nn import functional

from models.corpus import label_matrix, read_posts
from models.figures import best_threshold, false_positive_rate, macro_f1
from models.normal_form import normal_form
from models.training.augment import Augmentation
from models.training.example import from_case, from_post, sample_epoch
from models.training.groups import ROUNDS, SLOT
from models.training.hatecheck import read_cases
from models.training.names import frequent_names
from models.training.network import SignalNetwork
from models.training.pieces import groups_of_like_length, pad, read_tokenizer
from models.training.run import Recipe, Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tokenizers import Tokenizer
    from torch import Tensor

    from models.corpus import LabelledPost
    from models.figures import Matrix
    from models.training.example import Example

_AMBIGUOUS_AREAS = frozenset({"Almere", "Duin", "De Vaart", "Randstad"})
_UNNAMED = -1
_SURE = 0.05
"""Loss under which a label counts as known: a chance of 95% or more."""


def main() -> None:
    """Train from the command line."""
    options = _options()
    recipe = Recipe(**json.loads(options.recipe))
    torch.set_num_threads(recipe.threads)
    torch.manual_seed(recipe.seed)
    start = time.monotonic()
    slices = sorted({post.slice for post in _posts([*options.train, *options.rehearse])})
    network = SignalNetwork.on(options.base, len(slices))
    if options.start:
        network.take_over(options.start)
    tokenizer = read_tokenizer(options.base)
    run = Run(network, recipe, options.to)
    loss_of = Loss(network, recipe)
    dev = read_posts(options.dev)
    for epoch in range(run.resume(), recipe.epochs):
        random = Random(1000 * recipe.seed + epoch)  # noqa: S311 - augmentation, no secret
        torch.manual_seed(1000 * recipe.seed + epoch)
        examples = _examples(options, recipe, random, loss_of.easy)
        print(f"epoch {epoch + 1} of {recipe.epochs}: {len(examples)} examples")
        batches = list(_batches(examples, tokenizer, slices, random, recipe.batch))
        loss = run.epoch(epoch, batches, loss_of)
        run.save(epoch + 1)
        for name, measured in (("last", network), ("average", run.average.module)):
            print(f"epoch {epoch + 1} {name}: loss {loss:.3f} {_dev(measured, tokenizer, dev)}")
    run.finish(options.to, [], time.monotonic() - start)


def _examples(
    options: argparse.Namespace, recipe: Recipe, random: Random, easy: set[str]
) -> list[Example]:
    """Return what one epoch trains on: read anew, sampled, augmented, in normal form."""
    paths = [*options.train, *options.rehearse]
    augmentation = Augmentation(names=_names(options.names), areas=areas_of(paths))
    posts = [from_post(post) for post in _posts(options.train)]
    old = [from_post(post) for post in _posts(options.rehearse)]
    posts += random.sample(old, round(recipe.rehearsal * len(old)))
    posts = [p for p in posts if p.key not in easy or random.random() >= recipe.skip_easy]
    posts += [post for post in posts if SLOT in post.text] * (ROUNDS - 1)
    return [
        replace(example, text=normal_form(augmentation.apply(example.text, random)))
        for example in sample_epoch(
            posts, _cases(options.hatecheck), recipe.hatecheck_per_epoch, random
        )
    ]


def _posts(paths: Sequence[Path]) -> list[LabelledPost]:
    return [post for path in paths for post in read_posts(path)]


class Loss:
    """Binary cross-entropy on the labels that are known, plus some for the kind of post."""

    def __init__(self, network: SignalNetwork, recipe: Recipe) -> None:
        self._network = network
        self._weight = torch.full((5,), recipe.positive_weight)
        self._slice_weight = recipe.slice_weight
        self._bfloat16 = recipe.bfloat16
        self.easy: set[str] = set()
        """Keys of the examples whose labels the network was sure of when last seen."""

    def __call__(
        self, pieces: Tensor, mask: Tensor, labels: Tensor, slices: Tensor, keys: Sequence[str]
    ) -> Tensor:
        """Return the loss of one batch; labels `(n, 5)` may be NaN, slices -1: not known."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self._bfloat16):
            margins, kinds = (output.float() for output in self._network(pieces, mask))
        known = ~labels.isnan()
        each = functional.binary_cross_entropy_with_logits(
            margins, labels.nan_to_num(), reduction="none", pos_weight=self._weight
        )
        for key, worst in zip(keys, (each.detach() * known).amax(dim=1).tolist(), strict=True):
            (self.easy.add if worst < _SURE else self.easy.discard)(key)
        loss: Tensor = (each * known).sum() / known.sum()
        if (slices != _UNNAMED).any():
            loss = loss + self._slice_weight * functional.cross_entropy(
                kinds, slices, ignore_index=_UNNAMED, label_smoothing=0.05
            )
        return loss


def _batches(
    examples: Sequence[Example],
    tokenizer: Tokenizer,
    slices: Sequence[str],
    random: Random,
    size: int,
) -> Iterator[tuple[Any, ...]]:
    numbers = {name: number for number, name in enumerate(slices)}
    encodings = tokenizer.encode_batch([example.text for example in examples])
    for group in groups_of_like_length(encodings, size, random):
        pieces, mask = pad([encodings[i].ids for i in group])
        labels = torch.tensor([examples[i].labels for i in group])
        kinds = [numbers.get(examples[i].slice or "", _UNNAMED) for i in group]
        yield pieces, mask, labels, torch.tensor(kinds), [examples[i].key for i in group]


@torch.no_grad()
def margins_of(network: torch.nn.Module, tokenizer: Tokenizer, texts: Sequence[str]) -> Matrix:
    """Return signal margins `(n, 5)` of texts in normal form."""
    network.eval()
    encodings = tokenizer.encode_batch(list(texts))
    result = np.zeros((len(texts), 5))
    for group in groups_of_like_length(encodings, 32, Random(0)):  # noqa: S311 - no secret
        result[group] = network(*pad([encodings[i].ids for i in group]))[0].numpy()
    return result


def _dev(network: torch.nn.Module, tokenizer: Tokenizer, dev: Sequence[LabelledPost]) -> str:
    labels = label_matrix(dev)
    margins = margins_of(network, tokenizer, [normal_form(post.text) for post in dev])
    chances = 1 / (1 + np.exp(-margins))
    words = []
    for name, threshold in (("half", 0.5), ("best", best_threshold(labels, chances))):
        flags = (chances >= threshold).astype(float)
        rate = false_positive_rate(labels, flags)
        words.append(f"{name}: F1 {macro_f1(labels, flags):.3f} FPR {rate:.3f}")
    return ", ".join(words)


def _cases(path: Path | None) -> list[Example]:
    cases = read_cases(path) if path else []
    return [from_case(case) for case in cases if not case.held_out]


def _names(path: Path | None) -> list[str]:
    return frequent_names(path / "dutch_first_names.json", 100) if path else []


def areas_of(paths: Sequence[Path]) -> list[str]:
    """Return the areas that the posts are about, longest first."""
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    areas = {area for line in lines for area in json.loads(line)["areas"]}
    return sorted(areas - _AMBIGUOUS_AREAS, key=lambda area: (-len(area), area))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path, nargs="+", help="JSON lines in the corpus form")
    parser.add_argument(
        "--rehearse", type=Path, nargs="+", default=[], help="files that --start was trained on"
    )
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--base", type=Path, default=Path("models/work/base"))
    parser.add_argument("--start", type=Path, help="network.pt of an earlier run to go on from")
    parser.add_argument("--hatecheck", type=Path, help="CSV of the Dutch HateCheck cases")
    parser.add_argument("--names", type=Path, help="folder with name lists")
    parser.add_argument("--recipe", default="{}", help="JSON that overrides fields of Recipe")
    parser.add_argument("--to", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
