"""Light parts around a real store and a real gate: ingest without models."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from models.classifier import Prediction
from pipeline.areas.gazetteer import Gazetteer
from pipeline.counts import Counts
from pipeline.ingest import Ingest
from pipeline.language import Identified
from pipeline.settings import PACKAGED_CONFIG
from pipeline.texts import Texts
from privacy.detect.span import PIIType, Span
from privacy.keyring import KeyRing
from privacy.objection import ObjectionList
from privacy.posts import AreaCode, Signal
from privacy.pseudonymise import Pseudonymiser
from tests.fakes import NOW, MemoryKeys

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from pipeline.framework_files import Gate
    from pipeline.lake.store import Store
    from pipeline.sources.protocol import Source
    from privacy.posts import PseudonymisedText


@cache
def almere() -> Gazetteer:
    """Return the areas of the packaged example."""
    return Gazetteer.load(PACKAGED_CONFIG / "gebieden" / "almere")


class NameDetector:
    """A `Detector` that knows one name."""

    def detect(self, texts: Sequence[str]) -> list[list[Span]]:
        return [
            [Span(at, at + 3, PIIType.PERSON, 1.0, "test")] if (at := text.find("Jan")) >= 0 else []
            for text in texts
        ]


class WordClassifier:
    """A `Classifier` that knows one word, and remembers what it was shown."""

    id = "test"
    sha256 = "0" * 64

    def __init__(self) -> None:
        self.seen: list[str] = []

    def classify(self, texts: Sequence[PseudonymisedText]) -> list[Prediction]:
        self.seen += texts
        return [
            Prediction(dict.fromkeys(Signal, 0.5), (Signal.ONRUST,) if "rellen" in text else ())
            for text in texts
        ]


class TwoLanguages:
    """A `LanguageIdentifier` that takes what begins with "the" for English."""

    def identify(self, texts: Sequence[str]) -> list[Identified]:
        return [
            Identified("en" if text.startswith("the") else "nl", 0.99, len(text)) for text in texts
        ]


class Start:
    """Runs ingest with fakes around a real store and a real gate."""

    def __init__(self, gate: Gate, store: Store) -> None:
        self.gate = gate
        self.store = store
        self.keys = MemoryKeys()
        council = gate.folder.parent
        hours = gate.approved.framework.tekst.bewaren_uren
        self.objections = ObjectionList(b"", frozenset())
        self.texts = Texts(council / "tekst", council / "tekstsleutels", hours)
        self.classifier = WordClassifier()
        self.clock: Callable[[], datetime] = lambda: NOW
        self.batch_posts = 2

    def __call__(
        self,
        source: Source,
        area: AreaCode | None = None,
        progress: Callable[[int, int | None], None] = lambda _done, _total: None,
    ) -> Counts:
        gazetteer = almere()
        ring = KeyRing(self.gate.approved, self.keys)
        return Ingest(
            gate=self.gate,
            pseudonymiser=Pseudonymiser(ring, NameDetector(), gazetteer, lambda: self.objections),
            classifier=self.classifier,
            language=TwoLanguages(),
            gazetteer=gazetteer,
            store=self.store,
            texts=self.texts,
            clock=self.clock,
            batch_posts=self.batch_posts,
        ).run(source, area, Counts(), progress)
