"""A real AT Protocol server on loopback, and what an invented user of it does."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx

from tests.servers.node import running

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def running_pds() -> Iterator[Pds]:
    """Start the server; it stops afterwards. Skips where npm never installed it."""
    with running("atproto", "pds.js") as line:
        yield Pds(json.loads(line)["pds"])


@dataclass(frozen=True)
class Account:
    """An account of the server, logged in."""

    did: str
    token: str


class Pds:
    """What users do, by plain XRPC: make accounts, post, change and delete."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.socket = "ws" + url.removeprefix("http")
        self._client = httpx.Client(base_url=f"{url}/xrpc/", timeout=30)

    def account(self, name: str) -> Account:
        """Make an account with this name."""
        made = self._call(
            "com.atproto.server.createAccount",
            None,
            handle=f"{name}.test",
            email=f"{name}@example.test",
            password="zilte-reiger-36",
        )
        return Account(made["did"], made["accessJwt"])

    def post(self, author: Account, text: str, **more: object) -> str:
        """Post; return the key of the record."""
        record: dict[str, object] = {
            "$type": "app.bsky.feed.post",
            "text": text,
            "createdAt": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
            **more,
        }
        made = self._call(
            "com.atproto.repo.createRecord",
            author,
            repo=author.did,
            collection="app.bsky.feed.post",
            record=record,
            validate=False,
        )
        return str(made["uri"]).rpartition("/")[2]

    def change(self, author: Account, rkey: str, text: str, **more: object) -> None:
        """Put another text in the place of a post."""
        record: dict[str, object] = {
            "$type": "app.bsky.feed.post",
            "text": text,
            "createdAt": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
            **more,
        }
        self._put(author, "app.bsky.feed.post", rkey, record)

    def delete(self, author: Account, rkey: str) -> None:
        """Delete a post."""
        self._call(
            "com.atproto.repo.deleteRecord",
            author,
            repo=author.did,
            collection="app.bsky.feed.post",
            rkey=rkey,
        )

    def label_profile(self, author: Account, *labels: str) -> None:
        """Put labels on the profile of the account itself."""
        profile: dict[str, object] = {
            "$type": "app.bsky.actor.profile",
            "labels": {
                "$type": "com.atproto.label.defs#selfLabels",
                "values": [{"val": label} for label in labels],
            },
        }
        self._put(author, "app.bsky.actor.profile", "self", profile)

    def like(self, author: Account, n: int) -> None:
        """Make a record that is no post."""
        self._call(
            "com.atproto.repo.createRecord",
            author,
            repo=author.did,
            collection="com.example.iets",
            record={"$type": "com.example.iets", "n": n},
            validate=False,
        )

    def _put(self, author: Account, collection: str, rkey: str, record: dict[str, object]) -> None:
        self._call(
            "com.atproto.repo.putRecord",
            author,
            repo=author.did,
            collection=collection,
            rkey=rkey,
            record=record,
            validate=False,
        )

    def _call(self, method: str, account: Account | None, **body: object) -> Any:  # noqa: ANN401 - JSON
        headers = {"authorization": f"Bearer {account.token}"} if account else {}
        answer = self._client.post(method, json=body, headers=headers)
        answer.raise_for_status()
        return answer.json()
