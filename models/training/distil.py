"""Distils: `python -m models.training.distil signals POSTS... --teacher RUN --to DIR`.

The student is every other layer of its teacher. From texts alone it learns to give the states and
the margins that the teacher gives (Sanh et al. 2019; Sun et al. 2019, patient distillation). Part
of the texts it reads mistyped, or between harmless posts, and still has to say what the teacher
says of the text alone. Resumable like the training of a teacher.
"""

from __future__ import annotations

import argparse
import copy
import json
import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from torch.nn import functional

from models.corpus import read_posts
from models.normal_form import normal_form
from models.training.augment import Augmentation
from models.training.groups import SLOT
from models.training.names import NameNetwork, NameSwap, frequent_names, read_named
from models.training.network import SignalNetwork
from models.training.pieces import groups_of_like_length, pad, read_tokenizer
from models.training.run import NETWORK_NAME, NOTES_NAME, Recipe, Run
from models.training.signals import areas_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tokenizers import Tokenizer
    from torch import Tensor

RECIPE = Recipe(
    epochs=5,
    learning_rate=2e-4,
    batch=32,
    warm_up=0.2,
    cool_down=2.0,
    distilled=True,
    bfloat16=True,
)
_DISGUISED = 0.35
"""Share of the posts that the student reads otherwise than its teacher."""
_MARGINS = 0.2
"""Weight of the margins beside that of the states."""
_EVERY = 2


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text as the student reads it and as the teacher does, in what the network reads."""

    read: str
    told: str


def student_of(teacher: nn.Module) -> nn.Module:
    """Return a network with every other layer of `teacher`, the last one among them.

    It has no dropout: it imitates something that is known exactly.
    """
    student = copy.deepcopy(teacher)
    layers = list(student.encoder.encoder.layer)[_EVERY - 1 :: _EVERY]
    student.encoder.encoder.layer = nn.ModuleList(layers)
    student.encoder.config.num_hidden_layers = len(layers)
    for part in student.modules():
        if isinstance(part, nn.Dropout):
            part.p = 0.0
    student.encoder.embeddings.requires_grad_(requires_grad=False)
    return student


class Imitation:
    """Squared difference of margins, and, where both read the same, of the states below them."""

    def __init__(self, teacher: nn.Module, student: nn.Module, recipe: Recipe) -> None:
        self._teacher = teacher.eval()
        self._student = student
        self._bfloat16 = recipe.bfloat16

    def __call__(self, read: tuple[Tensor, Tensor], told: tuple[Tensor, Tensor] | None) -> Tensor:
        """Return the loss of one batch of pieces and masks; `told` None: as the student reads."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self._bfloat16):
            with torch.no_grad():
                known, aim = _outputs(self._teacher, *(told or read))
            states, margins = _outputs(self._student, *read)
        loss = _MARGINS * _distance(margins, aim, read[1])
        if told is not None:
            return loss
        pairs = zip(states, known[_EVERY - 1 :: _EVERY], strict=True)
        return loss + sum(_distance(_levelled(s), _levelled(k), read[1]) for s, k in pairs)


def _outputs(network: Any, pieces: Tensor, mask: Tensor) -> tuple[list[Tensor], Tensor]:  # noqa: ANN401 - either kind
    """Return the states after each layer and the margins."""
    found = network.encoder(input_ids=pieces, attention_mask=mask, output_hidden_states=True)
    margins = network.heads(found.last_hidden_state, mask)[0]
    return list(found.hidden_states[1:]), margins.float()


def _levelled(states: Tensor) -> Tensor:
    return functional.layer_norm(states.float(), states.shape[-1:])


def _distance(one: Tensor, other: Tensor, mask: Tensor) -> Tensor:
    """Return the mean squared difference; of what has a value per piece, over real pieces."""
    squares = (one - other) ** 2
    return squares[mask.bool()].mean() if squares.dim() > 2 else squares.mean()


def signal_lessons(options: argparse.Namespace) -> Callable[[Random], list[Lesson]]:
    """Return what draws the lessons of an epoch: posts varied, some disguised; other texts."""
    posts = [post for path in options.posts for post in read_posts(path)]
    harmless = [post.text for post in posts if not post.signals and SLOT not in post.text]
    names = frequent_names(options.names / "dutch_first_names.json", 100)
    areas = areas_of(options.posts)
    vary = Augmentation(names, areas)
    mistype = Augmentation(names, areas, p_typo_post=1.0, p_typo_word=0.25, p_area=0, p_group=0)
    others = [normal_form(text) for text in _lines(options.texts)]

    def disguised(text: str, random: Random) -> str:
        if random.random() < 0.5:
            return mistype.apply(text, random)
        parts = [text, random.choice(harmless)]
        random.shuffle(parts)
        return " ".join(parts)

    def draw(random: Random) -> list[Lesson]:
        lessons = [Lesson(text, text) for text in others]
        for post in posts:
            told = vary.apply(post.text, random)
            read = disguised(told, random) if random.random() < _DISGUISED else told
            lessons.append(Lesson(normal_form(read), normal_form(told)))
        return lessons

    return draw


