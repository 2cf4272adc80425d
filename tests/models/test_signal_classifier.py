from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.load import PACKAGED_DIR, load_classifier
from models.normal_form import MAX_CHARACTERS
from privacy.posts import PseudonymisedText, Signal

if TYPE_CHECKING:
    from pathlib import Path

    from models.classifier import Classifier, Prediction
    from models.signal_classifier import SignalClassifier

THREAT = "<PERSOON_1> ik weet waar je woont, ik kom je neersteken en schiet je kapot"
HARMLESS = "Te koop: kinderfiets met zijwieltjes, twintig euro, ophalen bij de haven"
ODD = ["", " ", "\n\t", "🤬🤬🤬", "\x00", "\u202e", "ا", "<PERSOON_1>", "a" * 10, "#" * 500]


def signal_model_dirs() -> list[Path]:
    """Return the folders of the signal models that are in the repository."""
    locks = PACKAGED_DIR.parent.glob("*/lock.json")
    return sorted(path.parent for path in locks if '"names"' not in path.read_text("utf-8"))


@pytest.fixture(scope="module", params=signal_model_dirs(), ids=lambda path: path.name)
def classifier(request: pytest.FixtureRequest) -> SignalClassifier:
    return load_classifier(request.param)


def test_the_default_is_the_packaged_model() -> None:
    assert load_classifier().sha256 == load_classifier(PACKAGED_DIR).sha256


def read(classifier: Classifier, *texts: str) -> list[Prediction]:
    return classifier.classify(cast("list[PseudonymisedText]", list(texts)))


def test_a_threat_is_read_and_a_sunny_day_is_not(classifier: SignalClassifier) -> None:
    threat, harmless = read(classifier, THREAT, HARMLESS)
    assert Signal.DREIGING in threat.signals
    assert harmless.signals == ()


def test_no_texts_give_no_predictions(classifier: SignalClassifier) -> None:
    assert read(classifier) == []


def test_scores_are_probabilities_of_all_signals(classifier: SignalClassifier) -> None:
    for prediction in read(classifier, THREAT, HARMLESS, *ODD):
        assert list(prediction.scores) == list(Signal)
        assert all(0.0 <= score <= 1.0 for score in prediction.scores.values())


def test_signals_are_the_scores_at_or_above_their_threshold(classifier: SignalClassifier) -> None:
    thresholds = dict(zip(Signal, classifier.decision.thresholds, strict=True))
    for prediction in read(classifier, THREAT, HARMLESS, *ODD):
        expected = tuple(s for s in Signal if prediction.scores[s] >= thresholds[s])
        assert prediction.signals == expected


def test_the_number_of_a_person_makes_no_difference(classifier: SignalClassifier) -> None:
    one, other, handle = read(
        classifier, THREAT, THREAT.replace("_1>", "_27>"), THREAT.replace("PERSOON", "GEBRUIKER")
    )
    assert one == other == handle


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mates=st.lists(st.text(max_size=80), max_size=8), place=st.integers(0, 8))
def test_a_score_does_not_depend_on_batch_mates(
    classifier: SignalClassifier, mates: list[str], place: int
) -> None:
    (alone,) = read(classifier, THREAT)
    together = read(classifier, *mates[:place], THREAT, *mates[place:])
    assert together[min(place, len(mates))].scores == alone.scores


def test_a_huge_text_is_read_to_its_limit_only(classifier: SignalClassifier) -> None:
    long = "rustig " * 400_000
    cut, whole = read(classifier, long[:MAX_CHARACTERS], long)
    assert cut == whole
    assert not any(math.isnan(score) for score in whole.scores.values())
