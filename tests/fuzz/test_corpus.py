"""What once broke a parser, or could, breaks none any more; `make fuzz` looks for more."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest

from privacy.errors import Permanent
from tests.fuzz.run import CORPUS
from tests.fuzz.targets import TARGETS, Target

if TYPE_CHECKING:
    from collections.abc import Iterator

CHANGES = 60
LONGEST_SECONDS = 5


def inputs(name: str) -> Iterator[bytes]:
    """Yield the seeds, what was found before, and changes of each by chance."""
    folder = CORPUS / name
    kept = [*TARGETS[name].seeds, *(file.read_bytes() for file in sorted(folder.glob("*")))]
    yield from kept
    rng = random.Random(36)
    for _ in range(CHANGES):
        data = bytearray(rng.choice(kept))
        for _ in range(rng.randint(1, 5)):
            start = rng.randrange(len(data) + 1)
            piece = rng.choice([rng.randbytes(2), b"", b"\x00", b'"', b"\xed\xa0\x80", b"9" * 400])
            data[start : start + rng.randint(0, 8)] = piece
        yield bytes(data)


@pytest.mark.parametrize("name", TARGETS)
def test_no_bytes_break_a_parser(name: str) -> None:
    for data in inputs(name):
        started = time.process_time()
        TARGETS[name](data)
        assert time.process_time() - started < LONGEST_SECONDS


def test_everything_that_was_found_belongs_to_a_parser() -> None:
    assert {folder.name for folder in CORPUS.iterdir() if folder.is_dir()} <= set(TARGETS)


def test_a_refusal_is_an_answer_and_anything_else_is_a_finding() -> None:
    def refuse(_: bytes) -> None:
        raise Permanent("proef", "nee")

    Target(refuse, ())(b"")
    with pytest.raises(ZeroDivisionError):
        Target(lambda data: 1 // len(data), ())(b"")