def name_lessons(options: argparse.Namespace) -> Callable[[Random], list[Lesson]]:
    """Return what draws the lessons of an epoch: posts with other names each time; other texts."""
    posts = [named for path in options.posts for named in read_named(path)]
    swap = NameSwap(
        frequent_names(options.names / "dutch_first_names.json", 100),
        frequent_names(options.names / "dutch_last_names.json", 100),
        [named.text[start:end] for named in posts for start, end in named.persons],
    )
    others = _lines(options.texts)

    def draw(random: Random) -> list[Lesson]:
        texts = [swap.apply(named, random).text for named in posts]
        texts += [text.lower() if random.random() < swap.p_lower else text for text in others]
        return [Lesson(text, text) for text in texts]

    return draw


def batches(
    lessons: Sequence[Lesson], tokenizer: Tokenizer, size: int, random: Random
) -> Iterator[tuple[Any, ...]]:
    """Yield what `Imitation` takes, in groups of like length, disguised texts apart."""
    groups: list[tuple[Any, Any]] = []
    for disguised in (False, True):
        part = [lesson for lesson in lessons if (lesson.read != lesson.told) is disguised]
        read = tokenizer.encode_batch([lesson.read for lesson in part])
        told = tokenizer.encode_batch([lesson.told for lesson in part]) if disguised else None
        groups += [
            (pad([read[i].ids for i in group]), told and pad([told[i].ids for i in group]))
            for group in groups_of_like_length(read, size, random)
        ]
    random.shuffle(groups)
    yield from groups


def main() -> None:
    """Distil from the command line."""
    options = _options()
    recipe = replace(RECIPE, **json.loads(options.recipe))
    torch.set_num_threads(recipe.threads)
    torch.manual_seed(recipe.seed)
    start = time.monotonic()
    teacher = _teacher(options)
    student = student_of(teacher)
    tokenizer = read_tokenizer(options.base)
    draw = signal_lessons(options) if options.kind == "signals" else name_lessons(options)
    run, loss_of = Run(student, recipe, options.to), Imitation(teacher, student, recipe)
    for epoch in range(run.resume(), recipe.epochs):
        random = Random(1000 * recipe.seed + epoch)  # noqa: S311 - augmentation, no secret
        lessons = draw(random)
        print(f"epoch {epoch + 1} of {recipe.epochs}: {len(lessons)} texts")
        drawn = list(batches(lessons, tokenizer, recipe.batch, random))
        loss = run.epoch(epoch, drawn, loss_of)
        run.save(epoch + 1)
        print(f"epoch {epoch + 1}: loss {loss:.4f}", flush=True)
    made = json.loads((options.teacher / NOTES_NAME).read_text(encoding="utf-8"))
    run.finish(options.to, made["recipes"], made["seconds"] + time.monotonic() - start)
    run.average.module.encoder.save_pretrained(options.to)  # the student is its own base
    shutil.copy(options.base / "tokenizer.json", options.to)


def _teacher(options: argparse.Namespace) -> Any:  # noqa: ANN401 - either kind
    path = options.teacher / NETWORK_NAME
    if options.kind == "names":
        network = NameNetwork.on(options.base)
        network.load_state_dict(torch.load(path, weights_only=True))
        return network
    network = SignalNetwork.on(options.base, 1)
    network.take_over(path)
    return network


def _lines(paths: Sequence[Path]) -> list[str]:
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return [line.strip() for line in lines if line.strip()]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=("signals", "names"))
    parser.add_argument("posts", type=Path, nargs="+", help="JSON lines in the corpus form")
    parser.add_argument("--teacher", type=Path, required=True, help="folder of a run")
    parser.add_argument(
        "--base", type=Path, default=Path("models/work/base"), help="what it ran on"
    )
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="more texts, one a line")
    parser.add_argument("--names", type=Path, required=True, help="folder with name lists")
    parser.add_argument("--recipe", default="{}", help="JSON that overrides fields of Recipe")
    parser.add_argument("--to", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
