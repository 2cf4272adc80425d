"""Training on a tiny local checkpoint: the ordinary loading path, in seconds.

Needs the training environment; elsewhere this file is skipped.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="training environment only", exc_type=ImportError)
pytest.importorskip("nncf", reason="training environment only", exc_type=ImportError)

import openvino
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel, RobertaConfig, RobertaModel

from models.corpus import read_posts
from models.training import signals
from models.training.distil import Imitation, Lesson, batches, student_of
from models.training.example import from_post
from models.training.export import quantise, to_openvino
from models.training.names import BEGIN, INSIDE, OUTSIDE, NamedText, NameSwap, classes_of
from models.training.network import SignalNetwork
from models.training.pieces import pad, read_tokenizer
from models.training.recover import weights_of
from models.training.run import Recipe, Run

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ["<s>", "<pad>", "</s>", "<unk>", "bom", "zon", "rel", "mooi", "weer", "steek", "neer"]
SHAPE: dict[str, Any] = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2}


@pytest.fixture(params=["bert", "roberta"])
def base_dir(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    torch.manual_seed(1)
    common: dict[str, Any] = {
        **SHAPE,
        "vocab_size": len(WORDS),
        "intermediate_size": 32,
        "pad_token_id": 1,
    }
    if request.param == "bert":
        BertModel(BertConfig(**common)).save_pretrained(tmp_path)
    else:
        RobertaModel(RobertaConfig(**common)).save_pretrained(tmp_path)
    tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return tmp_path


def batch(base_dir: Path) -> tuple[torch.Tensor, torch.Tensor]:
    tokenizer = read_tokenizer(base_dir)
    texts = ["bom", "mooi weer de zon", "steek neer"]
    return pad([encoding.ids for encoding in tokenizer.encode_batch(texts)])


def test_any_hugging_face_folder_can_be_the_base(base_dir: Path) -> None:
    margins, kinds = SignalNetwork.on(base_dir, 7).eval()(*batch(base_dir))
    assert margins.shape == (3, 5)
    assert kinds.shape == (3, 7)


def test_padding_does_not_change_a_margin(base_dir: Path) -> None:
    network = SignalNetwork.on(base_dir, 1).eval()
    pieces, mask = batch(base_dir)
    alone = network(pieces[:1, :3], mask[:1, :3])[0]
    assert torch.allclose(network(pieces, mask)[0][:1], alone, atol=1e-5)


def test_a_run_learns_and_an_interrupted_run_ends_the_same(base_dir: Path, tmp_path: Path) -> None:
    pieces, mask = batch(base_dir)
    labels = torch.tensor([[0.0, 1, 0, 0, 0], [0.0] * 5, [float("nan"), 1, 0, 0, 0]])
    batches = [(pieces, mask, labels, torch.tensor([0, 1, -1]), ["a", "b", "c"])] * 10

    def trained(work: Path, *, interrupted: bool) -> tuple[list[float], dict[str, torch.Tensor]]:
        torch.manual_seed(3)
        recipe = Recipe(epochs=3, learning_rate=3e-3, threads=1)
        network = SignalNetwork.on(base_dir, 2)
        network.dropout.p = 0.0
        run, losses = Run(network, recipe, work), []
        for epoch in range(3):
            if interrupted and epoch == 2:
                run = Run(SignalNetwork.on(base_dir, 2), recipe, work)
                run.network.dropout.p = 0.0
                assert run.resume() == 2
            torch.manual_seed(epoch)
            losses.append(run.epoch(epoch, batches, signals.Loss(run.network, recipe)))
            run.save(epoch + 1)
        return losses, run.average.module.state_dict()

    losses, whole = trained(tmp_path / "a", interrupted=False)
    _, pieced = trained(tmp_path / "b", interrupted=True)
    assert losses[-1] < losses[0]
    assert all(torch.equal(whole[name], pieced[name]) for name in whole)


def test_frozen_layers_keep_their_weights(base_dir: Path, tmp_path: Path) -> None:
    network = SignalNetwork.on(base_dir, 1)
    Run(network, Recipe(frozen_layers=1), tmp_path / "run")
    frozen = {name for name, p in network.named_parameters() if not p.requires_grad}
    assert any("layer.0." in name for name in frozen)
    assert any("embeddings" in name for name in frozen)
    assert not any("layer.1." in name for name in frozen)


def test_the_int8_export_reads_like_the_network(base_dir: Path, tmp_path: Path) -> None:
    network = SignalNetwork.on(base_dir, 1).eval()
    tokenizer = read_tokenizer(base_dir)
    texts = [" ".join(random.Random(i).choices(WORDS[4:], k=1 + i % 9)) for i in range(60)]
    work = tmp_path / "work"
    work.mkdir()
    graph = to_openvino(network, work)
    pieces, mask = batch(base_dir)
    expected = network(pieces, mask)[0].detach().numpy()
    feed = {"input_ids": pieces.numpy(), "attention_mask": mask.numpy()}
    for model, slack in ((graph, 1e-4), (quantise(graph, tokenizer, texts), 0.2)):
        read = openvino.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})(feed)[0]
        assert np.abs(read - expected).max() < slack


def test_a_student_of_half_the_layers_learns_what_its_teacher_says(
    base_dir: Path, tmp_path: Path
) -> None:
    teacher = SignalNetwork.on(base_dir, 1).eval()
    student, recipe = student_of(teacher), Recipe(epochs=40, learning_rate=3e-3)
    tokenizer = read_tokenizer(base_dir)
    texts = [" ".join(random.Random(i).choices(WORDS[4:], k=1 + i % 9)) for i in range(40)]
    lessons = [Lesson(text, text) for text in texts] + [Lesson("mooi weer bom", "bom")] * 4
    assert len(student.encoder.encoder.layer) == 1
    run, loss_of = Run(student, recipe, tmp_path / "run"), Imitation(teacher, student, recipe)
    losses = [
        run.epoch(epoch, list(batches(lessons, tokenizer, 8, random.Random(epoch))), loss_of)
        for epoch in range(recipe.epochs)
    ]
    assert losses[-1] < losses[0] / 3
    same = torch.equal(
        student.encoder.embeddings.word_embeddings.weight,
        teacher.encoder.embeddings.word_embeddings.weight,
    )
    assert same


def test_a_disguised_text_is_told_apart_from_how_it_is_read(base_dir: Path) -> None:
    lessons = [Lesson("bom", "bom"), Lesson("b*m zon", "bom")]
    drawn = list(batches(lessons, read_tokenizer(base_dir), 4, random.Random(0)))
    told = {tuple(read[0][0].tolist()): told and told[0][0].tolist() for read, told in drawn}
    assert told == {(0, 4, 2): None, (0, 3, 5, 2): [0, 4, 2]}


@pytest.mark.parametrize("base_dir", ["bert"], indirect=True)
def test_weights_are_recovered_from_the_int8_graph(base_dir: Path, tmp_path: Path) -> None:
    network = SignalNetwork.on(base_dir, 1).eval()
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter.data, mean=0.1, std=0.2)
    graph = quantise(to_openvino(network, tmp_path), read_tokenizer(base_dir), WORDS[4:])
    openvino.save_model(graph, tmp_path / "model.xml")
    recovered = weights_of(openvino.Core().read_model(tmp_path / "model.xml"))
    kept = {n: v for n, v in network.state_dict().items() if not n.startswith("slices.")}
    assert set(recovered) == set(kept)
    for name, value in kept.items():
        assert recovered[name].shape == value.shape
        assert (recovered[name] - value).abs().max() < 0.05, name


def test_pieces_of_a_name_are_marked_and_their_space_is_not_read() -> None:
    text = "hoi Jan de Vries, Piet"
    offsets = [(0, 3), (3, 7), (7, 10), (10, 16), (16, 17), (17, 22), (22, 22)]
    classes = classes_of(offsets, text, [(4, 16), (18, 22)])
    assert classes == [OUTSIDE, BEGIN, INSIDE, INSIDE, OUTSIDE, BEGIN, -100]


def test_swapped_names_stay_where_the_spans_say() -> None:
    swap = NameSwap(["Fatima", "Kwame"], ["Yilmaz", "Bos"], ["wim k.", "Jeanny"], p_swap=0.9)
    named = NamedText("hoi Jan de Vries, ken je piet?", ((4, 16), (25, 29)))
    for seed in range(50):
        changed = swap.apply(named, random.Random(seed))
        outside = changed.text
        for start, end in reversed(changed.persons):
            assert changed.text[start:end].strip() == changed.text[start:end] != ""
            outside = outside[:start] + "X" + outside[end:]
        assert outside.casefold() == "hoi X, ken je X?".casefold()


def test_examples_know_which_labels_are_unknown(tmp_path: Path) -> None:
    record = {"id": "1", "text": "a", "labels": ["haat"], "slice": "s", "spans": []}
    path = tmp_path / "posts.jsonl"
    path.write_text(json.dumps(record), encoding="utf-8")
    (post,) = read_posts(path)
    assert from_post(post).labels == (0.0, 0.0, 0.0, 0.0, 1.0)
