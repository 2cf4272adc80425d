"""The attempts of the table "Why a raw post cannot be stored" (docs/architecture.md)."""

from __future__ import annotations

import copy
import dataclasses
import json
import logging
import multiprocessing
import pickle
import traceback
from datetime import UTC, datetime

import pytest

from privacy.errors import PrivacyError
from privacy.posts import SourceId
from privacy.raw import RawPost

SECRET = "geheimtekst"


@pytest.fixture
def raw() -> RawPost:
    return RawPost(
        post_id=SECRET,
        created_at=datetime(2026, 11, 10, tzinfo=UTC),
        author=SECRET,
        source=SourceId("bestand"),
        text=SECRET,
    )


def test_it_shows_nothing_when_printed_formatted_or_logged(
    raw: RawPost, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("test").warning("post %s %r", raw, raw)
    shown = f"{raw} {raw!r} {raw:>40} {[raw]} " + str(raw) + caplog.text
    assert SECRET not in shown
    assert "withheld" in shown


def test_a_traceback_with_locals_does_not_show_it(raw: RawPost) -> None:
    def fail(post: RawPost) -> None:
        raise ValueError(post)

    try:
        fail(raw)
    except ValueError as error:
        shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    assert SECRET not in "".join(shown.format())


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_it_cannot_be_pickled(raw: RawPost, protocol: int) -> None:
    with pytest.raises(PrivacyError, match=r"raw\.serialise"):
        pickle.dumps(raw, protocol)


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy])
def test_it_cannot_be_copied(raw: RawPost, duplicate: object) -> None:
    with pytest.raises(PrivacyError):
        duplicate(raw)  # type: ignore[operator]


def test_it_cannot_cross_to_another_process(raw: RawPost) -> None:
    _, sender = multiprocessing.Pipe()
    with pytest.raises(PrivacyError):
        sender.send(raw)


def test_it_has_nothing_to_enumerate(raw: RawPost) -> None:
    with pytest.raises(TypeError):
        vars(raw)
    with pytest.raises(TypeError):
        dataclasses.asdict(raw)  # type: ignore[call-overload]
    with pytest.raises(TypeError):
        json.dumps(raw)
    with pytest.raises(PrivacyError):
        raw.__getstate__()


def test_it_takes_no_other_attribute(raw: RawPost) -> None:
    with pytest.raises(AttributeError):
        raw.note = "x"  # type: ignore[attr-defined]


def test_it_cannot_be_subclassed() -> None:
    with pytest.raises(PrivacyError, match=r"raw\.final"):
        type("Leaky", (RawPost,), {})
