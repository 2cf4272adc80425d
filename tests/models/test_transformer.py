from __future__ import annotations

import os
import random
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from models.load import DECISION_NAME, load_classifier
from models.lock import write_lock
from models.measured import MEASURED_NAME, Measured
from models.transformer import MAX_PIECES, TransformerScorer
from privacy.posts import PseudonymisedText, Signal
from tests.models.tiny_model import FILES, WORDS, write_signal_model


@pytest.fixture
def model_dir(tmp_path: Path) -> Path:
    write_signal_model(tmp_path)
    return tmp_path


def some_texts(count: int) -> list[str]:
    draw = random.Random(3)
    return [" ".join(draw.choices(WORDS[4:], k=draw.randrange(60))) for _ in range(count)]


def test_the_signal_of_a_word_is_read(model_dir: Path) -> None:
    texts = cast("list[PseudonymisedText]", ["bom", "zon zon", ""])
    bomb, sun, empty = load_classifier(model_dir).classify(texts)
    assert bomb.signals == (Signal.DREIGING,)
    assert sun.signals == empty.signals == ()


def test_figures_are_read_only_when_locked(model_dir: Path) -> None:
    figures = Measured(macro_f1=0.8, fpr_protected=0.02, group_gap=0.01)
    figures.write(model_dir / MEASURED_NAME)
    assert load_classifier(model_dir).measured is None
    names = [*FILES, DECISION_NAME, MEASURED_NAME]
    write_lock(model_dir, model_id="tiny-2", kind="transformer", names=names)
    assert load_classifier(model_dir).measured == figures


def test_margins_are_the_same_to_the_bit_alone_shuffled_and_together(model_dir: Path) -> None:
    scorer = TransformerScorer.read(model_dir, threads=1)
    texts = some_texts(70)
    together = scorer.margins(texts)
    alone = np.concatenate([scorer.margins([text]) for text in texts])
    assert np.array_equal(together, alone)
    order = random.Random(5).sample(range(len(texts)), len(texts))
    assert np.array_equal(scorer.margins([texts[i] for i in order]), together[order])


def test_padding_does_not_count(model_dir: Path) -> None:
    short, long = TransformerScorer.read(model_dir).margins(["bom", "bom " + "zon " * 40])
    assert short[1] == pytest.approx((9 - 1 - 1) / 3, abs=1e-3)
    assert long[1] < 0


def test_what_is_beyond_the_limit_is_not_read(model_dir: Path) -> None:
    scorer = TransformerScorer.read(model_dir)
    limit = "zon " * (MAX_PIECES - 2)
    cut, whole = scorer.margins([limit, limit + "bom " * 5000])
    assert np.array_equal(cut, whole)


def test_each_core_takes_its_own_batches_and_changes_nothing(model_dir: Path) -> None:
    texts = some_texts(70)
    on_one = TransformerScorer.read(model_dir, threads=1).margins(texts)
    on_all = TransformerScorer.read(model_dir, threads=3).margins(texts)
    assert TransformerScorer.read(model_dir).margins(texts).tolist() == on_one.tolist()
    assert np.array_equal(on_one, on_all)


def test_the_model_yields_to_the_thread_that_feeds_it(model_dir: Path) -> None:
    own = os.nice(0)
    scorer = TransformerScorer.read(model_dir, threads=2)
    scorer.margins(some_texts(20))
    threads = [int(path.name) for path in Path("/proc/self/task").iterdir()]
    niceness = [os.getpriority(os.PRIO_PROCESS, thread) for thread in threads]
    assert os.nice(0) == own
    assert sum(each > own for each in niceness) >= 2
