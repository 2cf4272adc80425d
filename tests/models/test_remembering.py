from __future__ import annotations

from typing import TYPE_CHECKING

from models.classifier import Prediction
from models.remembering import RememberingClassifier, RememberingDetector
from privacy.detect.span import PIIType, Span
from privacy.posts import PseudonymisedText, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence


class Length:
    """A `Classifier` that scores the length of a text, and notes what it read."""

    id = "length"
    sha256 = "0" * 64

    def __init__(self) -> None:
        self.read: list[str] = []

    def classify(self, texts: Sequence[PseudonymisedText]) -> list[Prediction]:
        self.read += texts
        return [Prediction({Signal.HAAT: float(len(text))}, ()) for text in texts]


def texts(*values: str) -> list[PseudonymisedText]:
    return [PseudonymisedText(value) for value in values]


def scores(predictions: list[Prediction]) -> list[float]:
    return [prediction.scores[Signal.HAAT] for prediction in predictions]


def test_each_different_text_is_read_once_and_every_text_answered_in_order() -> None:
    inner = Length()
    model = RememberingClassifier(inner)
    assert scores(model.classify(texts("aa", "b", "aa"))) == [2, 1, 2]
    assert scores(model.classify(texts("b", "ccc", "\ud800"))) == [1, 3, 1]
    assert inner.read == ["aa", "b", "ccc", "\ud800"]
    assert model.classify([]) == []


def test_what_was_not_seen_for_longest_is_forgotten_first() -> None:
    inner = Length()
    model = RememberingClassifier(inner, capacity_texts=2)
    model.classify(texts("a", "bb"))
    model.classify(texts("a", "ccc"))
    assert scores(model.classify(texts("a", "bb", "ccc", "dddd"))) == [1, 2, 3, 4]
    assert inner.read == ["a", "bb", "ccc", "bb", "dddd"]


def test_personal_data_in_the_same_text_is_looked_for_once() -> None:
    class Whole:
        read = 0

        def detect(self, texts: Sequence[str]) -> list[list[Span]]:
            self.read += len(texts)
            return [[Span(0, len(text), PIIType.PERSON, 1.0, "test")] for text in texts]

    inner = Whole()
    detector = RememberingDetector(inner)
    assert [spans[0].end for spans in detector.detect(["jan", "piet", "jan"])] == [3, 4, 3]
    assert detector.detect(["piet"])[0][0].end == 4
    assert inner.read == 2


def test_it_has_the_identity_of_the_model_it_wraps() -> None:
    model = RememberingClassifier(Length())
    assert (model.id, model.sha256) == ("length", "0" * 64)
