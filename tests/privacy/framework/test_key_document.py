from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from privacy.errors import PrivacyError
from privacy.framework.key_document import lock, public_key_of, unlock
from tests.privacy.framework.council import reshape

PASSPHRASE = "vier losse woorden hier"
KEY = Ed25519PrivateKey.generate()


@pytest.fixture(scope="module")
def document() -> bytes:
    return lock(KEY, PASSPHRASE)


def test_the_passphrase_opens_the_key(document: bytes) -> None:
    assert unlock(document, PASSPHRASE).private_bytes_raw() == KEY.private_bytes_raw()


def test_another_passphrase_does_not(document: bytes) -> None:
    with pytest.raises(PrivacyError, match=r"sleutel\.dicht") as caught:
        unlock(document, f"{PASSPHRASE} ")
    assert PASSPHRASE not in str(caught.value)


def test_the_private_key_is_not_in_the_document(document: bytes) -> None:
    assert KEY.private_bytes_raw().hex().encode() not in document
    assert PASSPHRASE.encode() not in document


def test_the_public_key_shows_without_a_passphrase(document: bytes) -> None:
    assert public_key_of(document) == KEY.public_key().public_bytes_raw()


def test_two_documents_of_one_key_have_nothing_in_common_but_the_public_key(
    document: bytes,
) -> None:
    assert set(lock(KEY, PASSPHRASE).splitlines()) & set(document.splitlines()) <= {
        b"{", b"}", b'  "soort": "stadspols.sleutel/1",',
        f'  "publieke_sleutel": "{public_key_of(document).hex()}",'.encode(),
    }  # fmt: skip


def test_a_changed_public_key_does_not_open(document: bytes) -> None:
    changed = reshape(document, lambda key: key.update(publieke_sleutel="0" * 64))
    with pytest.raises(PrivacyError, match=r"sleutel\.dicht"):
        unlock(changed, PASSPHRASE)


@pytest.mark.parametrize("data", [b"", b"{}", b"-----BEGIN PRIVATE KEY-----"])
def test_what_is_no_key_document_is_refused(data: bytes) -> None:
    for action in (lambda: unlock(data, PASSPHRASE), lambda: public_key_of(data)):
        with pytest.raises(PrivacyError, match=r"kader\.json"):
            action()


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(PrivacyError, match=r"sleutel\.wachtzin"):
        lock(KEY, "kort")
