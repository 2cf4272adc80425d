from __future__ import annotations

import asyncio
import ctypes
import errno
import http.server
import importlib
import logging
import sys
import threading
import traceback
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, ClassVar

import pytest

from privacy.errors import Permanent, PrivacyError, StadspolsError, Transient

if TYPE_CHECKING:
    from types import ModuleType

SECRET = "Qirvano Zelmarik, Dorpsstraat 12"


@pytest.mark.parametrize(
    ("error", "action"),
    [
        (Transient("opslag.bezet", "later"), "retry"),
        (PrivacyError("kader.verlopen", "nee"), "fail"),
        (Permanent("bron.onbekend", "nee"), "fail"),
        (ValueError("fout in het programma"), "fail"),
    ],
)
def test_only_what_may_succeed_later_is_tried_again(
    task_rules: ModuleType, error: Exception, action: str
) -> None:
    decision = task_rules.RETRY_BY_TYPE.evaluate(error, try_number=1, max_tries=4)
    assert decision.action.value == action


def test_a_refusal_tells_the_operator_what_to_do(task_rules: ModuleType) -> None:
    decision = task_rules.RETRY_BY_TYPE.evaluate(PrivacyError("kader", "nee"), 1, 4)
    assert "vraag de griffier of de FG" in decision.reason
    assert "docs/airflow.md" in decision.reason


def test_a_result_passes_untouched(task_rules: ModuleType) -> None:
    assert task_rules.content_free(lambda number: number + 1)(1) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says it of a process")
def test_every_task_is_hardened(task_rules: ModuleType) -> None:
    process = ctypes.CDLL(None)
    process.prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE
    assert process.prctl(3, 0, 0, 0, 0) == 1  # PR_GET_DUMPABLE
    assert task_rules.content_free(lambda: process.prctl(3, 0, 0, 0, 0))() == 0


@pytest.mark.parametrize("kind", [Transient, PrivacyError, Permanent])
def test_our_errors_keep_type_and_message_and_lose_their_cause(
    task_rules: ModuleType, kind: type[StadspolsError]
) -> None:
    @task_rules.content_free  # type: ignore[untyped-decorator]
    def fail() -> None:
        try:
            int(SECRET)
        except ValueError as error:
            raise kind("regel", "melding") from error

    with pytest.raises(kind, match=r"\[regel\] melding") as caught:
        fail()
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_any_other_error_loses_its_text(task_rules: ModuleType) -> None:
    @task_rules.content_free  # type: ignore[untyped-decorator]
    def fail() -> None:
        int(SECRET)

    with pytest.raises(StadspolsError, match=r"ValueError in test_task_rules.py") as caught:
        fail()
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert type(caught.value) is StadspolsError


def test_libraries_are_silent_while_a_task_runs_and_only_then(
    task_rules: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    library = logging.getLogger("some.library")

    @task_rules.content_free  # type: ignore[untyped-decorator]
    def chat() -> None:
        library.critical(SECRET)

    chat()
    library.critical("after")
    assert caplog.messages == ["after"]


def test_a_full_disk_is_tried_again(task_rules: ModuleType) -> None:
    @task_rules.content_free  # type: ignore[untyped-decorator] # the module is loaded late
    def write() -> None:
        raise OSError(errno.ENOSPC, SECRET)

    with pytest.raises(Transient, match=r"schijf\.vol") as caught:
        write()
    assert SECRET not in str(caught.value)


def test_a_failure_is_told_by_name_only(
    task_rules: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a webhook nothing is sent; a wrong setting shows that sending was tried."""
    instance = SimpleNamespace(dag_id="innemen", task_id="ingest")
    context = {"task_instance": instance, "exception": ValueError(SECRET)}
    task_rules.tell_failure(context)
    monkeypatch.setenv("STADSPOLS_NOTIFY_SMTP", "geen adres")
    with pytest.raises(Permanent, match=r"melding\.instelling"):
        task_rules.tell_failure(context)


class Hook(http.server.BaseHTTPRequestHandler):
    received: ClassVar[list[bytes]] = []

    def do_POST(self) -> None:
        self.received.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


def test_the_triggerer_tells_which_run_is_late(
    task_rules: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Airflow's triggerer does it: found by its path, called with what the scheduler knows."""
    alert = task_rules.done_within(timedelta(hours=1))
    known = {"dag_run": {"dag_id": "innemen", "conf": SECRET}, "deadline": {"id": "1"}}
    trigger = importlib.import_module("airflow.triggers.callback").CallbackTrigger(
        alert.callback.path, {**alert.callback.kwargs, "context": known}
    )

    async def states() -> list[str]:
        return [str(event.payload["state"].value) async for event in trigger.run()]

    with http.server.HTTPServer(("127.0.0.1", 0), Hook) as hook:
        threading.Thread(target=hook.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{hook.server_address[1]}/"
        monkeypatch.setenv("STADSPOLS_NOTIFY_WEBHOOK", address)
        assert asyncio.run(states()) == ["running", "success"]
        hook.shutdown()
    [said] = Hook.received
    assert b"innemen: Deze run is niet op tijd klaar" in said
    assert SECRET.encode() not in said
