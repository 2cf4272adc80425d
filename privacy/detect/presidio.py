"""The rules as Presidio recognisers: the analyzer of the product, and a set to offer upstream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from presidio_analyzer import (
    AnalyzerEngine,
    EntityRecognizer,
    Pattern,
    PatternRecognizer,
    RecognizerRegistry,
    RecognizerResult,
)
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NoOpNlpEngine

from privacy.detect.span import PIIType, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from privacy.detect.engine import Rules
    from privacy.detect.recogniser import Recogniser
    from privacy.detect.scan import Scan

LANGUAGE = "nl"
JOIN = "\ue002"
"""Between the texts of a batch. Private use, so that no normalised text holds it."""

_NAME = "DutchRecognizer"
_RULE = "rule"
_BATCH = 32


class DutchRecognizer(EntityRecognizer):
    """All pattern rules for Dutch, run in one pass over each text of a batch."""

    COUNTRY_CODE = "nl"

    def __init__(self, scan: Scan) -> None:
        """Keep the scan; Presidio sees one recogniser."""
        self._scan = scan
        super().__init__(
            supported_entities=[kind.value for kind in PIIType],
            supported_language=LANGUAGE,
            name=_NAME,
        )

    def load(self) -> None:
        """Load nothing: the rules are data."""

    def analyze(
        self,
        text: str,
        entities: list[str],
        nlp_artifacts: object = None,
    ) -> list[RecognizerResult]:
        """Return the finds in texts joined by `JOIN`, offsets in the joined text."""
        del entities, nlp_artifacts
        results: list[RecognizerResult] = []
        base = 0
        for part in text.split(JOIN):
            results += [self._result(span, base) for span in self._scan.find(part)]
            base += len(part) + 1
        return results

    def _result(self, span: Span, base: int) -> RecognizerResult:
        return RecognizerResult(
            span.type.value,
            base + span.start,
            base + span.end,
            span.score,
            recognition_metadata={
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                RecognizerResult.RECOGNIZER_NAME_KEY: _NAME,
                _RULE: span.rule,
            },
        )


class RuleContext(ContextAwareEnhancer):
    """Leaves scores as they are: each rule has looked at its context already."""

    def __init__(self) -> None:
        """Enhance nothing."""
        super().__init__(0.0, 0.0, 0, 0)

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: object,
        recognizers: list[EntityRecognizer],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        """Return the results unchanged."""
        del text, nlp_artifacts, recognizers, context
        return raw_results


def build_analyzer(
    recognizers: Sequence[EntityRecognizer], enhancer: ContextAwareEnhancer | None = None
) -> AnalyzerEngine:
    """Return a Presidio analyzer of these recognisers alone: no model, no network.

    `enhancer` None: Presidio's own.
    """
    engine = NoOpNlpEngine(models=[{"lang_code": LANGUAGE, "model_name": "none"}])
    engine.load()
    registry = RecognizerRegistry(recognizers=list(recognizers), supported_languages=[LANGUAGE])
    return AnalyzerEngine(
        registry=registry,
        nlp_engine=engine,
        supported_languages=[LANGUAGE],
        context_aware_enhancer=enhancer,
    )


def through_presidio(scan: Scan) -> Rules:
    """Return what runs the rules in one pass of a Presidio analyzer."""
    analyzer = build_analyzer([DutchRecognizer(scan)], RuleContext())
    return lambda texts: analyse(analyzer, texts)


def analyse(analyzer: AnalyzerEngine, texts: Sequence[str]) -> list[list[Span]]:
    """Return per normalised text the finds of the analyzer, in batches of one call each."""
    found: list[list[Span]] = [[] for _ in texts]
    for first in range(0, len(texts), _BATCH):
        batch = texts[first : first + _BATCH]
        results = analyzer.analyze(JOIN.join(batch), language=LANGUAGE)
        starts = [0]
        for text in batch:
            starts.append(starts[-1] + len(text) + 1)
        at = 0
        for result in sorted(results, key=lambda r: r.start):
            while result.start >= starts[at + 1]:
                at += 1
            found[first + at].append(_span(result, starts[at]))
    return found


def pattern_recognizers(rules: Sequence[Recogniser]) -> list[PatternRecognizer]:
    """Return one stock Presidio recogniser per rule: pattern and check, without our context.

    For comparison, and for those who want the rules in their own Presidio.
    """
    return [_pattern_recognizer(rule) for rule in rules]


def _pattern_recognizer(rule: Recogniser) -> PatternRecognizer:
    class Checked(PatternRecognizer):
        """The stock recogniser with the check of one rule."""

        def validate_result(self, pattern_text: str) -> bool | None:
            """Tell whether the check accepts the match; None where the rule has no check."""
            return None if rule.accept is None else rule.accept(pattern_text)

    return Checked(
        supported_entity=rule.type.value,
        name=rule.id,
        supported_language=LANGUAGE,
        patterns=[Pattern(rule.id, rule.pattern.pattern, rule.score)],
        global_regex_flags=rule.pattern.flags,
    )


def _span(result: RecognizerResult, base: int) -> Span:
    return Span(
        result.start - base,
        result.end - base,
        PIIType(result.entity_type),
        result.score,
        result.recognition_metadata[_RULE],
    )
