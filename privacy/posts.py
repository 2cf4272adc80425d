"""What becomes of a post: pseudonymised, then classified. The only storable records.

The `NewType`s are minted in one module each (`privacy.pseudonymise`); an architecture test
finds any other mint.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from privacy.detect.span import PIIType
    from privacy.epoch import Epoch

SourceId = NewType("SourceId", str)
"""Id of a source in the framework."""

AreaCode = NewType("AreaCode", str)
"""Official CBS code, such as GM0034 or WK003418; joined by `+` where one quarter has several."""

PseudonymisedText = NewType("PseudonymisedText", str)
"""Text in which every detected piece of personal data is a typed placeholder."""

AuthorPseudonym = NewType("AuthorPseudonym", str)
"""32 hexadecimal digits: HMAC-SHA-256 of source and author under the key of one epoch, cut."""

PostKey = NewType("PostKey", str)
"""32 hexadecimal digits: HMAC-SHA-256 of source and post id under the key of one epoch, cut."""

Fingerprint = NewType("Fingerprint", str)
"""4 hexadecimal digits that near copies of a text share within one epoch; says nothing of the
text to whoever lacks the key, and too little to whoever has it (`privacy.fingerprint`)."""


class Signal(StrEnum):
    """What the classifier reads; definitions in docs/glossary.md and the model card."""

    ONRUST = "onrust"
    DREIGING = "dreiging"
    ONDERMIJNING = "ondermijning"
    ONVEILIGHEID = "onveiligheid"
    HAAT = "haat"


class Mark(StrEnum):
    """What a source says about a post besides its text; the values are counted and shown."""

    REPOST = "doorgeplaatst"
    QUOTE = "citaat"
    BOT = "bot"
    EDITED = "bewerkt"
    """Its text is not the first one: it takes the place of what was stored under the same id."""
    AGAIN = "herverwerkt"
    """It is read again on purpose, and takes the place of what was stored of it."""


@dataclass(frozen=True, slots=True)
class PseudonymisedPost:
    """A post without its author and without the personal data that was found in its text.

    The moment is cut to the hour: an exact second leads back to the post.
    `areas` holds the areas that the post is about, found before removal (a house number and
    its street become at most a quarter). `found` counts the removed items by type. `language` is
    what the author or platform says the text is in.
    """

    key: PostKey
    author: AuthorPseudonym
    epoch: Epoch
    source: SourceId
    hour: datetime
    text: PseudonymisedText
    fingerprint: Fingerprint
    areas: tuple[AreaCode, ...]
    found: Mapping[PIIType, int]
    language: str | None = None
    marks: frozenset[Mark] = frozenset()


@dataclass(frozen=True, slots=True)
class ClassifiedPost:
    """What is stored of a post: no text, neither author nor fingerprint unless it has a signal.

    Of a post without a signal only key, hour, areas and source stay: enough not to count it
    twice and to know that the source was alive.

    Raises:
        ValueError: an author or fingerprint without a signal, or a signal without either.
    """

    key: PostKey
    author: AuthorPseudonym | None
    fingerprint: Fingerprint | None
    epoch: Epoch
    source: SourceId
    hour: datetime
    areas: tuple[AreaCode, ...]
    signals: tuple[Signal, ...]

    def __post_init__(self) -> None:
        given = {self.author is not None, self.fingerprint is not None}
        if given != {bool(self.signals)}:
            raise ValueError("a post has author and fingerprint exactly when it has a signal")
