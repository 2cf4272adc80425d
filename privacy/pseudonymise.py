"""RawPost -> PseudonymisedPost: the one door in.

The only module that mints `PseudonymisedText`, `AuthorPseudonym`, `PostKey`, `Fingerprint`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from privacy.detect.hints import special_category_hints
from privacy.detect.replace import replace
from privacy.epoch import Epoch
from privacy.fingerprint import FINGERPRINT_HEX_DIGITS, standing_run
from privacy.posts import (
    AreaCode,
    AuthorPseudonym,
    Fingerprint,
    Mark,
    PostKey,
    PseudonymisedPost,
    PseudonymisedText,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from privacy.detect.span import Detector, Span
    from privacy.keyring import KeyRing
    from privacy.objection import ObjectionList
    from privacy.posts import SourceId
    from privacy.raw import RawPost


class AreaFinder(Protocol):
    """Finds the areas that a text is about; `pipeline.areas.gazetteer` implements it."""

    def find(self, text: str) -> tuple[AreaCode, ...]:
        """Return codes of the most specific areas, without what only a person's name suggests."""
        ...


class Refusal(StrEnum):
    """Why a post is dropped at the door: rule ids, in Dutch because analysts see them."""

    OBJECTION = "bezwaar"
    EXPIRED = "buiten_bewaartermijn"
    NO_AREA = "geen_gebied"
    SPECIAL_CATEGORY = "bijzonder_persoonsgegeven"


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without the personal data that was found in it, and where that stood."""

    text: PseudonymisedText
    spans: tuple[Span, ...]


def redact(texts: Sequence[str], detector: Detector) -> list[Redacted]:
    """Return each text with its personal data replaced by typed placeholders.

    Guarantee: no surface of a detected span occurs in the result; the classifier sees only this.
    """
    return [
        Redacted(PseudonymisedText(replace(text, spans)), tuple(spans))
        for text, spans in zip(texts, detector.detect(texts), strict=True)
    ]


def author_pseudonyms(
    keyring: KeyRing, sources: Iterable[SourceId], author: str, now: datetime
) -> frozenset[AuthorPseudonym]:
    """Return every pseudonym that an account is known by: one per source and living epoch.

    Guarantee: only for who is asked to delete; epochs whose key is gone stay closed.
    """
    epochs = keyring.epochs(now)
    return frozenset(
        AuthorPseudonym(keyring.pseudonym(epoch, "author", source, author, now=now))
        for source in sources
        for epoch in epochs
    )


class Pseudonymiser:
    """Turns raw posts into pseudonymised ones; holds nothing of them afterwards."""

    def __init__(
        self,
        keyring: KeyRing,
        detector: Detector,
        areas: AreaFinder,
        objections: Callable[[], ObjectionList],
    ) -> None:
        self._keyring = keyring
        self._detector = detector
        self._areas = areas
        self._objections = objections

    def pseudonymise(
        self, posts: Iterable[RawPost], now: datetime, default_area: AreaCode | None = None
    ) -> list[PseudonymisedPost | Refusal]:
        """Return, in order, a pseudonymised post or the reason why there is none.

        A post of an account that objected (read anew for each call), past its retention, or
        about no area while its source has no `default_area`, is refused before anything else of
        it is read; so is one with a special category of personal data about a person (AVG art. 9).

        Guarantee: G7, G8; neither author, id, exact moment nor found personal data is in it.
        """
        objections = self._objections()
        offered = [
            (
                post,
                Refusal.OBJECTION
                if objections.holds(post.author)
                else self._place(post, now, default_area),
            )
            for post in posts
        ]
        kept = [(post, place) for post, place in offered if not isinstance(place, Refusal)]
        redacted = iter(redact([post.text for post, _ in kept], self._detector))
        return [
            place if isinstance(place, Refusal) else self._seal(post, place, next(redacted), now)
            for post, place in offered
        ]

    def keys(self, source: SourceId, post_id: str, now: datetime) -> frozenset[PostKey]:
        """Return every key that a post with this id can be stored under: one per living epoch.

        Whoever deletes or edits a post rarely says in which week it was made.
        """
        return frozenset(
            PostKey(self._keyring.pseudonym(epoch, "post", source, post_id, now=now))
            for epoch in self._keyring.epochs(now)
        )

    def earlier(self, post: RawPost, now: datetime) -> frozenset[PostKey]:
        """Return the keys of what an edited or reread post takes the place of; else none."""
        replaces = post.marks & {Mark.EDITED, Mark.AGAIN}
        return self.keys(post.source, post.post_id, now) if replaces else frozenset()

    def _place(
        self, post: RawPost, now: datetime, default_area: AreaCode | None
    ) -> tuple[AreaCode, ...] | Refusal:
        """Return the areas that the post is about, or why it is refused unread."""
        if not self._keyring.keeps(post.created_at, now):
            return Refusal.EXPIRED
        areas = self._areas.find(post.text)
        return areas if areas or default_area else Refusal.NO_AREA

    def _seal(
        self, post: RawPost, areas: tuple[AreaCode, ...], redacted: Redacted, now: datetime
    ) -> PseudonymisedPost | Refusal:
        if special_category_hints(redacted.text):
            return Refusal.SPECIAL_CATEGORY
        ring, source, epoch = self._keyring, post.source, Epoch.of(post.created_at)
        run = ring.pseudonym(epoch, "fingerprint", standing_run(redacted.text), now=now)
        return PseudonymisedPost(
            key=PostKey(ring.pseudonym(epoch, "post", source, post.post_id, now=now)),
            author=AuthorPseudonym(ring.pseudonym(epoch, "author", source, post.author, now=now)),
            epoch=epoch,
            source=source,
            hour=post.created_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0),
            text=redacted.text,
            fingerprint=Fingerprint(run[:FINGERPRINT_HEX_DIGITS]),
            areas=areas,
            found=Counter(span.type for span in redacted.spans),
            language=post.language,
            marks=post.marks,
        )
