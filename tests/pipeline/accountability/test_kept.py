from __future__ import annotations

import json
from datetime import date

import pytest

from pipeline.accountability.facts import Facts
from pipeline.accountability.impact import dpia_annex, iama_answers
from pipeline.accountability.kept import ROOT, artefacts, kept_in_the_repo
from pipeline.accountability.measures import MEASURES
from pipeline.accountability.register import entries
from privacy.errors import Permanent
from privacy.framework.document import parse_framework
from privacy.framework.schema import EXAMPLE_MARK
from tests.fakes import example_bytes

DAY = date(2026, 11, 20)


def real_bytes() -> bytes:
    """Return the example as a council could have adopted it."""
    return example_bytes().replace(b"id: VOORBEELD-2026-001", b"id: RB-2026-001")


def facts(framework: bytes) -> Facts:
    return Facts(parse_framework(framework), "f" * 64)


@pytest.mark.parametrize("path", sorted(kept_in_the_repo()))
def test_what_the_repo_keeps_is_what_the_framework_gives(path: str) -> None:
    renew = "renew it: python -m pipeline.accountability.kept"
    assert (ROOT / path).read_bytes() == kept_in_the_repo()[path], renew


def test_an_example_says_so_in_every_artefact_and_a_real_framework_never() -> None:
    about_the_product = {"maatregelen.yaml"}
    for name, content in artefacts(facts(example_bytes()), DAY).items():
        assert (EXAMPLE_MARK in content.decode()) == (name not in about_the_product), name
    for name, content in artefacts(facts(real_bytes()), DAY).items():
        assert EXAMPLE_MARK not in content.decode(), name


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2026, 10, 31), "In ontwikkeling"),
        (date(2026, 11, 1), "In gebruik"),
        (date(2027, 10, 31), "In gebruik"),
        (date(2027, 11, 1), "Buiten gebruik"),
    ],
)
def test_the_register_says_whether_an_algorithm_is_in_use(day: date, status: str) -> None:
    assert {entry["status"] for entry in entries(facts(real_bytes()), day)} == {status}


def test_what_does_not_fit_the_register_is_refused() -> None:
    long_name = real_bytes().replace(b"naam: Almere", b"naam: " + b"A" * 120)
    with pytest.raises(Permanent, match=r"register\.schema.*organization"):
        entries(facts(long_name), DAY)


def test_every_measure_has_evidence_that_exists() -> None:
    assert len({measure.urn for measure in MEASURES}) == len(MEASURES)
    for measure in MEASURES:
        assert measure.evidence, measure.urn
        for evidence in measure.evidence:
            path, _, test = evidence.partition("::")
            assert (ROOT / path).exists(), evidence
            if test:
                assert f"def {test}(" in (ROOT / path).read_text(), evidence


def test_answers_are_keyed_by_the_questions_of_the_two_instruments() -> None:
    made = facts(example_bytes())
    assert all(urn.startswith("urn:nl:dpia:3.0:") for urn in dpia_annex(made))
    assert all(urn.startswith("urn:nl:iama:2.0:") for urn in iama_answers(made))


def test_the_algorithm_register_is_json_in_dutch() -> None:
    made = json.loads(artefacts(facts(example_bytes()), DAY)["algoritmeregister.json"])
    assert [entry["lang"] for entry in made] == ["nld", "nld"]
