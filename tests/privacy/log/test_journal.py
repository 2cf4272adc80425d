from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter

from privacy.errors import PrivacyError
from privacy.log.journal import append, lines_of, read_log
from privacy.log.record import Record, from_line, record_of, to_line
from tests.privacy.log.conftest import FIELDS, KADER, START, log_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def refused(log: bytes) -> str:
    with pytest.raises(PrivacyError) as caught:
        read_log(log)
    return caught.value.rule


def test_what_is_written_is_read_back_in_order(log: bytes) -> None:
    records = read_log(log)
    assert [record.soort for record in records] == [fields["soort"] for fields in FIELDS]
    assert b"".join(to_line(record) for record in records) == log


def test_an_empty_log_is_a_log() -> None:
    assert read_log(b"") == ()


def test_every_line_that_goes_missing_is_noticed_except_the_last(log: bytes) -> None:
    lines = lines_of(log)
    for place in range(len(lines) - 1):
        assert refused(b"".join(lines[:place] + lines[place + 1 :])) == "logboek.nummer"


def test_swapped_lines_are_noticed(log: bytes) -> None:
    first, second, *rest = lines_of(log)
    assert refused(b"".join([second, first, *rest])) == "logboek.nummer"


def test_a_half_written_last_line_is_noticed(log: bytes) -> None:
    assert refused(log[:-1]) == "logboek.halve_regel"
    assert refused(log[:-5]) == "logboek.halve_regel"


def test_no_flipped_byte_leaves_the_same_log(log: bytes) -> None:
    records = read_log(log)
    for place in range(len(log)):
        flipped = bytearray(log)
        flipped[place] ^= 1
        try:
            assert read_log(bytes(flipped)) != records
        except PrivacyError as error:
            assert error.rule.startswith("logboek.")  # noqa: PT017 - some flips give another log


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"null",
        b"[" * 500,
        b'{"soort": "taak"}',
        b"\xff",
        b'{"soort":"persoon","id":"x"}',
    ],
)
def test_a_line_of_another_shape_is_refused(line: bytes) -> None:
    assert refused(line + b"\n") == "logboek.regel"


def test_another_spelling_of_a_line_is_refused(log: bytes) -> None:
    line = lines_of(log)[0]
    for spelling in (line.replace(b":", b": "), line.replace(b"Z", b"+00:00")):
        assert spelling != line
        with pytest.raises(PrivacyError, match=r"logboek\.regel"):
            from_line(spelling)


def test_a_record_older_than_the_last_is_not_written(log: bytes) -> None:
    with pytest.raises(PrivacyError, match=r"kader\.klok_teruggezet"):
        append(read_log(log), START, FIELDS[0])


def test_a_record_older_than_the_one_before_is_noticed(log: bytes) -> None:
    late = to_line(record_of({"nummer": 6, "moment": START, **FIELDS[0]}))
    assert refused(log + late) == "logboek.moment"


@pytest.mark.parametrize(
    "change",
    [
        {"naam": "jan"},
        {"taak": "Jan Jansen"},
        {"taak": "inlezen van @jan"},
        {"kader_sha256": "kort"},
        {"gelezen": -1},
        {"gelezen": "100"},
        {"uitkomst": "omdat jan het vroeg"},
        {"gevonden_per_soort": {"JAN": 1}},
        {"rho_besteed": float("nan")},
        {"begin": datetime(2026, 11, 24)},  # noqa: DTZ001 - a moment without an offset
        {"begin": START.astimezone(timezone(timedelta(hours=1)))},
    ],
)
def test_a_record_holds_nothing_but_its_own_counts_and_digests(change: dict[str, object]) -> None:
    with pytest.raises(PrivacyError, match=r"logboek\.record") as caught:
        append((), START, FIELDS[2] | change)
    assert "jan" not in str(caught.value).lower()


def test_no_record_has_room_for_free_text() -> None:
    found = list(strings(TypeAdapter(Record).json_schema()))
    assert len(found) > 20
    for text in found:
        assert text.keys() & {"pattern", "enum", "const"} or text.get("format") == "date-time"


def strings(schema: object) -> Iterator[dict[str, Any]]:
    """Yield each schema of a string value."""
    if isinstance(schema, dict):
        if schema.get("type") == "string":
            yield schema
        for part in schema.values():
            yield from strings(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from strings(part)


def test_a_log_does_not_depend_on_who_reads_it() -> None:
    assert log_of(FIELDS) == log_of(FIELDS)
    assert KADER.encode() in log_of(FIELDS)
