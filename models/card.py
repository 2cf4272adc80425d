"""Card: what a model is and how well it does, measured, for machine (JSON) and reader (Dutch)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Self

from models.card_text import card_text
from models.evaluate import evaluate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from models.corpus import LabelledPost
    from models.signal_classifier import SignalClassifier

CARD_NAME = "card.json"
CARD_TEXT_NAME = "card.md"
_PROBES = "probes.jsonl"


@dataclass(frozen=True, slots=True)
class Origin:
    """How a model came about: enough to make it again."""

    trained_on: str
    """ISO date."""
    command: str
    seeds: tuple[int, ...]
    train_sha256: dict[str, str]
    """File name -> digest."""
    dev_sha256: str
    train_posts: int

    @classmethod
    def of(
        cls,
        *,
        train_paths: Sequence[Path],
        dev_path: Path,
        seeds: Sequence[int],
        command: str,
        trained_on: str | None = None,
    ) -> Self:
        """Return the origin of a model trained on these files: today, unless said."""
        return cls(
            trained_on=trained_on or datetime.now(UTC).date().isoformat(),
            command=command,
            seeds=tuple(seeds),
            train_sha256={path.name: _sha256(path) for path in train_paths},
            dev_sha256=_sha256(dev_path),
            train_posts=sum(_line_count(path) for path in train_paths),
        )


def write_card(
    model_dir: Path,
    classifier: SignalClassifier,
    dev_posts: Sequence[LabelledPost],
    origin: Origin,
    **more: Any,  # noqa: ANN401 - further JSON sections: comparison, fairness, timings
) -> None:
    """Write `card.json` and `card.md` for `classifier`, measured on `dev_posts`."""
    card = {
        "id": classifier.id,
        "sha256": classifier.sha256,
        "origin": asdict(origin),
        "figures": evaluate(classifier, dev_posts),
        "probes": run_probes(classifier),
        **more,
    }
    content = json.dumps(card, indent=1, ensure_ascii=False) + "\n"
    (model_dir / CARD_NAME).write_text(content, encoding="utf-8")
    (model_dir / CARD_TEXT_NAME).write_text(card_text(card), encoding="utf-8")


def run_probes(classifier: SignalClassifier) -> list[dict[str, Any]]:
    """Return the invented example sentences with what is expected and what the model reads."""
    lines = files("models").joinpath("data", _PROBES).read_text(encoding="utf-8").splitlines()
    probes = [json.loads(line) for line in lines]
    predictions = classifier.classify([probe["text"] for probe in probes])
    return [
        {**probe, "read": [str(signal) for signal in prediction.signals]}
        for probe, prediction in zip(probes, predictions, strict=True)
    ]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _line_count(path: Path) -> int:
    return sum(bool(line.strip()) for line in path.read_text(encoding="utf-8").splitlines())
