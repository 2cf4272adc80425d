"""The attacks that GOVERNANCE section 2 lists: each fails closed."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.dsse import Envelope

from privacy.errors import PrivacyError
from privacy.framework import canonical
from privacy.framework.approval import PAYLOAD_TYPE, digest
from privacy.framework.approved import ApprovedFramework, verify
from privacy.framework.ceremony import propose, sign
from privacy.framework.envelope import open_envelope, seal, signer_of
from privacy.framework.stop import StopOrder, propose_stop
from privacy.framework.trust import Signatory, key_id, read_trust_root
from tests.privacy.framework.council import (
    FRAMEWORK,
    NOW,
    REAL_FRAMEWORK,
    THREE,
    Council,
    edited,
    next_version,
    reshape,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def approval(council: Council) -> bytes:
    return council.approve(FRAMEWORK)


def refused(
    framework: bytes, approval: bytes, root: bytes, now: datetime = NOW, highest: int | None = None
) -> str:
    with pytest.raises(PrivacyError) as caught:
        verify(framework, approval, root, now=now, highest_version=highest)
    return caught.value.rule


def test_three_signatures_of_three_roles_open_the_framework(
    council: Council, approval: bytes
) -> None:
    approved = verify(FRAMEWORK, approval, council.root, now=NOW)
    assert approved.sha256 == digest(FRAMEWORK)
    assert approved.approval_sha256 == digest(approval)
    assert approved.trust_root_sha256 == digest(council.root)
    assert approved.widened_at == 1


def test_a_signature_of_the_college_beside_the_three_does_no_harm(council: Council) -> None:
    approval = council.approve(FRAMEWORK, *THREE, Signatory.COLLEGE)
    assert verify(FRAMEWORK, approval, council.root, now=NOW).framework.kader_versie == 1


@pytest.mark.parametrize("missing", THREE)
def test_two_of_three_roles_do_not_suffice_even_with_the_college(
    council: Council, missing: Signatory
) -> None:
    roles = [role for role in (*THREE, Signatory.COLLEGE) if role != missing]
    assert refused(FRAMEWORK, council.approve(FRAMEWORK, *roles), council.root) == "kader.drempel"


def test_the_college_alone_never_suffices(council: Council) -> None:
    approval = council.approve(FRAMEWORK, Signatory.COLLEGE)
    assert refused(FRAMEWORK, approval, council.root) == "kader.drempel"


def test_stripped_signatures_are_refused(council: Council) -> None:
    assert refused(FRAMEWORK, propose(FRAMEWORK), council.root) == "kader.handtekening_ontbreekt"


@pytest.mark.parametrize("signature", ["", "A" * 88, base64.b64encode(bytes(64)).decode()])
def test_empty_signatures_are_refused(council: Council, approval: bytes, signature: str) -> None:
    def empty(document: dict[str, Any]) -> None:
        document["signatures"][0]["sig"] = signature

    found = refused(FRAMEWORK, reshape(approval, empty), council.root)
    assert found in {"kader.json", "kader.handtekening"}


def test_one_false_signature_spoils_three_true_ones(council: Council) -> None:
    approval = council.approve(FRAMEWORK, *THREE, Signatory.COLLEGE)
    college = key_id(council.keys[Signatory.COLLEGE].public_key().public_bytes_raw())

    def falsify(document: dict[str, Any]) -> None:
        for signature in document["signatures"]:
            if signature["keyid"] == college:
                signature["sig"] = base64.b64encode(bytes(64)).decode()

    assert refused(FRAMEWORK, reshape(approval, falsify), council.root) == "kader.handtekening"


def test_an_unknown_key_beside_the_three_is_refused(council: Council, approval: bytes) -> None:
    stranger = sign(approval, Ed25519PrivateKey.generate())
    assert refused(FRAMEWORK, stranger, council.root) == "kader.ondertekenaar"


def test_signatures_of_another_council_are_refused(council: Council) -> None:
    assert refused(FRAMEWORK, Council().approve(FRAMEWORK), council.root) == "kader.ondertekenaar"


def test_a_signature_under_the_id_of_another_is_refused(council: Council, approval: bytes) -> None:
    def swap(document: dict[str, Any]) -> None:
        first, second, _ = document["signatures"]
        first["sig"], second["sig"] = second["sig"], first["sig"]

    assert refused(FRAMEWORK, reshape(approval, swap), council.root) == "kader.handtekening"


def test_one_signature_repeated_does_not_count_three_times(council: Council) -> None:
    def repeat(document: dict[str, Any]) -> None:
        document["signatures"] *= 3

    approval = reshape(council.approve(FRAMEWORK, Signatory.FG), repeat)
    assert refused(FRAMEWORK, approval, council.root) == "kader.spelling"


def test_an_unknown_algorithm_is_refused(council: Council, approval: bytes) -> None:
    def change(root: dict[str, Any]) -> None:
        root["personen"][0]["algoritme"] = "none"

    assert refused(FRAMEWORK, approval, reshape(council.root, change)) == "kader.json"


def test_the_same_key_under_two_ids_is_refused(council: Council, approval: bytes) -> None:
    def change(root: dict[str, Any]) -> None:
        for field in ("publieke_sleutel", "sleutel_id"):
            root["personen"][0][field] = root["personen"][1][field]

    assert refused(FRAMEWORK, approval, reshape(council.root, change)) == "kader.anker_sleutel"


def test_a_key_under_an_invented_id_is_refused(council: Council, approval: bytes) -> None:
    def change(root: dict[str, Any]) -> None:
        root["personen"][0]["sleutel_id"] = "0" * 64

    assert refused(FRAMEWORK, approval, reshape(council.root, change)) == "kader.anker_sleutel_id"


@pytest.mark.parametrize("field", ["id", "naam"])
def test_one_person_in_two_roles_is_refused(council: Council, approval: bytes, field: str) -> None:
    def change(root: dict[str, Any]) -> None:
        root["personen"][0][field] = root["personen"][1][field]

    assert refused(FRAMEWORK, approval, reshape(council.root, change)) == "kader.anker_persoon"


def test_one_person_spelled_in_two_ways_is_refused(council: Council, approval: bytes) -> None:
    def change(root: dict[str, Any]) -> None:
        root["personen"][0]["naam"] = root["personen"][1]["naam"].upper().replace(" ", "  ")

    assert refused(FRAMEWORK, approval, reshape(council.root, change)) == "kader.anker_persoon"


@pytest.mark.parametrize(
    "change",
    [
        lambda root: root["drempels"]["verruimen"].pop("fg"),
        lambda root: root["drempels"]["verruimen"].clear(),
        lambda root: root["drempels"].update(verruimen={"college": 1}),
        lambda root: root["drempels"]["versmallen_of_stoppen"].append("college"),
        lambda root: root["drempels"]["versmallen_of_stoppen"].append("presidium"),
    ],
)
def test_no_trust_root_lowers_the_floor(
    council: Council, approval: bytes, change: Callable[[Any], object]
) -> None:
    assert refused(FRAMEWORK, approval, reshape(council.root, change)) == "kader.anker_drempel"


def test_a_trust_root_that_can_never_reach_its_thresholds_is_refused(
    council: Council, approval: bytes
) -> None:
    def change(root: dict[str, Any]) -> None:
        root["drempels"]["verruimen"]["fg"] = 2

    assert refused(FRAMEWORK, approval, reshape(council.root, change)) == "kader.anker_bezetting"


@pytest.mark.parametrize("kind", ["application/json", "", f"{PAYLOAD_TYPE} "])
def test_a_wrong_payload_type_is_refused(council: Council, kind: str) -> None:
    payload = base64.b64decode(json.loads(propose(FRAMEWORK))["payload"])
    approval = council.sign(seal(payload, kind), *THREE)
    assert refused(FRAMEWORK, approval, council.root) == "kader.payload_type"


def test_a_payload_type_changed_after_signing_is_refused(council: Council) -> None:
    payload = base64.b64decode(json.loads(propose(FRAMEWORK))["payload"])
    other = council.sign(seal(payload, "application/json"), *THREE)
    changed = reshape(other, lambda document: document.update(payloadType=PAYLOAD_TYPE))
    assert refused(FRAMEWORK, changed, council.root) == "kader.handtekening"


def test_a_stop_order_is_no_approval(council: Council) -> None:
    order = StopOrder.model_validate_json(
        b'{"soort": "stadspols.stop/1", "gemeente_code": "GM0034", "tot_en_met_versie": 1,'
        b' "datum": "2026-11-24", "reden": "proef"}'
    )
    stop = council.sign(propose_stop(order), *THREE)
    assert refused(FRAMEWORK, stop, council.root) == "kader.payload_type"


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.update(extra=1),
        lambda document: document["signatures"][0].update(extra=1),
        lambda document: document.pop("payload"),
        lambda document: document.update(payload="geen base64"),
        lambda document: document.update(payload=None),
        lambda document: document.update(signatures={}),
    ],
)
def test_extra_or_missing_fields_of_an_envelope_are_refused(
    council: Council, approval: bytes, change: Callable[[Any], object]
) -> None:
    assert refused(FRAMEWORK, reshape(approval, change), council.root) == "kader.json"


@pytest.mark.parametrize(
    "change",
    [
        lambda statement: statement.update(extra=1),
        lambda statement: statement["predicate"].update(mag_alles=True),
        lambda statement: statement["predicate"]["besluit"].update(naam="x"),
        lambda statement: statement["subject"].append(statement["subject"][0]),
        lambda statement: statement["subject"].clear(),
        lambda statement: statement["subject"][0]["digest"].update(sha512="a"),
        lambda statement: statement["subject"][0].update(name="ander.yaml"),
        lambda statement: statement.update(_type="https://in-toto.io/Statement/v0.1"),
        lambda statement: statement.update(predicateType="https://slsa.dev/provenance/v1"),
        lambda statement: statement["predicate"].update(kader_versie="1"),
    ],
)
def test_extra_fields_of_a_signed_statement_are_refused(
    council: Council, change: Callable[[Any], object]
) -> None:
    payload = base64.b64decode(json.loads(propose(FRAMEWORK))["payload"])
    approval = council.sign(seal(reshape(payload, change), PAYLOAD_TYPE), *THREE)
    assert refused(FRAMEWORK, approval, council.root) == "kader.json"


@pytest.mark.parametrize(
    "change",
    [
        lambda statement: statement["predicate"].update(kader_versie=2),
        lambda statement: statement["predicate"].update(vorige_sha256="a" * 64),
        lambda statement: statement["predicate"]["besluit"].update(id="RB-1"),
        lambda statement: statement["predicate"]["besluit"].update(url="https://elders.example"),
        lambda statement: statement["predicate"]["besluit"].update(datum="2026-10-16"),
    ],
)
def test_a_decision_other_than_the_framework_names_is_refused(
    council: Council, change: Callable[[Any], object]
) -> None:
    payload = base64.b64decode(json.loads(propose(FRAMEWORK))["payload"])
    approval = council.sign(seal(reshape(payload, change), PAYLOAD_TYPE), *THREE)
    assert refused(FRAMEWORK, approval, council.root) == "kader.besluit"


@pytest.mark.parametrize(
    "spelling",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data + b" ",
        lambda data: json.dumps(json.loads(data)).encode(),
        lambda data: data.replace(b'{\n  "payload"', b'{\n  "payload": "AAAA",\n  "payload"'),
    ],
)
def test_another_spelling_of_the_same_approval_is_refused(
    council: Council, approval: bytes, spelling: Callable[[bytes], bytes]
) -> None:
    assert refused(FRAMEWORK, spelling(approval), council.root) == "kader.spelling"


def test_another_spelling_of_a_trust_root_is_refused(council: Council, approval: bytes) -> None:
    loose = json.dumps(json.loads(council.root)).encode()
    assert refused(FRAMEWORK, approval, loose) == "kader.spelling"
    doubled = council.root.replace(b'{\n  "anker', b'{\n  "anker_versie": 9,\n  "anker')
    assert refused(FRAMEWORK, approval, doubled) == "kader.spelling"


def test_another_spelling_of_a_signed_statement_is_refused(council: Council) -> None:
    payload = base64.b64decode(json.loads(propose(FRAMEWORK))["payload"])
    loose = json.dumps(json.loads(payload)).encode()
    approval = council.sign(seal(loose, PAYLOAD_TYPE), *THREE)
    assert refused(FRAMEWORK, approval, council.root) == "kader.spelling"


def test_base64_with_stray_bits_is_refused(council: Council, approval: bytes) -> None:
    def stray(document: dict[str, Any]) -> None:
        signature = document["signatures"][0]["sig"]
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        twin = alphabet[alphabet.index(signature[-3]) ^ 1]
        document["signatures"][0]["sig"] = f"{signature[:-3]}{twin}=="
        assert base64.b64decode(signature) == base64.b64decode(document["signatures"][0]["sig"])

    assert refused(FRAMEWORK, reshape(approval, stray), council.root) == "kader.spelling"


def test_signatures_in_another_order_are_refused(council: Council, approval: bytes) -> None:
    turned = reshape(approval, lambda document: document["signatures"].reverse())
    assert refused(FRAMEWORK, turned, council.root) == "kader.spelling"


def test_duplicate_yaml_keys_are_refused_even_when_signed(council: Council) -> None:
    doubled = FRAMEWORK + b"kader_versie: 1\n"
    statement = reshape(
        base64.b64decode(json.loads(propose(FRAMEWORK))["payload"]),
        lambda document: document["subject"][0]["digest"].update(sha256=digest(doubled)),
    )
    approval = council.sign(seal(statement, PAYLOAD_TYPE), *THREE)
    assert refused(doubled, approval, council.root) == "kader.dubbel_veld"


@pytest.mark.parametrize(
    ("rule", "moment"),
    [
        ("kader.nog_niet_geldig", datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC)),
        ("kader.verlopen", datetime(2027, 10, 31, 22, 0, tzinfo=UTC)),
        ("kader.verlopen", datetime(2036, 1, 1, tzinfo=UTC)),
        ("kader.klok", datetime(2026, 11, 24, 12)),  # noqa: DTZ001 - a clock without an offset
    ],
)
def test_expired_and_not_yet_valid_are_refused(
    council: Council, approval: bytes, rule: str, moment: datetime
) -> None:
    assert refused(FRAMEWORK, approval, council.root, moment) == rule


@pytest.mark.parametrize(
    "moment",
    [datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 10, 31, 21, 59, 59, tzinfo=UTC)],
)
def test_the_first_and_the_last_day_count(
    council: Council, approval: bytes, moment: datetime
) -> None:
    assert verify(FRAMEWORK, approval, council.root, now=moment).framework.kader_versie == 1


def test_rollback_to_a_lower_version_is_refused(council: Council, approval: bytes) -> None:
    approved = verify(FRAMEWORK, approval, council.root, now=NOW, highest_version=1)
    assert approved.framework.kader_versie == 1
    assert refused(FRAMEWORK, approval, council.root, highest=2) == "kader.teruggedraaid"


def test_the_approval_of_another_version_is_refused(council: Council, approval: bytes) -> None:
    other = next_version(FRAMEWORK)
    assert refused(other, approval, council.root) == "kader.ander_kader"


def test_example_keys_never_open_a_real_framework(council: Council) -> None:
    approval = council.approve(REAL_FRAMEWORK)
    assert refused(REAL_FRAMEWORK, approval, council.root) == "kader.voorbeeld"


def test_real_keys_never_open_an_example() -> None:
    real = Council(example=False)
    assert refused(FRAMEWORK, real.approve(FRAMEWORK), real.root) == "kader.voorbeeld"
    approved = verify(REAL_FRAMEWORK, real.approve(REAL_FRAMEWORK), real.root, now=NOW)
    assert not approved.framework.is_example


def test_no_flipped_byte_of_the_framework_verifies(council: Council, approval: bytes) -> None:
    root = council.root
    for place in range(len(FRAMEWORK)):
        flipped = bytearray(FRAMEWORK)
        flipped[place] ^= 1 << (place % 8)
        assert refused(bytes(flipped), approval, root) == "kader.ander_kader"


def test_no_flipped_byte_of_the_approval_verifies(council: Council, approval: bytes) -> None:
    root = council.root
    for place in range(len(approval)):
        for mask in (0x01, 0x20):
            flipped = bytearray(approval)
            flipped[place] ^= mask
            assert refused(FRAMEWORK, bytes(flipped), root).startswith("kader.")


def test_no_shortened_framework_or_approval_verifies(council: Council, approval: bytes) -> None:
    for length in range(0, len(approval), 7):
        assert refused(FRAMEWORK, approval[:length], council.root).startswith("kader.")
    for length in range(0, len(FRAMEWORK), 61):
        assert refused(FRAMEWORK[:length], approval, council.root) == "kader.ander_kader"


def test_an_oversized_approval_is_refused_unread(council: Council) -> None:
    huge = b" " * (canonical.MAX_BYTES + 1)
    assert refused(FRAMEWORK, huge, council.root) == "kader.omvang"


def test_only_verify_makes_an_approved_framework(council: Council, approval: bytes) -> None:
    approved = verify(FRAMEWORK, approval, council.root, now=NOW)
    with pytest.raises(PrivacyError, match=r"kader\.zegel"):
        ApprovedFramework(object(), framework=approved.framework)


def test_an_envelope_is_judged_by_the_keys_it_is_given(council: Council, approval: bytes) -> None:
    keys = read_trust_root(council.root).keys()
    assert len(open_envelope(approval, PAYLOAD_TYPE, keys).key_ids) == 3
    fg = signer_of(council.keys[Signatory.FG]).public_key.keyid
    with pytest.raises(PrivacyError, match=r"kader\.ondertekenaar"):
        open_envelope(approval, PAYLOAD_TYPE, {fg: keys[fg]})


def test_the_envelope_is_plain_dsse(council: Council, approval: bytes) -> None:
    envelope = Envelope.from_dict(json.loads(approval))
    keys = [person.key() for person in read_trust_root(council.root).personen]
    assert len(envelope.verify([*keys], threshold=3)) == 3
    statement = json.loads(envelope.payload)
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert statement["subject"][0]["digest"]["sha256"] == digest(FRAMEWORK)


def test_a_framework_that_names_another_predecessor_is_another_framework(council: Council) -> None:
    version_2 = next_version(FRAMEWORK)
    forged = edited(version_2, (digest(FRAMEWORK), "b" * 64))
    assert refused(forged, council.approve(version_2), council.root) == "kader.ander_kader"
