from __future__ import annotations

from privacy.framework.continuity import Seen
from privacy.framework.gate import Known
from privacy.log.journal import read_log
from privacy.log.known import known_from
from tests.privacy.log.conftest import ANKER, BESLUIT, FIELDS, KADER, log_of


def test_an_empty_log_knows_nothing() -> None:
    assert known_from(()) == Known(None, None, None, frozenset(), 0)


def test_a_log_remembers_version_moment_root_and_stops() -> None:
    records = read_log(log_of(FIELDS))
    expected = Known(Seen(1, KADER), records[-1].moment, ANKER, frozenset({BESLUIT}), 1)
    assert known_from(records) == expected


def test_the_highest_version_counts_and_the_newest_root() -> None:
    second = FIELDS[1] | {"kader_versie": 2, "kader_sha256": "2" * 64}
    rotated = FIELDS[0] | {"anker_versie": 2, "anker_sha256": "9" * 64}
    known = known_from(read_log(log_of([FIELDS[0], second, FIELDS[1], rotated])))
    assert (known.seen, known.trust_root_sha256) == (Seen(2, "2" * 64), "9" * 64)
