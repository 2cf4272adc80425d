"""The inspection filters: see what the product would do with a text. Nothing is stored."""

from __future__ import annotations

import json
import sys
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

import typer

from pipeline.cli.skipped import tell_skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Item = tuple[object, str]

_BATCH_TEXTS = 256
_MAX_CHARACTERS = 100_000


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    line = r'{"id":"1","text":"Bel Jan de Vries op 06-12345678"}'
    app.command(epilog=f"Voorbeeld: echo '{line}' | stadspols pseudonymise")(pseudonymise)
    app.command(epilog=f"Voorbeeld: echo '{line}' | stadspols classify")(classify)


def pseudonymise() -> None:
    """Vervang persoonsgegevens. Per regel JSON {id, text} erin, {id, text, spans} eruit.

    Posities in spans tellen tekens (code points) in de tekst die u gaf.
    """
    from models.load import load_name_finder

    finder = load_name_finder()  # its graph compiles while the rest is imported
    from privacy.detect.engine import build_detector
    from privacy.pseudonymise import redact

    detector = build_detector(finder)

    def answer(items: list[Item]) -> Iterator[dict[str, object]]:
        clean = redact([text for _, text in items], detector)
        for (identity, _), redacted in zip(items, clean, strict=True):
            spans = [
                {
                    "start": s.start,
                    "end": s.end,
                    "type": s.type,
                    "score": round(s.score, 4),
                    "rule": s.rule,
                }
                for s in redacted.spans
            ]
            yield {"id": identity, "text": redacted.text, "spans": spans}

    _filter(answer)


def classify() -> None:
    """Lees signalen. Per regel JSON {id, text} erin, {id, scores, labels, areas, language} eruit.

    Persoonsgegevens worden eerst vervangen: het model ziet ze niet, net als bij het innemen.
    """
    from pipeline.inspection import build_inspector

    inspector = build_inspector()

    def answer(items: list[Item]) -> Iterator[dict[str, object]]:
        found = inspector.classify([text for _, text in items])
        for (identity, _), result in zip(items, found, strict=True):
            yield {"id": identity, **result}

    _filter(answer)


def _filter(answer: Callable[[list[Item]], Iterator[dict[str, object]]]) -> None:
    """Write an answer for each good line; count the bad ones per reason on standard error."""
    bad: Counter[str] = Counter()
    good = 0
    items = _items(sys.stdin.buffer, bad)
    while batch := list(islice(items, _BATCH_TEXTS)):
        good += len(batch)
        for result in answer(batch):
            sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    tell_skipped(bad)
    if bad and not good:
        raise typer.Exit(2)


def _items(stream: BinaryIO, bad: Counter[str]) -> Iterator[Item]:
    for line in stream:
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            bad["json_kapot"] += 1
            continue
        if not (
            isinstance(record, dict) and "id" in record and isinstance(record.get("text"), str)
        ):
            bad["veld_ontbreekt"] += 1
        elif len(record["text"]) > _MAX_CHARACTERS:
            bad["tekst_te_lang"] += 1
        else:
            yield record["id"], record["text"].encode("utf-8", "replace").decode()
