"""Trains the name finder: `python -m models.training.names POSTS... --names DIR --to DIR`.

Learns from the PERSON spans of the corpus, each time with other names of many origins in
them, in other spellings. Resumable like the signal network.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional
from transformers import AutoConfig

from models.training.network import read_encoder
from models.training.pieces import groups_of_like_length, pad, read_tokenizer
from models.training.run import Recipe, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tokenizers import Tokenizer
    from torch import Tensor

OUTSIDE, BEGIN, INSIDE = 0, 1, 2
_IGNORED = -100
_NAMELESS = 0.5
"""Chance that an epoch holds a text without a person: they teach less."""
_NAME = re.compile(r"[A-ZÀ-Ý][A-Za-zÀ-ÿ' -]+")
_TITLES = {"Mevr", "Ing", "Dhr", "Drs", "Mr", "Dr", "Fam", "Heer", "Mevrouw", "Familie"}


@dataclass(frozen=True, slots=True)
class NamedText:
    """A raw text with the code points of its persons."""

    text: str
    persons: tuple[tuple[int, int], ...]


class NameNetwork(nn.Module):
    """A pretrained encoder with three classes per piece: outside, begin, inside a name."""

    def __init__(self, encoder: nn.Module, hidden: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.1)
        self.classes = nn.Linear(hidden, 3)

    @classmethod
    def on(cls, base_dir: Path) -> NameNetwork:
        """Return an untrained network on any Hugging Face encoder in `base_dir`."""
        return cls(read_encoder(base_dir), AutoConfig.from_pretrained(base_dir).hidden_size)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor]:
        """Return margins `(n, length, 3)`."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return self.heads(states, attention_mask)

    def heads(self, states: Tensor, attention_mask: Tensor) -> tuple[Tensor]:  # noqa: ARG002 - as signals
        """Return what `forward` does from the states `(n, length, hidden)` of the last layer."""
        return (self.classes(self.dropout(states)),)


@dataclass(frozen=True, slots=True)
class NameSwap:
    """Puts other names where a text has persons, in the spellings that posts use."""

    first_names: Sequence[str]
    surnames: Sequence[str]
    surfaces: Sequence[str]
    """Persons as the posts write them: the origins that name lists lack."""
    p_swap: float = 0.6
    p_lower: float = 0.3
    p_upper: float = 0.05

    def apply(self, named: NamedText, random: Random) -> NamedText:
        """Return `named`, some of its persons replaced, maybe in lower or upper case."""
        parts, persons, at, length = [], [], 0, 0
        for start, end in named.persons:
            old = named.text[start:end]
            new = self._name(old, random) if random.random() < self.p_swap else old
            parts += [named.text[at:start], new]
            length += start - at
            persons.append((length, length + len(new)))
            length, at = length + len(new), end
        text = "".join([*parts, named.text[at:]])
        chance = random.random()
        changed = text.lower() if chance < self.p_lower else text
        changed = text.upper() if chance > 1 - self.p_upper else changed
        return NamedText(changed if len(changed) == len(text) else text, tuple(persons))

    def _name(self, old: str, random: Random) -> str:
        if random.random() < 0.4:
            return random.choice(self.surfaces)
        first, last = random.choice(self.first_names), random.choice(self.surnames)
        if " " not in old.strip():
            name = first if random.random() < 0.85 else last
        elif "." in old:
            name = f"{first[0]}. {last}" if random.random() < 0.5 else f"{first} {last[0]}."
        else:
            name = f"{first} {last}"
        name += "s" if old.endswith("s") and random.random() < 0.2 else ""
        return name.lower() if old.islower() else name


def read_named(path: Path) -> list[NamedText]:
    """Return the raw texts of a corpus file with their persons."""
    records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        NamedText(
            record["text"],
            tuple(
                (span["start"], span["end"])
                for span in sorted(record["spans"], key=lambda span: span["start"])
                if span["type"] == "PERSON"
            ),
        )
        for record in records
    ]


