from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer.main
from typer.testing import CliRunner

from pipeline.cli.app import EXIT_CODES, app
from tests.e2e.posts import canary_posts, now

if TYPE_CHECKING:
    from typer._click.core import Command

    from tests.e2e.conftest import Installation

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = b'{"id":"1","text":"Bel Jan de Vries op 06-12345678"}\n'


def commands() -> dict[str, Command]:
    found: dict[str, Command] = {}

    def walk(command: Command, path: str) -> None:
        children = getattr(command, "commands", None)
        if children is None:
            found[path.strip()] = command
        for name, child in (children or {}).items():
            walk(child, f"{path} {name}")

    walk(typer.main.get_command(app), "")
    return found


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_help_with_an_example_and_a_line_in_the_docs(name: str) -> None:
    command = commands()[name]
    assert command.help
    assert command.epilog
    assert f"stadspols {name}" in command.epilog
    result = CliRunner().invoke(app, [*name.split(), "--help"])
    assert result.exit_code == 0
    assert f"`stadspols {name}" in (ROOT / "docs" / "commands.md").read_text()


def test_every_exit_code_is_documented() -> None:
    text = (ROOT / "docs" / "commands.md").read_text()
    for code, meaning in EXIT_CODES.items():
        assert f"| {code} | {meaning} |" in text


def test_pseudonymise_removes_name_and_number(stadspols: Installation) -> None:
    output, _ = stadspols.run("pseudonymise", stdin=EXAMPLE)
    answer = json.loads(output)
    text = "Bel Jan de Vries op 06-12345678"
    assert "Jan" not in answer["text"]
    assert "06-12345678" not in answer["text"]
    found = {(text[s["start"] : s["end"]], s["type"]) for s in answer["spans"]}
    assert found == {("Jan de Vries", "PERSON"), ("06-12345678", "PHONE")}
    assert all(s["rule"] and 0 < s["score"] <= 1 for s in answer["spans"])


def test_classify_gives_scores_labels_areas_and_language(stadspols: Installation) -> None:
    line = {"id": 7, "text": "vanavond rellen in de Filmwijk, alles slopen, neem vuurwerk mee"}
    output, _ = stadspols.run("classify", stdin=json.dumps(line).encode())
    answer = json.loads(output)
    assert answer["id"] == 7
    assert set(answer["scores"]) == {"onrust", "dreiging", "ondermijning", "onveiligheid", "haat"}
    assert all(0 <= score <= 1 for score in answer["scores"].values())
    assert "onrust" in answer["labels"]
    assert answer["areas"] == ["Filmwijk"]
    assert answer["language"] == "nl"


@pytest.mark.parametrize("command", ["pseudonymise", "classify"])
def test_bad_lines_are_counted_and_good_ones_answered(
    stadspols: Installation, command: str
) -> None:
    bad = b'{"id": "geheim\n[1]\n{"id":"2"}\n{"id":"3","text":5}\n\xff\xfe\n\n'
    huge = json.dumps({"id": "4", "text": "a" * 1_000_001}).encode() + b"\n"
    odd = json.dumps({"id": "5", "text": "\ud800 \u202e\u200b\x00 Jan"}).encode() + b"\n"
    output, errors = stadspols.run(command, stdin=EXAMPLE + bad + huge + odd)
    assert [json.loads(line)["id"] for line in output.splitlines()] == ["1", "5"]
    assert b"2 regels overgeslagen: json_kapot" in errors
    assert b"3 regels overgeslagen: veld_ontbreekt" in errors
    assert b"1 regel overgeslagen: tekst_te_lang" in errors
    assert b"geheim" not in errors


def test_only_bad_lines_is_a_failure(stadspols: Installation) -> None:
    stadspols.run("pseudonymise", stdin=b"nope\n", exit_code=2)


def test_standard_input_in_every_step_and_every_output_form(stadspols: Installation) -> None:
    lines, _ = canary_posts(200, until=now())
    archive = gzip.compress("\n".join(lines).encode())
    output, _ = stadspols.run("ingest", "--file", "-", stdin=archive)
    assert b"200" in output
    output, _ = stadspols.run("aggregate")
    assert b"cellen geteld" in output
    stadspols.run("release")
    sql = "SELECT count(*) AS n FROM cellen"
    table, _ = stadspols.run("query", sql)
    assert b"n" in table
    csv, _ = stadspols.run("query", sql, "--format", "csv")
    number = int(csv.splitlines()[1])
    assert number > 0
    js, _ = stadspols.run("query", sql, "--format", "json")
    assert json.loads(js) == [{"n": number}]
    target = stadspols.folder / "out.parquet"
    stadspols.run("query", "-", "--format", "parquet", "--output", str(target), stdin=sql.encode())
    assert target.read_bytes()[:4] == b"PAR1"
    purged, _ = stadspols.run("purge")
    assert b"0 berichten en 0 teksten verwijderd" in purged
    status, _ = stadspols.run("status")
    assert b"VOORBEELD, niet door een raad vastgesteld" in status


@pytest.mark.parametrize(
    ("arguments", "environment", "exit_code", "says"),
    [
        (("query", "FROM cellen"), {}, 2, "stadspols run"),
        (("run", "--file", "bestaat-niet.jsonl"), {}, 2, "bron.bestand"),
        (("ingest", "--source", "onbekend"), {}, 3, "kader.bron_onbekend"),
        (("ingest",), {}, 2, "--file"),
        (("status",), {"STADSPOLS_THREADS": "veel"}, 2, "STADSPOLS_THREADS"),
        (("run",), {"STADSPOLS_CONFIG": "leeg"}, 3, "privacykader.yaml"),
        (("run", "--nope"), {}, 2, "--nope"),
    ],
)
def test_a_mistake_gets_a_message_that_says_what_to_do(
    stadspols: Installation,
    arguments: tuple[str, ...],
    environment: dict[str, str],
    exit_code: int,
    says: str,
) -> None:
    _, errors = stadspols.run(*arguments, exit_code=exit_code, environment=environment)
    assert says in errors.decode()
    assert "Traceback" not in errors.decode()
