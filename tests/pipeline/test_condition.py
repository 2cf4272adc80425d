from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from pipeline.condition import (
    Condition,
    ReleaseCondition,
    RunCondition,
    framework_condition,
    read,
    refused,
    update,
)
from privacy.cells import Status
from privacy.errors import Permanent
from tests.fakes import NOW, approve, example_bytes

if TYPE_CHECKING:
    from pathlib import Path


def run(**fields: object) -> RunCondition:
    return RunCondition.model_validate(
        {"outcome": "voltooid", "ended": NOW, "seconds": 2.0, "read": 100, **fields}
    )


def test_what_one_job_wrote_another_reads(tmp_path: Path) -> None:
    file = tmp_path / "data" / "toestand.json"
    assert read(file) == Condition()
    update(file, lambda present: present.with_(runs={"innemen": run()}))
    update(file, lambda present: present.with_(posts=7))
    told = read(file)
    assert (told.posts, told.runs["innemen"].posts_per_second) == (7, 50.0)
    assert {path.name for path in file.parent.iterdir()} == {"toestand.json", "toestand.lock"}


def test_jobs_at_the_same_time_do_not_undo_each_other(tmp_path: Path) -> None:
    file = tmp_path / "toestand.json"

    def add(name: str) -> None:
        update(file, lambda present: present.with_(runs={**present.runs, name: run()}))

    threads = [threading.Thread(target=add, args=(f"taak{number}",)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read(file).runs) == 12


def test_a_damaged_file_is_refused_when_read_and_replaced_by_the_next_job(tmp_path: Path) -> None:
    file = tmp_path / "toestand.json"
    file.write_text('{"posts": "veel"}')
    with pytest.raises(Permanent, match=r"toestand\.bestand"):
        read(file)
    update(file, lambda present: present.with_(posts=1))
    assert read(file).posts == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"counts": {"weggelaten:Jan woont in de Filmwijk": 1}},
        {"runs": {"innemen": {**run().model_dump(), "rule": "tekst van een bericht"}}},
        {"text": "tekst"},
        {"sources": {"@jan": {"run": run()}}},
    ],
)
def test_there_is_no_room_for_a_text_or_an_author(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Condition.model_validate(fields)


def test_the_suppressed_share_is_of_cells_with_data() -> None:
    cells = {Status.RELEASED: 30, Status.SUPPRESSED: 10, Status.NO_DATA: 60}
    assert ReleaseCondition(moment=NOW, cells=cells).suppressed_pct == 25
    assert ReleaseCondition(moment=NOW, cells={Status.NO_DATA: 5}).suppressed_pct is None


def test_counts_are_read_by_kind() -> None:
    condition = Condition(counts={"gelezen": 5, "weggelaten:dubbel": 2, "opgeslagen": 3})
    assert condition.of_kind("weggelaten") == {"dubbel": 2}
    assert condition.of_kind("gelezen") == {"": 5}


def test_every_day_on_which_something_closes_is_told() -> None:
    approved = approve(example_bytes())
    told = framework_condition(approved, NOW)
    assert {deadline.what for deadline in told.deadlines} == {
        "kader",
        "dpia",
        "aanleiding:stadsbeeld",
        *(f"bron:{source.id}" for source in approved.framework.bronnen),
    }
    [whole] = [deadline for deadline in told.deadlines if deadline.what == "kader"]
    last = approved.framework.geldig_tot
    assert whole.days_left(last) == 1
    assert whole.days_left(last + timedelta(days=1)) == 0


def test_a_refusal_keeps_what_held_before() -> None:
    held = framework_condition(approve(example_bytes()), NOW)
    told = refused(held, "kader.gestopt", NOW)
    assert (told.refusal, told.sha256) == ("kader.gestopt", held.sha256)
    assert refused(None, "kader.bestand", NOW).deadlines == ()
