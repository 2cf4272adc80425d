"""What a source of posts promises to the ingest job, and why it refuses a record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from privacy.posts import SourceId
    from privacy.raw import RawPost

    Item: TypeAlias = "RawPost | Rejection | Deletion | Passed"


class Reason(StrEnum):
    """Why a record is refused; the value is the rule id that is counted, stored and shown."""

    JSON_BROKEN = "json_kapot"
    CSV_BROKEN = "csv_kapot"
    NO_OBJECT = "geen_record"
    FIELD_MISSING = "veld_ontbreekt"
    FIELD_INVALID = "veld_ongeldig"
    TEXT_EMPTY = "tekst_leeg"
    TEXT_TOO_LONG = "tekst_te_lang"
    LINE_TOO_LONG = "regel_te_lang"
    ENCODING = "codering"
    NULL_BYTE = "nulbyte"
    DATE_INVALID = "datum_ongeldig"
    DATE_WITHOUT_OFFSET = "datum_zonder_offset"
    DATE_IN_FUTURE = "datum_toekomst"
    ARCHIVE_TRUNCATED = "archief_afgekapt"
    OUT_OF_SCOPE = "buiten_bereik"
    NOT_PUBLIC = "niet_openbaar"
    OPTED_OUT = "afgemeld"
    UNREADABLE = "onleesbaar"

    @property
    def explanation(self) -> str:
        """One Dutch sentence for the person who supplied the file; it never holds content."""
        return _EXPLANATIONS[self]

    @property
    def unusable(self) -> bool:
        """Whether the record is no usable post, rather than one that is not for us to take."""
        return self not in _NOT_OURS


_NOT_OURS = (Reason.OUT_OF_SCOPE, Reason.NOT_PUBLIC, Reason.OPTED_OUT)
_EXPLANATIONS = {
    Reason.JSON_BROKEN: "De regel is geen geldige JSON.",
    Reason.CSV_BROKEN: "De regel is geen geldige CSV of heeft een ander aantal kolommen.",
    Reason.NO_OBJECT: "De regel is JSON, maar geen object met velden.",
    Reason.FIELD_MISSING: "Een verplicht veld ontbreekt of is leeg.",
    Reason.FIELD_INVALID: "Een verplicht veld heeft een verkeerd type of is te lang.",
    Reason.TEXT_EMPTY: "Het bericht heeft geen tekst.",
    Reason.TEXT_TOO_LONG: "De tekst is langer dan 100 kB.",
    Reason.LINE_TOO_LONG: "De regel is langer dan 4 MB.",
    Reason.ENCODING: "De regel is geen geldige UTF-8.",
    Reason.NULL_BYTE: "De regel bevat een nulteken.",
    Reason.DATE_INVALID: "Het tijdstip is geen ISO 8601 met datum en tijd.",
    Reason.DATE_WITHOUT_OFFSET: "Het tijdstip heeft geen tijdzone.",
    Reason.DATE_IN_FUTURE: "Het tijdstip ligt in de toekomst.",
    Reason.ARCHIVE_TRUNCATED: "Het bestand is afgekapt of beschadigd; wat ervoor staat is gelezen.",
    Reason.OUT_OF_SCOPE: "Het bericht gaat over geen gebied van de gemeente.",
    Reason.NOT_PUBLIC: "Het bericht is niet voor iedereen bedoeld.",
    Reason.OPTED_OUT: "De auteur wil niet gevonden of verzameld worden.",
    Reason.UNREADABLE: "Het antwoord van de bron had niet de afgesproken vorm.",
}


@dataclass(frozen=True, slots=True)
class Rejection:
    """A record that did not become a post. Carries the reason and nothing of the record."""

    reason: Reason


@dataclass(frozen=True, slots=True, repr=False)
class Deletion:
    """The source took a post back. Lives in memory only and shows nothing of itself."""

    post_id: str


@dataclass(frozen=True, slots=True)
class Passed:
    """No record, but the position moves; `noted` names what an operator should see counted."""

    noted: str = ""


GAP = "gat_in_bron"
"""Noted where posts of a source can be missing: it no longer had what came after our position."""

START = ""
"""The position of a shard that was never read."""


class Source(Protocol):
    """One shard of a source: a stream of posts that can be picked up where it was left.

    `shard` names the content. A position is text that only its source reads; it holds neither a
    post id nor an author. An empty shard cannot be resumed (standard input): read from the
    start and rely on idempotent post ids. `total` and `consumed` count in the same unit, which
    differs by source (bytes, posts): for a progress bar only. `unknown_fields` counts the
    records so far that carried fields outside the field map, which are ignored and never kept.
    """

    @property
    def id(self) -> SourceId:
        """Id of the source in the framework."""
        ...

    @property
    def shard(self) -> str:
        """Identity of the content, or empty when it cannot be read twice."""
        ...

    @property
    def total(self) -> int | None:
        """Size of the content, None when it is not known beforehand."""
        ...

    @property
    def consumed(self) -> int:
        """How much of `total` has been read."""
        ...

    @property
    def unknown_fields(self) -> int:
        """Number of records read so far that carried fields outside the field map."""
        ...

    def read(self, position: str) -> Iterator[tuple[str, Item]]:
        """Yield each record after `position`, oldest first, with the position after it.

        For the same shard `read(p)` yields at least what `read(START)` yields after `p`; it may
        deliver records from before `p` again, which their ids absorb.

        Raises:
            Permanent: the content as a whole cannot be read (missing file, missing column).
            Transient: the device, pipe or network failed.
        """
        ...
