"""Source -> store: read, pseudonymise, classify and write in micro-batches, in one process.

Raw posts exist only inside `Ingest.run`, for the length of one batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.counts import Counts, Kind
from pipeline.language import is_foreign
from pipeline.sources.protocol import Rejection
from pipeline.store import Batch
from privacy.posts import AreaCode, ClassifiedPost, PseudonymisedPost
from privacy.pseudonymise import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from models.classifier import Classifier
    from pipeline.areas.gazetteer import Gazetteer
    from pipeline.framework_files import Gate
    from pipeline.language import LanguageIdentifier
    from pipeline.sources.protocol import Source
    from pipeline.store import Store
    from privacy.posts import Signal
    from privacy.pseudonymise import Pseudonymiser
    from privacy.raw import RawPost


class Scope(StrEnum):
    """Why a post is dropped after pseudonymisation: it is not what the council asked for."""

    LANGUAGE = "andere_taal"
    ELSEWHERE = "andere_plaats"


@dataclass(frozen=True, slots=True)
class Ingest:
    """Everything that turns a source into stored posts, wired by `pipeline.jobs`."""

    gate: Gate
    pseudonymiser: Pseudonymiser
    classifier: Classifier
    language: LanguageIdentifier
    gazetteer: Gazetteer
    store: Store
    clock: Callable[[], datetime]
    batch_posts: int

    def run(
        self,
        source: Source,
        default_area: AreaCode | None,
        total: Counts,
        progress: Callable[[int, int | None], None],
    ) -> Counts:
        """Store every post of the source that is in scope; add what happened to each to `total`.

        Continues where an earlier run of the same shard stopped. The gate is checked before a
        batch is read and again before it is stored: when the framework lapses, is stopped or
        is changed, the batch in memory is discarded.

        Raises:
            PrivacyError: the framework does not (or no longer) allow this source.
            Transient, Permanent: the source or the store failed.
        """
        position = self.store.cursor(source.id, source.shard) if source.shard else 0
        records = source.read(position)
        while True:
            self._check_gate(source)
            unknown_before = source.unknown_fields
            batch = list(islice(records, self.batch_posts))
            if not batch:
                return total
            digested = self._digest(batch, source, default_area)
            unknown = source.unknown_fields - unknown_before
            digested.counts.add(Kind.NOTED, "onbekende_velden", unknown)
            self._check_gate(source)
            total.update(self.store.append(digested))
            progress(source.consumed, source.total)

    def _check_gate(self, source: Source) -> None:
        now = self.clock()
        self.gate.check(now)
        self.gate.approved.source(source.id, now)

    def _digest(
        self,
        records: Sequence[tuple[int, RawPost | Rejection]],
        source: Source,
        default_area: AreaCode | None,
    ) -> Batch:
        """Return what may be stored of a batch; nothing of its text survives this call."""
        counts = Counts()
        counts.add(Kind.READ, number=len(records))
        raw: list[RawPost] = []
        for _, record in records:
            if isinstance(record, Rejection):
                counts.add(Kind.DROPPED, record.reason)
            else:
                raw.append(record)
        posts = self._in_scope(raw, counts, default_area)
        predictions = self.classifier.classify([post.text for post in posts])
        allowed = {signal.id for signal in self.gate.approved.framework.signalen}
        classified = [
            _classify(post, tuple(s for s in prediction.signals if s in allowed), default_area)
            for post, prediction in zip(posts, predictions, strict=True)
        ]
        for post in classified:
            for signal in post.signals:
                counts.add(Kind.SIGNAL, signal)
        return Batch(classified, counts, source.id, source.shard, records[-1][0])

    def _in_scope(
        self, raw: Sequence[RawPost], counts: Counts, default_area: AreaCode | None
    ) -> list[PseudonymisedPost]:
        kept: list[PseudonymisedPost] = []
        for post in self.pseudonymiser.pseudonymise(raw, self.clock(), default_area):
            if isinstance(post, Refusal):
                counts.add(Kind.DROPPED, post)
                continue
            for kind, number in post.found.items():
                counts.add(Kind.FOUND, kind, number)
            kept.append(post)
        languages = self.language.identify([post.text for post in kept])
        allowed = frozenset(self.gate.approved.framework.talen)
        in_scope: list[PseudonymisedPost] = []
        for post, guess in zip(kept, languages, strict=True):
            if is_foreign(guess, allowed):
                counts.add(Kind.DROPPED, Scope.LANGUAGE)
            elif not post.areas and self.gazetteer.elsewhere(post.text):
                counts.add(Kind.DROPPED, Scope.ELSEWHERE)
            else:
                in_scope.append(post)
        return in_scope


def _classify(
    post: PseudonymisedPost, signals: tuple[Signal, ...], default_area: AreaCode | None
) -> ClassifiedPost:
    return ClassifiedPost(
        key=post.key,
        author=post.author if signals else None,
        epoch=post.epoch,
        source=post.source,
        hour=post.hour,
        areas=post.areas or ((default_area,) if default_area else ()),
        signals=signals,
    )
