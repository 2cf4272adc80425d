from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.accountability.council import answers
from pipeline.accountability.facts import Facts, facts_of
from pipeline.accountability.resident import sections
from pipeline.journal import Journal
from pipeline.review import Judgement
from pipeline.settings import Settings
from privacy.framework.document import parse_framework
from privacy.framework.roles import Rol
from tests.fakes import NOW, example_bytes, signed_example, text_granting_bytes

if TYPE_CHECKING:
    from pathlib import Path

RUN = {
    "soort": "taak",
    "taak": "innemen",
    "code_sha256": "c" * 64,
    "model_sha256": (),
    "begin": NOW,
    "einde": NOW,
    "gelezen": 10,
    "vervallen": 4,
    "bewaard": 6,
    "gevonden_per_soort": {},
    "rho_besteed": 0.0,
    "verwijderd": 0,
    "uitkomst": "voltooid",
}


def said(facts: Facts, id_: str) -> str:
    return " ".join(next(a for a in answers(facts) if a.id == id_).sentences)


def test_the_eight_questions_are_answered_from_the_framework() -> None:
    facts = Facts(parse_framework(example_bytes()), "f" * 64)
    assert [answer.id for answer in answers(facts)] == [
        "protocol", "nepaccounts", "juridisch", "opleiding", "bronnen", "algoritmen", "toegang",
        "bescherming",
    ]  # fmt: skip
    assert all(answer.sentences for answer in answers(facts))
    assert "VOORBEELD-2026-001" in said(facts, "protocol")
    assert "nog niets gelopen" in said(facts, "protocol")
    assert "nooit bewaard" in said(facts, "bescherming")


def test_answers_change_with_what_the_log_says(tmp_path: Path) -> None:
    settings = Settings(
        config=signed_example(tmp_path / "c", text_granting_bytes()), data=tmp_path, keys=tmp_path
    )
    clock = lambda: NOW  # noqa: E731 - a clock that stands still
    facts = facts_of(settings, clock)
    assert facts.records == ()
    journal = Journal(settings.journal, clock)
    of = {"kader_sha256": facts.sha256}
    journal.record(**RUN, **of)
    journal.record(soort="inzage", rol=Rol.FG, wat="tekst", aantal=3, **of)
    journal.record(soort="verwijdering", wat="berichten", reden="bezwaar", aantal=7, **of)
    journal.record(soort="stop", bevel_sha256="b" * 64, tot_en_met_versie=1)
    live = facts_of(settings, clock)
    assert "1 keer dat er iets liep, waarvan 1 onder deze versie" in said(live, "protocol")
    assert "1 keer een stopbevel" in said(live, "protocol")
    assert "Rol fg las 3 keer: tekst." in said(live, "toegang")
    assert "7 berichten (reden: bezwaar)" in said(live, "bescherming")
    assert "hoogstens 2 uur" in said(live, "bescherming")


def test_the_judgement_of_readers_is_told() -> None:
    judged = (Judgement("a" * 64, "haat", agreed=3, judged=4),)
    facts = Facts(parse_framework(example_bytes()), "f" * 64, judgements=judged)
    assert "3 van 4 keer eens met het signaal haat" in said(facts, "algoritmen")


def test_residents_read_how_long_and_how_to_object() -> None:
    def page(framework: bytes) -> str:
        made = sections(Facts(parse_framework(framework), "f" * 64))
        return " ".join(text for section in made for text in section.paragraphs)

    assert "nooit bewaard" in page(example_bytes())
    assert "hoogstens 5 uur" in page(text_granting_bytes(5))
    assert "Autoriteit Persoonsgegevens" in page(example_bytes())
    assert "fg@almere.example" in page(example_bytes())
