"""Events of the AT Protocol's streams: `subscribeRepos` of a relay or server, and Jetstream.

Source: lexicon com.atproto.sync.subscribeRepos; Jetstream's description of its events.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from atproto_core.car import CAR
from atproto_core.cbor import decode_dag_multi
from atproto_core.cid import CID
from atproto_core.exceptions import AtProtocolError

from pipeline.sources.bluesky_post import COLLECTION
from privacy.errors import Transient

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PROFILE = "app.bsky.actor.profile"
_WANTED = (COLLECTION, PROFILE)
_REWIND = timedelta(seconds=5)
_MESSAGE = 1  # the op of a frame that is no error


@dataclass(frozen=True, slots=True, repr=False)
class Operation:
    """One change in the repository of an account; `record` is None where it could not be read."""

    action: str
    collection: str
    rkey: str
    record: Mapping[str, object] | None


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """Changes by one account. `outdated` says that the stream lacks what came before."""

    did: str = ""
    position: str = ""
    moment: datetime | None = None
    operations: tuple[Operation, ...] = ()
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A message that is no event."""


class Form(Protocol):
    """The form in which a stream tells its events."""

    name: str
    path: str

    def parameters(self, position: str, first: datetime) -> dict[str, object]:
        """Return the query to continue at `position`, or at `first` when there is none."""
        ...

    def event(self, message: bytes | str) -> Event:
        """Return the event in a message.

        Raises:
            ValueError: it holds none.
            Transient: the stream says that it must be read again later.
        """
        ...


class Relay:
    """`com.atproto.sync.subscribeRepos`: frames in CBOR; a position is a sequence number."""

    name = "relay"
    path = "/xrpc/com.atproto.sync.subscribeRepos"

    def parameters(self, position: str, first: datetime) -> dict[str, object]:
        """Return the query; without a position the stream begins as early as the server can."""
        _ = first
        return {"cursor": position or "0"}

    def event(self, message: bytes | str) -> Event:
        """Return the event in a frame; see `Form`."""
        if isinstance(message, str):
            raise ValueError("a frame is binary")  # noqa: TRY004 - a fact about data
        try:
            header, body = decode_dag_multi(message)
        except AtProtocolError as error:
            raise ValueError("no frame") from error
        if header["op"] != _MESSAGE:
            if body["error"] == "FutureCursor":  # the server began anew
                return Event(position="0", outdated=True)
            raise Transient("bron.stroom", "de stroom werd door de bron beëindigd")
        if header["t"] == "#info":
            return Event(outdated=body["name"] == "OutdatedCursor")
        return Event(
            did=str(body.get("repo", "")),
            position=str(int(body["seq"])),
            moment=_moment(body.get("time")),
            operations=tuple(_operations(body)) if header["t"] == "#commit" else (),
        )


def _operations(body: Mapping[str, Any]) -> Iterator[Operation]:
    wanted = [op for op in body["ops"] if str(op["path"]).startswith(_WANTED)]
    if not wanted:
        return
    blocks: Mapping[object, object] = {}
    with suppress(AtProtocolError, ValueError, KeyError, TypeError):
        # of a half frame every record counts as unreadable
        blocks = CAR.from_bytes(bytes(body["blocks"])).blocks
    for op in wanted:
        collection, _, rkey = str(op["path"]).partition("/")
        cid = op.get("cid")
        record = blocks.get(CID.decode(cid)) if cid else None
        yield Operation(
            str(op["action"]), collection, rkey, record if isinstance(record, dict) else None
        )


class Jetstream:
    """Jetstream: JSON, of the wanted collections only; a position is a time in microseconds.

    The position is cut to the second and set back a little, as Jetstream advises.
    """

    name = "jetstream"
    path = "/subscribe"

    def parameters(self, position: str, first: datetime) -> dict[str, object]:
        """Return the query; without a position the stream begins at `first`."""
        cursor = int(position) if position else int(first.timestamp() * 1_000_000)
        return {"wantedCollections": list(_WANTED), "cursor": str(cursor)}

    def event(self, message: bytes | str) -> Event:
        """Return the event in a message; see `Form`."""
        found = json.loads(message)
        microseconds = int(found["time_us"])
        rewound = microseconds // 1_000_000 - int(_REWIND.total_seconds())
        moment = datetime.fromtimestamp(microseconds / 1_000_000, UTC)
        operations: tuple[Operation, ...] = ()
        if found.get("kind") == "commit":
            commit = found["commit"]
            record = commit.get("record")
            if commit["collection"] in _WANTED:
                operations = (
                    Operation(
                        str(commit["operation"]),
                        str(commit["collection"]),
                        str(commit["rkey"]),
                        record if isinstance(record, dict) else None,
                    ),
                )
        return Event(str(found["did"]), str(rewound * 1_000_000), moment, operations)


FORMS: dict[str, Form] = {"relay": Relay(), "jetstream": Jetstream()}


def events(form: Form, messages: Iterable[bytes | str]) -> Iterator[Event | Unreadable]:
    """Yield what each message tells.

    Raises:
        Transient: the stream was ended by its source.
    """
    for message in messages:
        try:
            yield form.event(message)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            yield Unreadable()


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
