"""From the fields of one record to a RawPost, or to the reason why not."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from pipeline.sources.config import FileSpec
from pipeline.sources.protocol import Reason, Rejection
from privacy.posts import Mark
from privacy.raw import RawPost

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from privacy.posts import SourceId

TEXT_LIMIT_BYTES = 100_000
"""UTF-8 bytes of text that a post may have; no platform we know allows this much."""

NAME_LIMIT = 1_000
"""Characters that an id, an author or a platform may have."""

FUTURE_TOLERANCE = timedelta(minutes=10)
"""How far a post's moment may lie ahead of our clock: two clocks are never equal."""

_DATE_ONLY = 10  # characters of 2026-11-24, the longest ISO 8601 date without a time
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")


class _Refused(Exception):  # noqa: N818 - carries a reason inside this module, never leaves it
    def __init__(self, reason: Reason) -> None:
        super().__init__()
        self.reason = reason


class RecordReader:
    """Reads records of one layout. `clock` gives the moment against which the future is judged.

    `unknown_fields` counts the records that had fields outside the field map.
    """

    def __init__(self, source: SourceId, spec: FileSpec, clock: Callable[[], datetime]) -> None:
        self._source = source
        self._fields = spec.velden
        self._platform = spec.platform
        self._notation = spec.tijdnotatie
        self._zone = ZoneInfo(spec.tijdzone) if spec.tijdzone else None
        self._clock = clock
        paths = spec.velden.model_dump().values()
        self._known = frozenset(name for path in paths for name in (path, path.partition(".")[0]))
        self.unknown_fields = 0

    @classmethod
    def of_platform(cls, source: SourceId, platform: str, clock: Callable[[], datetime]) -> Self:
        """Return a reader of our own input format for posts of one platform."""
        return cls(source, FileSpec(soort="bestand", platform=platform), clock)

    def post(
        self, record: Mapping[str, object], marks: frozenset[Mark] = frozenset()
    ) -> RawPost | Rejection:
        """Return the post in `record`, or why there is none.

        The post id is made unique across platforms. Of the optional fields, only the language
        and whether it is a repost are kept; `marks` is what else the source knows about it.
        """
        if not record.keys() <= self._known:
            self.unknown_fields += 1
        fields = self._fields
        try:
            repost = _at(record, fields.repost_of)
            platform = self._platform or _name(_at(record, fields.platform)).lower()
            return RawPost(
                post_id=f"{platform}/{_name(_at(record, fields.id))}",
                created_at=self._moment(_at(record, fields.created_at)),
                author=_name(_at(record, fields.author)),
                source=self._source,
                text=_post_text(_at(record, fields.text)),
                language=_language(_at(record, fields.lang)),
                marks=marks if repost in (None, "", False) else marks | {Mark.REPOST},
            )
        except _Refused as refused:
            return Rejection(refused.reason)

    def _moment(self, value: object) -> datetime:
        if value is None or value == "":
            raise _Refused(Reason.FIELD_MISSING)
        try:
            moment = self._parsed(value)
            if moment.tzinfo is None and self._zone is not None:
                moment = moment.replace(tzinfo=self._zone)
            if moment.tzinfo is None:
                raise _Refused(Reason.DATE_WITHOUT_OFFSET)
            moment = moment.astimezone(UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise _Refused(Reason.DATE_INVALID) from error
        if moment > self._clock() + FUTURE_TOLERANCE:
            raise _Refused(Reason.DATE_IN_FUTURE)
        return moment

    def _parsed(self, value: object) -> datetime:
        if isinstance(value, datetime):
            return value
        if self._notation == "iso8601":
            if not isinstance(value, str) or len(value.strip()) <= _DATE_ONLY:
                raise _Refused(Reason.DATE_INVALID)
            return datetime.fromisoformat(value.strip())
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise _Refused(Reason.DATE_INVALID)
        seconds = float(value) / (1000 if self._notation == "unix_ms" else 1)
        return datetime.fromtimestamp(seconds, UTC)


def _at(record: Mapping[str, object], path: str) -> object:
    """Return the value under the literal name, else along the dotted path, else None."""
    value = record.get(path)
    if value is not None or "." not in path:
        return value
    found: object = record
    for step in path.split("."):
        if not isinstance(found, dict):
            return None
        found = found.get(step)
    return found


def _clean(value: str) -> int:
    """Return the number of UTF-8 bytes of a text that can be kept as it is."""
    if "\0" in value:
        raise _Refused(Reason.NULL_BYTE)
    if value.isascii():
        return len(value)
    try:
        return len(value.encode())
    except UnicodeEncodeError as error:  # a lone surrogate: half of a character
        raise _Refused(Reason.ENCODING) from error


def _name(value: object) -> str:
    if value is None:
        raise _Refused(Reason.FIELD_MISSING)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > NAME_LIMIT:
        raise _Refused(Reason.FIELD_INVALID)
    _clean(value)
    stripped = value.strip()
    if not stripped:
        raise _Refused(Reason.FIELD_MISSING)
    return stripped


def _post_text(value: object) -> str:
    """Return the text unchanged: zero-width and right-to-left characters are for later stages."""
    if value is None:
        raise _Refused(Reason.FIELD_MISSING)
    if not isinstance(value, str):
        raise _Refused(Reason.FIELD_INVALID)
    if _clean(value) > TEXT_LIMIT_BYTES:
        raise _Refused(Reason.TEXT_TOO_LONG)
    if not value.strip():
        raise _Refused(Reason.TEXT_EMPTY)
    return value


def _language(value: object) -> str | None:
    """Return the two or three letters of a language tag; anything else says nothing."""
    match = _LANGUAGE.fullmatch(value) if isinstance(value, str) else None
    return match.group(1).lower() if match else None
