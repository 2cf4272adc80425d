from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from models import evaluate as evaluation
from models.card import Origin, run_probes, write_card
from models.card_sections import further_sections
from models.card_text import card_text
from models.corpus import PROTECTED_SLICES, label_matrix, read_posts
from models.load import PACKAGED_DIR, load_classifier
from models.lock import verify_lock
from privacy.posts import Signal

if TYPE_CHECKING:
    from pathlib import Path

    from models.signal_classifier import SignalClassifier

RECORDS = [
    {
        "id": "1",
        "text": "Karel B. komt je opwachten en steekt je neer",
        "labels": ["dreiging"],
        "slice": "threat_person",
        "spans": [{"start": 0, "end": 8, "type": "PERSON"}],
    },
    {"id": "2", "text": "mooi weer", "labels": [], "slice": "everyday", "spans": []},
    {"id": "3", "text": "wij staken zaterdag", "labels": [], "slice": "peaceful_demo", "spans": []},
]


@pytest.fixture
def posts_path(tmp_path: Path) -> Path:
    path = tmp_path / "posts.jsonl"
    path.write_text("\n".join(map(json.dumps, RECORDS)) + "\n\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def classifier() -> SignalClassifier:
    return load_classifier()


def test_posts_are_read_with_placeholders_for_their_spans(posts_path: Path) -> None:
    first, second, _ = read_posts(posts_path)
    assert first.text == "<PERSOON_1> komt je opwachten en steekt je neer"
    assert first.signals == {Signal.DREIGING}
    assert second.slice == "everyday"
    assert label_matrix([first, second]).tolist() == [[0, 1, 0, 0, 0], [0, 0, 0, 0, 0]]


def test_evaluation_prints_what_the_card_holds(
    posts_path: Path,
    tmp_path: Path,
    classifier: SignalClassifier,
    capsys: pytest.CaptureFixture[str],
) -> None:
    origin = Origin.of(train_paths=[posts_path], dev_path=posts_path, seeds=[1], command="train it")
    write_card(tmp_path, classifier, read_posts(posts_path), origin)
    card = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))
    evaluation.main([str(posts_path)])
    assert json.loads(capsys.readouterr().out) == card["figures"]
    assert card["origin"]["train_posts"] == 3
    assert card["sha256"] == classifier.sha256


def test_a_stricter_threshold_flags_less(
    posts_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recalls = []
    for threshold in ("0", "1"):
        evaluation.main([str(posts_path), "--threshold", threshold])
        signals = json.loads(capsys.readouterr().out)["per_signal"].values()
        recalls.append([signal["recall"] for signal in signals if signal["true_count"]])
    all_of_them, none = recalls
    assert set(all_of_them) == {1.0}
    assert set(none) == {0.0}
    with pytest.raises(SystemExit):
        evaluation.main([str(posts_path), "--threshold", "60"])


def test_slices_without_posts_have_no_rate(posts_path: Path, classifier: SignalClassifier) -> None:
    figures = evaluation.evaluate(classifier, read_posts(posts_path))
    per_slice = figures["per_protected_slice"]
    assert set(per_slice) == set(PROTECTED_SLICES)
    assert per_slice["peaceful_demo"]["posts"] == 1
    assert per_slice["satire"]["false_positive_rate"] is None


def packaged_dirs() -> list[Path]:
    return sorted(path.parent for path in PACKAGED_DIR.parent.glob("*/card.json"))


@pytest.mark.parametrize("model_dir", packaged_dirs(), ids=lambda path: path.name)
def test_a_packaged_card_is_about_the_packaged_model(model_dir: Path) -> None:
    card = json.loads((model_dir / "card.json").read_text(encoding="utf-8"))
    lock = json.loads((model_dir / "lock.json").read_text(encoding="utf-8"))
    assert card["id"] == lock["id"]
    assert card["sha256"] == verify_lock(model_dir).sha256


def test_the_readable_card_is_made_from_the_figures_alone() -> None:
    card = json.loads((PACKAGED_DIR / "card.json").read_text(encoding="utf-8"))
    assert (PACKAGED_DIR / "card.md").read_text(encoding="utf-8") == card_text(card)
    changed = json.loads(json.dumps(card).replace(f"{card['figures']['macro_f1']}", "0.1234"))
    assert "**0.12**" in card_text(changed)


def test_probes_state_what_is_meant_and_what_is_read(classifier: SignalClassifier) -> None:
    probes = run_probes(classifier)
    assert len(probes) > 20
    assert all(set(probe) == {"text", "labels", "read"} for probe in probes)
    assert any(probe["labels"] == probe["read"] != [] for probe in probes)


def test_the_card_of_the_packaged_model_matches_its_probes(classifier: SignalClassifier) -> None:
    card = json.loads((PACKAGED_DIR / "card.json").read_text(encoding="utf-8"))
    assert card["sha256"] == classifier.sha256
    assert card["probes"] == run_probes(classifier)


def test_further_sections_show_their_figures_and_only_those_the_card_holds() -> None:
    row = {"macro_f1": 0.801, "macro_f1_interval": [0.7, 0.9], "false_positive_rate": 0.031}
    kinds = ("stacked_int8", "stacked_float32", "encoder_int8", "encoder_float32", "tfidf_svm")
    read = {"true_count": 9, "precision": 0.9, "recall": 0.43, "f1": 0.5, "prevalence_error": 0.17}
    hate = {"cases": 9, "macro_f1": 0.77, "macro_f1_interval": [0.6, 0.8]}
    card = {
        "unseen": row
        | {
            "posts": 273,
            "per_signal": {"haat": read},
            "per_protected_slice": {"satire": {"posts": 8, "flagged": 2}},
        },
        "int8_loss": 0.44,
        "compared": dict.fromkeys(kinds, row),
        "hatecheck": {"women": hate | {"precision": 0.66, "recall": 0.55}},
        "swaps": {
            "harmless_flag_rate_per_group": {"Polen": 0.25, "mannen": 0.0},
            "largest_gap_harmless": 0.12,
            "largest_gap_harmless_interval": [0.05, 0.21],
            "largest_gap_hateful": 0.34,
            "largest_gap_hateful_interval": [0.11, 0.43],
            "speech_pairs": 10,
            "flagged_standard": 1,
            "flagged_slang_or_dialect": 2,
        },
        "recipes": [{"epochs": 6}],
        "versions": {"torch": "2"},
        "seconds_of_training": [60],
        "speed": {"threads": 1, "posts_per_second": 222},
    }
    text = "\n".join(further_sections(card))
    shown = "0.801, 3.1%, 0.77, 0.66, Polen 25%, 0.12, 0.05 – 0.21, 0.34, 222, +0.4 punt, 1 minuten"
    shown += ", 273, **0.80**, 2 van de 8, 0.43, +17%"
    for part in shown.split(", "):
        assert part in text
    assert "mannen" not in text
    assert further_sections({}) == []
