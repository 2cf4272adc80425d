from __future__ import annotations

import csv
import io
import json
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet
import pytest

from pipeline.portal.saved import saved_questions
from pipeline.question import Questions
from pipeline.settings import PACKAGED_CONFIG
from pipeline.table_file import Form, written
from privacy.errors import Permanent
from privacy.framework.roles import Rol

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi.testclient import TestClient

    from pipeline.settings import Settings
    from tests.pipeline.portal.conftest import Door

CHOICE = "signaal=onrust&gebied=GM0034"


def rows(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content)))


def test_each_form_holds_the_whole_choice(client: TestClient, door: Door) -> None:
    door.role = Rol.ANALIST
    answers = {
        form: client.get(f"/downloads/cijfers.{form}?{CHOICE}")
        for form in ("csv", "json", "parquet")
    }
    as_csv, as_json = rows(answers["csv"].text), json.loads(answers["json"].text)
    table = pyarrow.parquet.read_table(io.BytesIO(answers["parquet"].content))
    assert len(as_csv) == len(as_json) == table.num_rows == 30
    assert as_csv[0].keys() == as_json[0].keys() == set(table.column_names)
    assert as_csv[0]["bronnen"] in {"bestand", ""}
    assert "cijfers.csv" in answers["csv"].headers["content-disposition"]


def test_who_may_download_is_as_on_the_screen(client: TestClient, door: Door) -> None:
    for name in ("cijfers", "pieken", "antwoord"):
        assert client.get(f"/downloads/{name}.csv?sql=FROM%20cellen").status_code == 401
    assert len(rows(client.get("/downloads/openbare-cijfers.csv").text)) == 300
    door.role = Rol.ANALIST
    assert len(rows(client.get("/downloads/pieken.csv").text)) == 1
    assert client.get("/downloads/cijfers.exe").status_code == 400


def test_a_question_and_its_answer_have_an_address(client: TestClient, door: Door) -> None:
    door.role = Rol.ANALIST
    sql = {"sql": "SELECT gebied_code, count(*) AS n FROM cellen GROUP BY ALL ORDER BY ALL"}
    told = client.get("/v1/antwoord", params=sql).json()
    assert told["kolommen"] == ["gebied_code", "n"]
    assert (told["rijen"][0], told["afgekapt"]) == (["GM0034", 60], False)
    answer = client.get("/downloads/antwoord.csv", params=sql)
    assert rows(answer.text)[0] == {"gebied_code": "GM0034", "n": "60"}
    assert answer.headers["stadspols-afgekapt"] == "nee"
    odd = {"sql": "SELECT 'nan'::DOUBLE AS f, '\\xFF'::BLOB AS b, 1.5::DECIMAL(9, 2) AS d"}
    assert client.get("/v1/antwoord", params=odd).json()["rijen"][0][0] is None
    wrong = client.get("/v1/antwoord", params={"sql": "DROP VIEW cellen"})
    assert (wrong.status_code, wrong.json()["rule"]) == (400, "vraag.soort")


def test_a_spreadsheet_finds_no_formula() -> None:
    texts = ["=1+1", "+1", "-1", "@x", "\tx", "gewoon", None, "'al"]
    table = pa.table({"t": texts, "n": [-1] * 8, "l": [["=a"], [], None] + [["b", "c"]] * 5})
    found = rows(written(table, Form.CSV).decode())
    assert [row["t"] for row in found] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@x",
        "'\tx",
        "gewoon",
        "",
        "'al",
    ]
    assert [row["l"] for row in found][:4] == ["'=a", "", "", "b c"]
    assert {row["n"] for row in found} == {"-1"}


def test_what_sql_can_make_can_be_written() -> None:
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    columns = [[moment], [{"a": moment}], [math.nan], [b"\xff"], [1], [2]]
    table = pa.table(columns, names=["m", "s", "f", "=b", "n", "n"])
    (told,) = json.loads(written(table, Form.JSON))
    assert (told["m"], told["f"], told["n_2"]) == ("2026-11-20T00:00:00+00:00", None, 2)
    (row,) = rows(written(table, Form.CSV).decode(errors="replace"))
    assert (row["n"], row["n_2"]) == ("1", "2")
    assert "'=b" in row
    assert pyarrow.parquet.read_table(io.BytesIO(written(table, Form.PARQUET))).num_rows == 1


def test_saved_questions_can_be_asked(settings: Settings) -> None:
    questions = Questions(settings.released)
    saved = saved_questions(PACKAGED_CONFIG)
    assert len({each.id for each in saved}) == len(saved) > 2
    assert all(questions.ask(each.sql, "a").table.num_rows for each in saved)


def test_saved_questions_are_those_of_the_municipality(tmp_path: Path) -> None:
    assert saved_questions(tmp_path) == saved_questions(PACKAGED_CONFIG)
    own = tmp_path / "vragen.yaml"
    own.write_text('- {id: een, titel: "Een vraag", uitleg: "Een uitleg", sql: "SELECT 1"}')
    assert [each.id for each in saved_questions(tmp_path)] == ["een"]
    for wrong in ("- {id: een}", "geen lijst", "[", "1"):
        own.write_text(wrong)
        with pytest.raises(Permanent, match=r"vragen\.bestand"):
            saved_questions(tmp_path)


def test_the_api_lists_them(client: TestClient, door: Door) -> None:
    door.role = Rol.ANALIST
    body = client.get("/v1/vragen?perPagina=2").json()
    assert (len(body["vragen"]), body["totaal"]) == (2, len(saved_questions(PACKAGED_CONFIG)))
