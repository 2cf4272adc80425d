from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, PatternRecognizer

from privacy.detect.address import AddressFinder
from privacy.detect.engine import build_detector
from privacy.detect.normalise import normalise
from privacy.detect.presidio import (
    DutchRecognizer,
    RuleContext,
    analyse,
    build_analyzer,
    pattern_recognizers,
    through_presidio,
)
from privacy.detect.resolve import resolve
from privacy.detect.scan import RECOGNISERS, Scan
from privacy.detect.span import PIIType

if TYPE_CHECKING:
    from privacy.detect.lexicon import Lexicon


def _analyzer(lexicon: Lexicon) -> AnalyzerEngine:
    scan = Scan(AddressFinder(lexicon))
    return build_analyzer([DutchRecognizer(scan)], RuleContext())


GOLDEN = Path(__file__).parents[2] / "golden" / "pii"


def _golden_texts() -> list[str]:
    lines = [
        line
        for file in sorted(GOLDEN.glob("[A-Z]*.txt"))
        for line in file.read_text("utf-8").splitlines()
    ]
    return [normalise(re.sub("[⟦⟧]", "", line.partition("\t")[2])).text for line in lines]


def test_a_detector_through_presidio_finds_what_one_without_it_finds() -> None:
    texts = _golden_texts()
    found, expected = (
        [[(span.start, span.end, span.type) for span in spans] for spans in each.detect(texts)]
        for each in (build_detector(run=through_presidio), build_detector())
    )
    assert found == expected


def test_presidio_finds_exactly_what_the_rules_find(lexicon: Lexicon) -> None:
    scan = Scan(AddressFinder(lexicon))
    texts = _golden_texts()
    found = analyse(_analyzer(lexicon), texts)
    assert len(texts) > 40
    for text, by_presidio in zip(texts, found, strict=True):
        ours = [(s.start, s.end, s.type) for s in resolve(scan.find(text))]
        assert [(s.start, s.end, s.type) for s in resolve(by_presidio)] == ours


def test_the_detector_needs_no_nlp_framework() -> None:
    code = (
        "import sys; from privacy.detect.engine import build_detector; build_detector();"
        "print({'presidio_analyzer', 'spacy', 'transformers', 'sklearn'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_presidio_runs_the_rules(lexicon: Lexicon) -> None:
    results = _analyzer(lexicon).analyze("bel 06-12345678", language="nl")
    assert [(r.entity_type, r.start, r.end) for r in results] == [("PHONE", 4, 15)]


def test_it_is_a_dutch_recogniser_of_every_type(lexicon: Lexicon) -> None:
    recogniser = _analyzer(lexicon).get_recognizers("nl")[0]
    assert isinstance(recogniser, EntityRecognizer)
    assert recogniser.country_code() == "nl"
    assert set(recogniser.get_supported_entities()) == {kind.value for kind in PIIType}


def test_a_batch_keeps_texts_apart(lexicon: Lexicon) -> None:
    texts = ["06-1234", "5678", "bsn 999990007", ""] * 20
    found = analyse(_analyzer(lexicon), texts)
    assert [len(spans) for spans in found] == [0, 0, 1, 0] * 20
    assert {(s.start, s.end, s.rule) for spans in found for s in spans} == {
        (4, 13, "nl.bsn.context")
    }


def test_each_rule_works_as_a_stock_pattern_recogniser() -> None:
    stock = pattern_recognizers(RECOGNISERS)
    assert all(isinstance(each, PatternRecognizer) for each in stock)
    analyzer = build_analyzer(stock)
    results = analyzer.analyze("iban NL91ABNA0417164300 en bsn 999990007", language="nl")
    assert {"IBAN", "BSN"} <= {r.entity_type for r in results}


def test_a_stock_recogniser_applies_the_check() -> None:
    rule = next(r for r in RECOGNISERS if r.id == "nl.bsn.elfproef")
    analyzer = build_analyzer(pattern_recognizers([rule]))
    assert analyzer.analyze("999990007", language="nl")
    assert not analyzer.analyze("999990008", language="nl")


def test_rule_ids_are_unique_and_each_has_a_source() -> None:
    ids = [rule.id for rule in RECOGNISERS]
    assert len(set(ids)) == len(ids)
    assert all(rule.source and 0 < rule.score <= 1 for rule in RECOGNISERS)
