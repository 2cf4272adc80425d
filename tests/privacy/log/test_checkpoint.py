from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from privacy.errors import PrivacyError
from privacy.framework.ceremony import sign
from privacy.log.checkpoint import (
    Checkpoint,
    check_grown,
    check_log,
    log_key,
    propose_checkpoint,
    read_checkpoint,
)
from privacy.log.journal import lines_of, tree_of
from privacy.log.merkle import consistency_proof
from tests.privacy.log.conftest import FIELDS, START, log_of

if TYPE_CHECKING:
    from collections.abc import Callable

LOG_KEY, WITNESS = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
KEYS = {
    key.keyid: key
    for key in (log_key(k.public_key().public_bytes_raw()) for k in (LOG_KEY, WITNESS))
}
LATER = START + timedelta(hours=1)


def checkpoint(log: bytes, *signers: Ed25519PrivateKey, code: str = "GM0034") -> Checkpoint:
    envelope = propose_checkpoint(log, code, LATER)
    for signer in signers or (LOG_KEY,):
        envelope = sign(envelope, signer)
    return read_checkpoint(envelope, KEYS)


def grown() -> bytes:
    return log_of([*FIELDS, FIELDS[3], FIELDS[4], FIELDS[2]])


def refused(action: Callable[[], object]) -> str:
    with pytest.raises(PrivacyError) as caught:
        action()
    return caught.value.rule


def test_a_log_fits_its_own_checkpoint_and_every_later_log_does(log: bytes) -> None:
    held = checkpoint(log)
    check_log(log, held)
    check_log(grown(), held)


def test_a_witness_may_sign_too(log: bytes) -> None:
    assert checkpoint(log, LOG_KEY, WITNESS) == checkpoint(log, WITNESS)


def test_a_checkpoint_of_a_stranger_is_refused(log: bytes) -> None:
    stranger = sign(propose_checkpoint(log, "GM0034", LATER), Ed25519PrivateKey.generate())
    assert refused(lambda: read_checkpoint(stranger, KEYS)) == "kader.ondertekenaar"
    unsigned = propose_checkpoint(log, "GM0034", LATER)
    assert refused(lambda: read_checkpoint(unsigned, KEYS)) == "kader.handtekening_ontbreekt"


def test_a_truncated_log_is_detected_at_every_line(log: bytes) -> None:
    held, lines = checkpoint(log), lines_of(log)
    for length in range(len(lines)):
        cut = b"".join(lines[:length])
        assert refused(partial(check_log, cut, held)) == "logboek.afgekapt"


def test_a_log_rewritten_at_any_line_is_detected(log: bytes) -> None:
    held = checkpoint(log)
    for place in range(len(FIELDS)):
        rewritten = log_of([*FIELDS[:place], FIELDS[place - 1], *FIELDS[place + 1 :]])
        assert refused(partial(check_log, rewritten, held)) == "logboek.herschreven"


def test_a_forked_log_is_detected_however_long_it_grows(log: bytes) -> None:
    held = checkpoint(log)
    fork = log_of([*FIELDS[:5], FIELDS[4], *FIELDS])
    assert refused(lambda: check_log(fork, held)) == "logboek.herschreven"


def test_growth_is_shown_without_a_line_of_the_log(log: bytes) -> None:
    older, newer = checkpoint(log), checkpoint(grown())
    proof = consistency_proof(older.omvang, tree_of(lines_of(grown())))
    check_grown(older, newer, proof)
    check_grown(older, older, ())
    check_grown(checkpoint(b""), newer, ())


def test_who_holds_only_an_older_checkpoint_detects_a_fork(log: bytes) -> None:
    fork = log_of([*FIELDS[:5], FIELDS[4], *FIELDS])
    older, newer = checkpoint(log), checkpoint(fork)
    for size in range(1, newer.omvang + 1):
        proof = consistency_proof(size, tree_of(lines_of(fork)))
        assert refused(partial(check_grown, older, newer, proof)) == "logboek.herschreven"


def test_who_holds_only_an_older_checkpoint_detects_a_cut(log: bytes) -> None:
    older, newer = checkpoint(grown()), checkpoint(log)
    assert refused(lambda: check_grown(older, newer, ())) == "logboek.afgekapt"


def test_a_checkpoint_of_another_city_or_an_earlier_moment_is_refused(log: bytes) -> None:
    held = checkpoint(log)
    elsewhere = checkpoint(log, code="GM0184")
    earlier = held.model_copy(update={"moment": START})
    assert refused(lambda: check_grown(held, elsewhere, ())) == "logboek.ander_logboek"
    assert refused(lambda: check_grown(held, earlier, ())) == "logboek.moment"


def test_a_half_line_is_no_log(log: bytes) -> None:
    assert refused(lambda: check_log(log[:-1], checkpoint(log))) == "logboek.halve_regel"
