from __future__ import annotations

import csv
from datetime import timedelta

import pytest
import typer
from typer.testing import CliRunner

from pipeline.cli.detect import Progress, register
from pipeline.surges.record import Method
from privacy.errors import Permanent
from tests.pipeline.surges.simulated import START, calm

N = 120
APP = typer.Typer()
register(APP)


@APP.command()
def other() -> None:
    """Make `detect` a command with a name."""


def _table(n_series: int = 2, surge: float = 60) -> list[str]:
    rows = []
    for i in range(n_series):
        values = calm(N, seed=i).values.copy()
        values[-1] = surge if i == 0 else 8
        rows += [f"w{i},{START + timedelta(days=d)},{v:.0f}" for d, v in enumerate(values)]
    return rows


def _run(rows: list[str], *options: str) -> tuple[list[dict[str, str]], str, int]:
    content = "\n".join(["serie,datum,aantal", *rows]) + "\n"
    result = CliRunner().invoke(APP, ["detect", *options], input=content)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return list(csv.DictReader(result.stdout.splitlines())), result.stderr, result.exit_code


@pytest.mark.parametrize("method", [m for m in Method if not m.startswith("farrington")])
def test_the_last_day_of_the_first_series_alarms(method: Method) -> None:
    rows, report, code = _run(_table(), "--method", method)
    last = [row for row in rows if row["datum"] == f"{START + timedelta(days=N - 1)}"]
    assert [(row["serie"], row["alarm"]) for row in last] == [("w0", "1"), ("w1", "0")]
    assert "te weinig historie" in report
    assert "geen gegevens" not in report
    assert code == 0


def test_too_little_history_gives_a_header_and_says_so() -> None:
    rows, report, code = _run(_table(), "--method", "farrington")
    assert rows == []
    assert f"{2 * N} datums zonder oordeel: te weinig historie" in report
    assert code == 0


def test_a_missing_day_is_reported_and_not_judged() -> None:
    table = _table()
    del table[100]
    table[105] = table[105].rpartition(",")[0] + ","
    rows, report, _ = _run(table)
    assert "2 datums zonder oordeel: geen gegevens" in report
    dates = {row["datum"] for row in rows if row["serie"] == "w0"}
    assert f"{START + timedelta(days=100)}" not in dates
    assert f"{START + timedelta(days=106)}" not in dates


def test_bad_lines_are_counted_without_their_content() -> None:
    rows, report, code = _run([*_table(), "geheim,gisteren,1", "w0,geheim"])
    assert rows
    assert "1 regel overgeslagen: datum_ongeldig" in report
    assert "1 regel overgeslagen: csv_kapot" in report
    assert "geheim" not in report
    assert code == 0


@pytest.mark.parametrize("rows", [[], ["a,2024-01-01,"], ["a,b,c"]])
def test_a_table_without_a_count_is_refused(rows: list[str]) -> None:
    with pytest.raises(Permanent) as error:
        _run(rows)
    assert error.value.rule == "reeks.leeg"
    assert error.value.exit_code == 2


def test_an_unknown_method_is_refused() -> None:
    _, _, code = _run(_table(), "--method", "gevoel")
    assert code == 2


def test_correction_for_many_series_leaves_the_clear_alarm() -> None:
    alone, *_ = _run(_table(20))
    corrected, *_ = _run(_table(20), "--fdr", "0.1")
    alarms = [row for row in corrected if row["alarm"] == "1"]
    assert f"{START + timedelta(days=N - 1)}" in {row["datum"] for row in alarms}
    assert len(alarms) < sum(row["alarm"] == "1" for row in alone)
    assert all(
        (float(row["aantal"]) > float(row["bovengrens"])) == (row["alarm"] == "1")
        for row in corrected
    )


def test_progress_is_told_once_it_takes_long(capsys: pytest.CaptureFixture[str]) -> None:
    Progress(quiet_seconds=1000)("te vroeg")
    Progress(quiet_seconds=-1)("3 regels gelezen")
    assert capsys.readouterr().err == "stadspols: 3 regels gelezen\n"
