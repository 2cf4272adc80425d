"""People who type something wrong, or ask for help, read Dutch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app, guarded
from privacy.errors import Permanent
from tests.pipeline.portal.released_file import write_released

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("nope", "nope bestaat niet; zie: stadspols --help"),
        ("kader verschl", "verschl bestaat niet; bedoelt u verschil?"),
        ("run --nope", "--nope bestaat niet; zie: stadspols run --help"),
        ("run --fil x", "--fil bestaat niet; bedoelt u --file?"),
        ("run --file", "achter --file hoort een waarde"),
        ("status --json=3", "achter --json hoort geen waarde"),
        ("query", "sql ontbreekt; zie: stadspols query --help"),
        ("avg bezwaar", "--rol ontbreekt"),
        ("query x --format xml", "--format / -F: kies uit table, csv, json, parquet"),
        ("avg bezwaar --rol chef", "--rol: kies uit analist, operator, raadslid, fg, griffier"),
        ("piek gemist WK003401 onrust gisteren 2026-11-04", "VAN: een dag is jjjj-mm-dd"),
        ("kader nieuw x --van 2026-13-01", "--van: een dag is jjjj-mm-dd"),
        ("detect --fdr 3", "--fdr: hoogstens 1"),
        ("portal --port 0", "--port: minstens 1"),
        ("portal --port a", "--port: een heel getal"),
        ("detect --fdr a", "--fdr: een getal"),
        ("kader verschil a b c", "er staat te veel achter de opdracht"),
    ],
)
def test_what_was_typed_wrong_is_said_in_dutch(
    words: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        guarded(lambda: app(words.split(), prog_name="stadspols", standalone_mode=False))
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("stadspols: [opdracht] ")
    assert says in told


@pytest.mark.parametrize("words", ["", "kader", "query --help", "kader nieuw --help"])
def test_help_is_dutch(words: str) -> None:
    said = CliRunner().invoke(app, words.split()).output
    assert "Gebruik: " in said
    assert "Toon deze uitleg." in said
    for english in ("Usage", "Options", "OPTIONS", "Arguments", "Commands", "message", "default"):
        assert english not in said


def test_a_paragraph_of_help_is_as_wide_as_the_screen() -> None:
    said = CliRunner().invoke(app, ["query", "--help"], env={"COLUMNS": "200"}).output
    assert "signaal, status (vrijgegeven, onderdrukt" in said


def refused(*words: str | Path) -> Permanent:
    result = CliRunner().invoke(app, list(map(str, words)))
    assert isinstance(result.exception, Permanent)
    assert result.stdout == ""
    return result.exception


def test_a_file_that_cannot_be_read_or_written_says_why_in_dutch(tmp_path: Path) -> None:
    there, away = tmp_path / "er.yaml", tmp_path / "weg" / "x.yaml"
    there.touch()
    for words, rule, why in (
        (("kader", "uitleg", away), "bestand.lezen", "x.yaml: het bestand of de map bestaat niet"),
        (("kader", "uitleg", tmp_path), "bestand.lezen", "dit is een map"),
        (("kader", "uitleg", there / "x"), "bestand.lezen", "dit is geen map"),
        (("kader", "nieuw", there), "bestand.schrijven", "er.yaml: dit bestand bestaat al"),
        (("kader", "nieuw", away), "bestand.schrijven", "het bestand of de map bestaat niet"),
    ):
        error = refused(*words)
        assert error.rule == rule
        assert why in error.message


def test_an_answer_for_a_file_has_a_form_and_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_released(tmp_path / "vrijgave.duckdb")
    monkeypatch.setenv("STADSPOLS_DATA", str(tmp_path))
    asked = ("query", "SELECT 1 AS een", "--output", tmp_path / "weg" / "x.csv")
    assert refused(*asked).rule == "vraag.vorm"
    assert refused(*asked, "--format", "csv").rule == "bestand.schrijven"
    CliRunner().invoke(app, ["query", "SELECT 1 AS een", "-F", "csv", "-o", str(tmp_path / "x")])
    assert (tmp_path / "x").read_text() == '"een"\n1\n'
