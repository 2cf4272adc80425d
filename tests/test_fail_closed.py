"""What must fail closed, item by item, each with the test that attacks it.

Source: GOVERNANCE section 2, the list of tests; section 3 and the issue of the council's framework.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import jobs
from pipeline.framework_files import FRAMEWORK_NAME, load_framework
from pipeline.settings import PACKAGED_CONFIG, Settings
from privacy.errors import PrivacyError
from privacy.framework.document import parse_framework
from privacy.keyring import KeyRing
from tests.fakes import NOW, MemoryKeys, example_bytes, signed_example

ROOT = Path(__file__).parent.parent
ATTACKS = "tests/privacy/framework/test_attacks.py"
LOG = "tests/privacy/log/test_checkpoint.py"

ATTACKED = {
    "stripped signatures": f"{ATTACKS}::test_stripped_signatures_are_refused",
    "empty signatures": f"{ATTACKS}::test_empty_signatures_are_refused",
    "unknown algorithm": f"{ATTACKS}::test_an_unknown_algorithm_is_refused",
    "same key under two ids": f"{ATTACKS}::test_the_same_key_under_two_ids_is_refused",
    "one person in two roles": f"{ATTACKS}::test_one_person_in_two_roles_is_refused",
    "wrong payload type": f"{ATTACKS}::test_a_wrong_payload_type_is_refused",
    "extra fields": f"{ATTACKS}::test_extra_fields_of_a_signed_statement_are_refused",
    "duplicate YAML keys": f"{ATTACKS}::test_duplicate_yaml_keys_are_refused_even_when_signed",
    "expired, not yet valid": f"{ATTACKS}::test_expired_and_not_yet_valid_are_refused",
    "rollback": f"{ATTACKS}::test_rollback_to_a_lower_version_is_refused",
    "clock set back": "tests/pipeline/test_framework_files.py"
    "::test_a_clock_that_was_set_back_is_noticed",
    "truncated log": f"{LOG}::test_who_holds_only_an_older_checkpoint_detects_a_cut",
    "forked log": f"{LOG}::test_who_holds_only_an_older_checkpoint_detects_a_fork",
    "rewritten log": f"{LOG}::test_a_log_rewritten_at_any_line_is_detected",
    "root rotation without old keys": "tests/privacy/framework/test_rotation.py"
    "::test_rotation_without_the_old_keys_is_refused",
    "model digest not listed": "tests/privacy/framework/test_approved.py"
    "::test_a_listed_model_is_returned_and_another_digest_refused",
    "framework edited between parse and task": "tests/test_fail_closed.py"
    "::test_a_framework_that_is_edited_between_parse_and_task_is_refused_by_the_task",
    "DAG with the hook removed": "tests/test_fail_closed.py"
    "::test_without_the_hook_of_the_scheduler_the_job_refuses_by_itself",
    "every byte of the framework": f"{ATTACKS}::test_no_flipped_byte_of_the_framework_verifies",
    "every byte of the approval": f"{ATTACKS}::test_no_flipped_byte_of_the_approval_verifies",
    "fuzzed YAML": "tests/privacy/framework/test_fuzz.py::test_4000_yaml_documents_are_refused",
    "fuzzed JSON": "tests/privacy/framework/test_fuzz.py::test_2000_json_documents_are_refused",
    "expiry in the middle of a run": "tests/pipeline/test_ingest.py"
    "::test_a_framework_that_lapses_during_the_run_stops_it_within_a_batch",
    "narrowed in the middle of a run": "tests/pipeline/test_ingest.py"
    "::test_a_framework_that_is_narrowed_during_the_run_stops_it_within_a_batch",
    "stopped in the middle of a run": "tests/pipeline/test_ingest.py"
    "::test_a_stop_order_during_the_run_stops_it_within_a_batch",
}


@pytest.mark.parametrize("item", ATTACKED)
def test_each_item_has_a_named_test(item: str) -> None:
    path, name = ATTACKED[item].split("::")
    assert f"def {name}(" in (ROOT / path).read_text()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    config = signed_example(tmp_path / "config")
    for name in ("gebieden", "bronnen.yaml"):
        (config / name).symlink_to(PACKAGED_CONFIG / name)
    return Settings(config=config, data=tmp_path / "data", keys=tmp_path / "keys")


def test_a_framework_that_is_edited_between_parse_and_task_is_refused_by_the_task(
    settings: Settings,
) -> None:
    load_framework(settings, NOW)  # what the scheduler asks at parse
    assert settings.config is not None
    file = settings.config / FRAMEWORK_NAME
    file.write_bytes(file.read_bytes().replace(b"k: 10 ", b"k: 5  "))
    with pytest.raises(PrivacyError, match=r"kader\.ander_kader"):
        jobs.aggregate(settings, lambda: NOW)
    assert not settings.lake.exists()


def test_without_the_hook_of_the_scheduler_the_job_refuses_by_itself(settings: Settings) -> None:
    late = datetime(2030, 1, 1, tzinfo=UTC)
    for job in (jobs.aggregate, jobs.release):
        with pytest.raises(PrivacyError, match=r"kader\.verlopen"):
            job(settings, lambda: late)
    with pytest.raises(PrivacyError, match=r"kader\.verlopen"):
        jobs.ingest(settings, file=Path(__file__), clock=lambda: late)
    assert not settings.lake.exists()


def test_who_goes_round_the_job_as_well_finds_the_key_ring_closed() -> None:
    unsigned = parse_framework(example_bytes())
    with pytest.raises(PrivacyError, match=r"sleutelring\.kader"):
        KeyRing(unsigned, MemoryKeys())  # type: ignore[arg-type]
