from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import evaluate_names as evaluation
from models.load import load_name_finder
from models.lock import write_lock
from models.transformer import MAX_PIECES
from privacy.detect.span import PIIType
from privacy.errors import PrivacyError
from tests.models.tiny_model import FILES, write_name_model

if TYPE_CHECKING:
    from pathlib import Path

    from models.name_finder import EncoderNameFinder


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> EncoderNameFinder:
    model_dir = tmp_path_factory.mktemp("names")
    write_name_model(model_dir)
    return load_name_finder(model_dir, threads=1)


def found(finder: EncoderNameFinder, text: str) -> list[str]:
    (spans,) = finder.find([text])
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("zon loopt", []),
        ("Jan loopt", ["Jan"]),
        ("jan loopt jan", ["jan", "jan"]),
        ("zon Jan de Vries loopt", ["Jan de Vries"]),
        ("Jan Jan", ["Jan", "Jan"]),
        ("Jan  \n de Vries", ["Jan  \n de Vries"]),
        ("Jan zon Vries", ["Jan", "Vries"]),
        ("J. de Vries loopt", ["J. de Vries"]),
        ("🤬 Jan", ["Jan"]),
        ("Jan, Jan", ["Jan", "Jan"]),
        ("Jan-Piet's fiets", ["Jan-Piet's"]),
        ("'jan'", ["jan"]),
        ("zon-Jan", ["zon-Jan"]),
        ("-Jan-", ["Jan"]),
    ],
)
def test_names_are_found_as_whole_words(
    finder: EncoderNameFinder, text: str, names: list[str]
) -> None:
    assert found(finder, text) == names


def test_spans_are_persons_with_a_chance_and_a_rule(finder: EncoderNameFinder) -> None:
    ((span,),) = finder.find(["Jan"])
    assert span.type is PIIType.PERSON
    assert span.rule == "model.names"
    assert 0.9 < span.score <= 1.0


def test_a_name_at_the_end_of_a_very_long_text_is_found(finder: EncoderNameFinder) -> None:
    text = "zon " * (40 * MAX_PIECES) + "Jan de Vries"
    assert found(finder, text) == ["Jan de Vries"]


@given(before=st.integers(0, 300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_name_is_found_once_wherever_a_window_ends(
    finder: EncoderNameFinder, before: int
) -> None:
    assert found(finder, "zon " * before + "Jan de Vries" + " zon" * 200) == ["Jan de Vries"]


@given(texts=st.lists(st.text(alphabet="Jan de.Vries'-\n🤬é", max_size=30), max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_spans_are_ordered_apart_and_inside_any_text(
    finder: EncoderNameFinder, texts: list[str]
) -> None:
    for text, spans in zip(texts, finder.find(texts), strict=True):
        ends = [0, *(span.end for span in spans)]
        for span, previous in zip(spans, ends, strict=False):
            assert previous <= span.start < span.end <= len(text)


def test_another_kind_of_model_is_no_name_finder(tmp_path: Path) -> None:
    write_name_model(tmp_path)
    write_lock(tmp_path, model_id="x-1", kind="transformer", names=FILES)
    with pytest.raises(PrivacyError, match="een andere soort"):
        load_name_finder(tmp_path)
    write_lock(tmp_path, model_id="x-1", kind="names", names=FILES)
    with pytest.raises(PrivacyError, match=r"threshold\.json staat niet in het slot"):
        load_name_finder(tmp_path)


def test_figures_count_whole_touched_and_wrong_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_name_model(tmp_path)
    person, mail = {"start": 4, "end": 16, "type": "PERSON"}, {"start": 0, "end": 3}
    records = [
        {"text": "zon Jan de Vries", "spans": [person]},
        {"text": "bom Jan de Onbekend", "spans": [{"start": 4, "end": 19, "type": "PERSON"}]},
        {"text": "bom Onbekend", "spans": [{"start": 4, "end": 12, "type": "PERSON"}]},
        {"text": "Jan zon", "spans": []},
        {"text": "jan zon", "spans": [{**mail, "type": "EMAIL"}]},
    ]
    posts = tmp_path / "posts.jsonl"
    posts.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    evaluation.main([str(posts), "--model", str(tmp_path)])
    figures = json.loads(capsys.readouterr().out)
    assert (figures["posts"], figures["names"]) == (5, 3)
    assert figures["recall"] == pytest.approx(1 / 3, abs=1e-3)
    assert figures["recall_touched"] == pytest.approx(2 / 3, abs=1e-3)
    assert figures["precision"] == pytest.approx(2 / 3, abs=1e-3)


def test_the_packaged_finder_finds_names_of_many_origins_in_any_case() -> None:
    texts = [
        "ik zag Fatima el Amrani gisteren bij de bakker",
        "gister nog met kwame en wesley gevoetbald",
        "Volgens mevrouw De Vries is de bus te laat",
        "de bus is te laat en het regent",
    ]
    found = [
        [text[span.start : span.end] for span in spans]
        for text, spans in zip(texts, load_name_finder().find(texts), strict=True)
    ]
    assert found == [["Fatima el Amrani"], ["kwame", "wesley"], ["De Vries"], []]
