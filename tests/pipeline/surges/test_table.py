from __future__ import annotations

import io
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sources.stream import Metered, lines
from pipeline.surges.detect import judge
from pipeline.surges.series import Judgement, Series, Step
from pipeline.surges.table import Table, read_table, write_header, write_rows
from privacy.errors import Permanent
from tests.pipeline.surges.simulated import START, calm

HEADER = b"serie,datum,aantal\n"


def _read(content: bytes) -> Table:
    return read_table(lines(Metered(io.BytesIO(content))))


def test_series_keep_their_order_and_their_zeros() -> None:
    table = _read(HEADER + b"b,2024-01-02,3\na,2024-01-01,0\nb,2024-01-01,1\n")
    assert [s.name for s in table.series()] == ["b", "a"]
    assert table.series()[0].values.tolist() == [1, 3]
    assert table.series()[1].values.tolist() == [0]
    assert not table.refused


def test_an_empty_count_is_unknown() -> None:
    table = _read(HEADER + b"a,2024-01-01,1\na,2024-01-02,\na,2024-01-03,2\nb,2024-01-01,\n")
    assert [s.name for s in table.series()] == ["a"]
    assert np.isnan(table.series()[0].values[1])
    assert not table.refused


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfserie;datum;aantal;extra\r\n x ;2024-01-01;4.0;y\r\n",
        b"aantal\tdatum\tserie\n4\t2024-01-01T00:00:00\tx\n",
        b'serie,datum,aantal\n"x","20240101","4"\n',
    ],
)
def test_other_spellings_of_the_same_table_are_read(content: bytes) -> None:
    table = _read(content)
    assert table.counts == {"x": {date(2024, 1, 1): 4}}
    assert not table.refused


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b",2024-01-01,1", "serie_leeg"),
        (b"a,01-02-2024,1", "datum_ongeldig"),
        (b"a,2024-02-30,1", "datum_ongeldig"),
        (b"a,1024-01-01,1", "datum_ongeldig"),
        (b"a,,1", "datum_ongeldig"),
        (b"a,2024-01-01,-1", "aantal_ongeldig"),
        (b"a,2024-01-01,1.5", "aantal_ongeldig"),
        (b"a,2024-01-01,nan", "aantal_ongeldig"),
        (b"a,2024-01-01,1e9", "aantal_ongeldig"),
        (b"a,2024-01-01,99999999999999999999", "aantal_ongeldig"),
        ("a,2024-01-01,\u0663".encode(), "aantal_ongeldig"),
        (b"a,2024-01-09,7", "datum_dubbel"),
        (b"a,2190-01-01,1", "reeks_te_lang"),
        (b"a,2024-01-01", "csv_kapot"),
        (b"a,2024-01-01,1,2", "csv_kapot"),
        (b'"a,2024-01-01,1', "csv_kapot"),
        (b"\xff,2024-01-01,1", "codering"),
    ],
)
def test_a_bad_line_is_counted_and_leaves_its_date_unknown(line: bytes, reason: str) -> None:
    table = _read(HEADER + b"a,2024-01-09,5\n" + line + b"\na,2024-01-11,6\n")
    assert table.refused == {reason: 1}
    values = table.series()[0].values
    assert values[0] == 5
    assert np.isnan(values[1])
    assert values[2] == 6


@pytest.mark.parametrize("content", [b"a,2024-01-01,1\n", b"\n", b"\x00\x01", b"serie,datum\n"])
def test_a_table_without_the_columns_is_refused(content: bytes) -> None:
    with pytest.raises(Permanent) as error:
        _read(content)
    assert error.value.rule == "reeks.kolommen"
    assert "serie,datum,aantal" in error.value.message


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_whatever_comes_is_read_or_counted(rubbish: list[bytes]) -> None:
    table = _read(HEADER + b"\n".join(rubbish))
    for series in table.series():
        assert (series.values[np.isfinite(series.values)] >= 0).all()


def test_progress_is_told_on_long_input() -> None:
    told: list[int] = []
    days = b"".join(b"s%d,2024-01-01,1\n" % i for i in range(100_001))
    read_table(lines(Metered(io.BytesIO(HEADER + days))), told.append)
    assert told == [100_000]


def test_a_row_is_an_alarm_exactly_when_the_count_is_above_the_bound() -> None:
    series = calm(300)
    series.values[250:252] = 60
    series.values[270] = np.nan
    sink = io.StringIO()
    write_header(sink)
    write_rows(sink, series, judge(series))
    rows = [line.split(",") for line in sink.getvalue().splitlines()]
    assert rows[0] == ["serie", "datum", "aantal", "verwacht", "bovengrens", "alarm"]
    assert all(int(r[5]) == (float(r[2]) > float(r[4])) for r in rows[1:])
    dates = {r[1]: r for r in rows[1:]}
    assert dates[series.date(250).isoformat()][5] == "1"
    assert series.date(270).isoformat() not in dates
    assert series.date(5).isoformat() not in dates


@pytest.mark.parametrize(
    ("bound", "shown"), [(5.9999999, "5.999"), (6.0, "6"), (-1.0, "-1"), (120.0, "120"), (0.0, "0")]
)
def test_a_bound_is_rounded_towards_the_alarm(bound: float, shown: str) -> None:
    series = Series("a", START, Step.DAY, np.array([6.0]))
    sink = io.StringIO()
    write_rows(sink, series, Judgement(np.ones(1), np.array([bound]), np.ones(1)))
    row = sink.getvalue().strip().split(",")
    assert row[4] == shown
    assert int(row[5]) == (float(shown) < 6) == (bound < 6)
