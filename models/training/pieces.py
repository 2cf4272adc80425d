"""Pieces: texts as numbers, cut and padded as the networks read them in training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from tokenizers import Tokenizer

from models.transformer import MAX_PIECES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from random import Random

    from tokenizers import Encoding
    from torch import Tensor

PAD = 1
_SPREAD = 8


def read_tokenizer(base_dir: Path) -> Tokenizer:
    """Return the tokenizer of a Hugging Face folder, cutting where serving cuts."""
    tokenizer = Tokenizer.from_file(str(base_dir / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_PIECES)
    tokenizer.no_padding()
    return tokenizer


def pad(rows: Sequence[Sequence[int]], filler: int = PAD) -> tuple[Tensor, Tensor]:
    """Return the rows and their mask, both `(n, longest)`."""
    longest = max(map(len, rows))
    pieces = torch.full((len(rows), longest), filler, dtype=torch.long)
    mask = torch.zeros((len(rows), longest), dtype=torch.long)
    for at, row in enumerate(rows):
        pieces[at, : len(row)] = torch.tensor(row)
        mask[at, : len(row)] = 1
    return pieces, mask


def groups_of_like_length(
    encodings: Sequence[Encoding], size: int, random: Random
) -> list[list[int]]:
    """Return row numbers in shuffled groups of at most `size` rows of about the same length."""
    order = sorted(
        range(len(encodings)),
        key=lambda number: len(encodings[number].ids) + random.random() * _SPREAD,
    )
    groups = [order[at : at + size] for at in range(0, len(order), size)]
    random.shuffle(groups)
    return groups
