"""What the product reads in a text that somebody supplies: the parts of ingest, without a store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.load import load_classifier, load_name_finder
from pipeline.areas.gazetteer import Gazetteer
from pipeline.framework_files import FRAMEWORK_NAME
from pipeline.language import Py3LangidIdentifier
from pipeline.settings import load_settings
from privacy.detect.engine import build_detector
from privacy.framework.document import parse_framework
from privacy.pseudonymise import redact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.classifier import Classifier
    from pipeline.language import LanguageIdentifier
    from privacy.detect.span import Detector


@dataclass(frozen=True, slots=True)
class Inspector:
    """Detector, classifier, gazetteer and language identifier, as the ingest job wires them."""

    detector: Detector
    classifier: Classifier
    gazetteer: Gazetteer
    language: LanguageIdentifier

    def classify(self, texts: Sequence[str]) -> list[dict[str, object]]:
        """Return per text `scores`, `labels`, `areas` (names) and `language`."""
        clean = [redacted.text for redacted in redact(texts, self.detector)]
        predictions = self.classifier.classify(clean)
        languages = self.language.identify(clean)
        return [
            {
                "scores": {signal: round(p, 4) for signal, p in prediction.scores.items()},
                "labels": list(prediction.signals),
                "areas": [self.gazetteer.area(code).name for code in self.gazetteer.find(text)],
                "language": language.code,
            }
            for text, prediction, language in zip(texts, predictions, languages, strict=True)
        ]


def build_inspector() -> Inspector:
    """Return an inspector with the packaged model and the areas of the configured municipality."""
    config = load_settings().config_folder
    framework = parse_framework((config / FRAMEWORK_NAME).read_bytes())
    folder = config / "gebieden" / framework.gebieden.set
    return Inspector(
        build_detector(load_name_finder()),
        load_classifier(),
        Gazetteer.load(folder),
        Py3LangidIdentifier(),
    )
