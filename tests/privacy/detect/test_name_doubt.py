from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.detect.engine import RuleDetector, build_detector
from privacy.detect.lexicon import load_weights
from privacy.detect.names import Names
from privacy.detect.resolve import LIKELY_NAME, SURE_NAME
from privacy.detect.span import PIIType, Span
from privacy.detect.tokens import Tokeniser

if TYPE_CHECKING:
    from collections.abc import Sequence

    from privacy.detect.lexicon import Lexicon
    from privacy.detect.span import Detector


_WORDS = [
    "het",
    "regent",
    ".",
    "vraag",
    "Sjimmie",
    "jan",
    "Van",
    "de",
    "Wilders",
    "bakker",
    "12",
    "PVV",
    "roos",
    "mevrouw",
    ":)",
    "aan",
]


class _Sees:
    """A model that sees one word as a name wherever it stands."""

    def __init__(self, word: str) -> None:
        self._word = word
        self.read: list[str] = []

    def find(self, texts: Sequence[str]) -> list[list[Span]]:
        self.read += texts
        return [
            [Span(at, at + len(self._word), PIIType.PERSON, 1.0, "model")]
            if (at := text.find(self._word)) >= 0
            else []
            for text in texts
        ]


@pytest.fixture(scope="module")
def names(lexicon: Lexicon) -> Names:
    return Names(Tokeniser(lexicon), load_weights())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("de slagerij Wilders sluit", "Wilders"),
        ("kater Sjimmie is al twee nachten weg", "Sjimmie"),
        ("hond gevonden, luistert naar Boris", "Boris"),
        ("orkaan Melissa trekt over", "Melissa"),
        ("storm Pia trekt over", "Pia"),
        ("het Erasmus College heeft open dag", "Erasmus"),
        ("bij Albert Heijn ligt water", "Albert Heijn"),
        ("trein naar Weesp rijdt niet", "Weesp"),
        ("Kat 'Frits' is terecht", "Frits"),
        ("een kat genaamd Bloem", "Bloem"),
        ("Bertus (onze beagle) is weg", "Bertus"),
        ("Marinus heet mn kater", "Marinus"),
        ("de Hannie Schaftstraat ligt open", "Hannie"),
        ("Willem de Zwijgerstraat ligt open", "Willem"),
        ("in het Annie M.G. Schmidtpark", "Annie M.G. Schmidtpark"),
        ("zij komt uit Bergen", "Bergen"),
        ("het oude St. Jozef sluit", "St. Jozef"),
        ("hij zei whatismyip tegen mij", "whatismyip"),
        ("alles gratis. Tikkie mag", "Tikkie"),
        ("morgen is er brood", "brood"),
    ],
)
def test_what_is_no_person_is_not_believed(names: Names, text: str, name: str) -> None:
    at = text.index(name)
    span = Span(at, at + len(name), PIIType.PERSON, 1.0, "model")
    assert names.plausible(text, [span]) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("vraag Sjimmie van de slagerij", "Sjimmie"),
        ("storm sloeg toe zei Pia", "Pia"),
        ("mevrouw Weesp belt", "Weesp"),
        ("mevrouw van Bergen belt", "van Bergen"),
        ("uit naam van Bergen", "Bergen"),
        ("luistert naar Boris op de radio", "Boris"),
        ("hond, Boris zegt dat hij bijt", "Boris"),
        ("'Boris' riep ze", "Boris"),
        ("Bertus (12) fietst", "Bertus"),
        ("ik woon naast Fatima de", "Fatima"),
        ("vraag Fatima van de Klimhalpad", "Fatima"),
        ("met Fatima, Kerkpleinpad dicht", "Fatima"),
    ],
)
def test_a_person_is_believed(names: Names, text: str, name: str) -> None:
    at = text.index(name)
    span = Span(at, at + len(name), PIIType.PERSON, 1.0, "model")
    assert names.plausible(text, [span]) == [span]


def test_a_likely_name_that_the_rules_nearly_see_is_as_good_as_sure(names: Names) -> None:
    text = "vraag Sjimmie van de slagerij"
    span = Span(6, 13, PIIType.PERSON, LIKELY_NAME, "model")
    assert names.plausible(text, [span]) == [replace(span, score=SURE_NAME)]
    weak = replace(span, score=LIKELY_NAME - 0.01)
    assert names.plausible(text, [weak]) == [weak]


def test_a_model_reads_the_name_behind_a_disguise() -> None:
    [[span]] = build_detector(_Sees("Xqzwia")).detect(["X🔥q🔥z🔥w🔥i🔥a"])
    assert (span.start, span.end, span.type) == (0, 11, PIIType.PERSON)


def test_a_model_reads_placeholders_as_they_stand() -> None:
    assert build_detector(_Sees("Xqzwia")).detect(["ﬁets <PERSOON_1> Xqzwia"])[0][-1].start == 17


def test_a_span_without_words_is_no_name(names: Names) -> None:
    assert names.plausible(" ", [Span(0, 1, PIIType.PERSON, 1.0, "model")]) == []
    assert names.plausible("Jan", []) == []


@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12), st.data())
def test_where_no_name_is_possible_none_is_believed(
    names: Names, words: list[str], data: st.DataObject
) -> None:
    text = " ".join(words)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span(start, end, PIIType.PERSON, 1.0, "model")
    assert names.possible(text) or names.plausible(text, [span]) == []


def test_a_model_reads_no_text_without_a_possible_name() -> None:
    seen = _Sees("Sjimmie")
    build_detector(seen).detect(["het regent al de hele dag", "vraag Sjimmie van de slagerij"])
    assert seen.read == ["vraag Sjimmie van de slagerij"]


def test_the_detector_asks_for_doubt() -> None:
    detector: Detector = build_detector(_Sees("Zwartje"))
    assert isinstance(detector, RuleDetector)
    assert detector.detect(["pony Zwartje loopt los"]) == [[]]
    assert len(detector.detect(["toen riep Zwartje me"])[0]) == 1


def test_the_apostrophe_of_a_name_in_s_belongs_to_it(detector: Detector) -> None:
    text = "gister is Max' fiets gestolen"
    spans = detector.detect([text])[0]
    assert [text[s.start : s.end] for s in spans] == ["Max'"]