def classes_of(
    offsets: Iterable[tuple[int, int]], text: str, persons: Sequence[tuple[int, int]]
) -> list[int]:
    """Return the class of each piece from the code points that it covers."""
    classes, previous = [], None
    for start, end in offsets:
        while start < end and text[start].isspace():
            start += 1  # noqa: PLW2901 - a piece owns the space before it
        if start >= end:
            classes.append(_IGNORED)
            continue
        owner = next((p for p in persons if start < p[1] and p[0] < end), None)
        if owner is None:
            classes.append(OUTSIDE)
        else:
            classes.append(INSIDE if owner == previous else BEGIN)
        previous = owner
    return classes


def batches(
    texts: Sequence[NamedText], tokenizer: Tokenizer, size: int, random: Random
) -> list[tuple[Tensor, Tensor, Tensor]]:
    """Return pieces, mask and classes in batches of texts of like length, shuffled."""
    encodings = tokenizer.encode_batch([named.text for named in texts])
    result = []
    for group in groups_of_like_length(encodings, size, random):
        pieces, mask = pad([encodings[i].ids for i in group])
        rows = [classes_of(encodings[i].offsets, texts[i].text, texts[i].persons) for i in group]
        result.append((pieces, mask, pad(rows, _IGNORED)[0]))
    return result


def main() -> None:
    """Train from the command line."""
    options = _options()
    recipe = Recipe(**json.loads(options.recipe))
    torch.set_num_threads(recipe.threads)
    torch.manual_seed(recipe.seed)
    start = time.monotonic()
    texts = [named for path in options.posts for named in read_named(path)]
    tokenizer = read_tokenizer(options.base)
    network = NameNetwork.on(options.base)
    if options.start:
        network.load_state_dict(torch.load(options.start, weights_only=True))
    swap = NameSwap(
        frequent_names(options.names / "dutch_first_names.json", 100),
        frequent_names(options.names / "dutch_last_names.json", 100),
        [named.text[start:end] for named in texts for start, end in named.persons],
    )
    run = Run(network, recipe, options.to)

    def loss_of(pieces: Tensor, mask: Tensor, classes: Tensor) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16, enabled=recipe.bfloat16):
            margins = network(pieces, mask)[0].float()
        weights = torch.tensor([1.0, 2.0, 2.0])
        return functional.cross_entropy(
            margins.flatten(0, 1), classes.flatten(), weights, ignore_index=_IGNORED
        )

    for epoch in range(run.resume(), recipe.epochs):
        random = Random(1000 * recipe.seed + epoch)  # noqa: S311 - augmentation, no secret
        torch.manual_seed(1000 * recipe.seed + epoch)
        kept = [named for named in texts if named.persons or random.random() < _NAMELESS]
        swapped = [swap.apply(named, random) for named in kept]
        drawn = batches(swapped, tokenizer, recipe.batch, random)
        loss = run.epoch(epoch, drawn, loss_of)
        run.save(epoch + 1)
        print(f"epoch {epoch + 1}: loss {loss:.4f}", flush=True)
    run.finish(options.to, [], time.monotonic() - start)


def frequent_names(path: Path, least: int) -> list[str]:
    """Return the plain names of `{name: weight}` from a weight of `least` on, in order."""
    weights = json.loads(path.read_text(encoding="utf-8"))
    kept = (name for name, weight in weights.items() if weight >= least and _NAME.fullmatch(name))
    return sorted(set(kept) - _TITLES)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("posts", type=Path, nargs="+", help="JSON lines in the corpus form")
    parser.add_argument("--names", type=Path, required=True, help="folder with name lists")
    parser.add_argument("--base", type=Path, default=Path("models/work/base"))
    parser.add_argument("--start", type=Path, help="network.pt of an earlier run to go on from")
    parser.add_argument("--recipe", default="{}", help="JSON that overrides fields of Recipe")
    parser.add_argument("--to", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
