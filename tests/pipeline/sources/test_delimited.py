from __future__ import annotations

import pytest

from pipeline.sources.config import FileSpec
from privacy.errors import Permanent
from tests.pipeline.sources.samples import from_bytes, outcomes, summary

CSV = FileSpec(soort="bestand", formaat="csv")
HEADER = b"id,created_at,author,platform,text\n"
MOMENT = b"2026-11-20T10:00:00+01:00"


def row(number: int, text: bytes = b"tekst") -> bytes:
    return b"p%d,%s,vaart_%d,x,%s\n" % (number, MOMENT, number, text)


def read(content: bytes) -> list[str]:
    return summary(from_bytes(content, CSV))


@pytest.mark.parametrize("delimiter", [b",", b";", b"\t"])
def test_comma_semicolon_and_tab_are_told_apart_by_the_header(delimiter: bytes) -> None:
    assert read((HEADER + row(1) + row(2)).replace(b",", delimiter)) == ["p1", "p2"]


def test_a_delimiter_inside_a_quoted_text_is_text() -> None:
    content = HEADER.replace(b",", b";") + row(1).replace(b",", b";").replace(b"tekst", b'"a;b,c"')
    assert read(content) == ["p1"]


def test_quotes_and_newlines_in_a_text_are_kept() -> None:
    [(_, found)] = outcomes(from_bytes(HEADER + row(1, b'"hij zei ""weg""\nen ging"'), CSV))
    assert isinstance(found, tuple)
    assert found[3] == 'hij zei "weg"\nen ging'


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    content = b"\xef\xbb\xbf" + (HEADER + row(1) + row(2)).replace(b"\n", b"\r\n")
    assert read(content) == ["p1", "p2"]


def test_a_stray_quote_costs_its_own_line_only() -> None:
    content = HEADER + row(1) + row(2, b'"nooit gesloten') + row(3) + row(4, b'"wel"') + row(5)
    assert read(content) == ["p1", "csv_kapot", "p3", "p4", "p5"]


def test_a_stray_quote_on_the_last_line_costs_that_line_only() -> None:
    assert read(HEADER + row(1) + row(2, b'"open')) == ["p1", "csv_kapot"]


def test_a_stray_quote_before_5_mb_without_quotes_costs_its_own_line_only() -> None:
    rest = b"".join(row(number, b"a" * 9_000) for number in range(3, 600))
    found = read(HEADER + row(1) + row(2, b'"open') + rest)
    assert found[:3] == ["p1", "csv_kapot", "p3"]
    assert len(found) == 599


@pytest.mark.parametrize("text", [b"een,te veel", b'"a"b'])
def test_another_number_of_columns_is_refused(text: bytes) -> None:
    assert read(HEADER + row(1) + row(2, text) + row(3)) == ["p1", "csv_kapot", "p3"]


def test_a_row_that_lacks_columns_is_refused() -> None:
    assert read(HEADER + row(1) + b"p2,half\n" + row(3)) == ["p1", "csv_kapot", "p3"]


def test_invalid_bytes_null_bytes_and_long_lines_cost_their_own_line() -> None:
    content = HEADER + row(1, b"caf\xe9") + row(2, b"a\0b") + row(3, b"a" * 4_000_001) + row(4)
    assert read(content) == ["codering", "nulbyte", "regel_te_lang", "p4"]


def test_a_text_of_1_mb_over_many_lines_is_one_rejection() -> None:
    text = b'"' + b"regel\n" * 200_000 + b'"'
    assert read(HEADER + row(1) + row(2, text) + row(3)) == ["p1", "tekst_te_lang", "p3"]


def test_a_long_line_inside_an_open_quote_is_refused_by_itself() -> None:
    content = HEADER + row(1, b'"open') + row(2, b"a" * 4_000_001) + row(3)
    assert read(content) == ["csv_kapot", "regel_te_lang", "p3"]


def test_blank_lines_are_no_records() -> None:
    assert read(HEADER + b"\n" + row(1) + b"\n\n" + row(2)) == ["p1", "p2"]


@pytest.mark.parametrize(
    "header",
    [
        b"id,created_at,author,platform\n",
        b"id,created_at,author,platform,text,text\n",
        b"\n",
        HEADER.replace(b",", b"\r"),
        b"a" * 4_000_001 + b"\n",
    ],
)
def test_a_header_without_each_required_column_once_stops_the_file(header: bytes) -> None:
    with pytest.raises(Permanent, match=r"bron\.kolommen"):
        read(header + row(1))


def test_a_constant_platform_makes_its_column_unneeded() -> None:
    content = (HEADER + row(1)).replace(b"platform,", b"").replace(b"x,", b"")
    forum = FileSpec(soort="bestand", formaat="csv", platform="forum")
    assert summary(from_bytes(content, forum)) == ["forum/p1"]
    with pytest.raises(Permanent, match=r"bron\.kolommen"):
        read(content)
