"""Source -> store: read, pseudonymise, classify and write in micro-batches, in one process.

Raw posts exist only inside `Ingest._begun`, for the length of one batch.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.counts import Counts, Kind
from pipeline.lake.store import DUPLICATE, WITHDRAWN, Batch
from pipeline.language import is_foreign
from pipeline.sources.protocol import START, Deletion, Passed, Rejection
from privacy.errors import Permanent, Transient
from privacy.kept_text import KeptText
from privacy.posts import AreaCode, ClassifiedPost, PseudonymisedPost
from privacy.pseudonymise import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from datetime import datetime

    from models.classifier import Classifier, Prediction
    from pipeline.areas.gazetteer import Gazetteer
    from pipeline.framework_files import Gate
    from pipeline.lake.store import Store
    from pipeline.language import Identified, LanguageIdentifier
    from pipeline.sources.protocol import Item, Source
    from pipeline.texts import Texts
    from privacy.posts import PostKey, Signal
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
    texts: Texts
    clock: Callable[[], datetime]
    batch_posts: int

    def run(
        self,
        source: Source,
        default_area: AreaCode | None,
        total: Counts,
        progress: Callable[[int, int | None], None],
    ) -> Counts:
        """Store every post of the shard that is in scope; add what happened to each to `total`.

        Continues where an earlier run of the same shard stopped. While the model reads one
        batch, the next is read for personal data; they are stored in order. The gate is checked
        before a batch is read and again before it is stored: when the framework lapses, is
        stopped or is changed, what is in memory is discarded.

        Raises:
            PrivacyError: the framework does not (or no longer) allow this source.
            Transient, Permanent: the source or the store failed; what was read before is stored.
        """
        self._check_gate(source)
        with ThreadPoolExecutor(1) as beside:
            for begun in _one_behind(self._begun(source, default_area, beside)):
                digested, texts = self._digest(begun, source, default_area)
                self._check_gate(source)
                total.update(self._store(digested, texts))
                progress(begun.consumed, source.total)
        return total

    def _begun(
        self, source: Source, default_area: AreaCode | None, beside: ThreadPoolExecutor
    ) -> Iterator[_Begun]:
        """Yield each batch without its raw posts, and with what the model is still reading."""
        position = self.store.cursor(source.id, source.shard) if source.shard else START
        records = source.read(position)
        while True:
            self._check_gate(source)
            unknown_before = source.unknown_fields
            batch = list(islice(records, self.batch_posts))
            if not batch:
                return
            counts = Counts()
            counts.add(Kind.NOTED, "onbekende_velden", source.unknown_fields - unknown_before)
            steps = self._steps(batch, source, counts, default_area)
            texts = [step.post.text for step in steps if step.post]
            predicted = beside.submit(self.classifier.classify, texts)
            begun = _Begun(steps, predicted, counts, batch[-1][0], source.consumed)
            del batch  # raw posts do not wait for the model
            yield begun

    def _check_gate(self, source: Source) -> None:
        now = self.clock()
        self.gate.check(now)
        self.gate.approved.source(source.id, now)

    def _store(self, batch: Batch, texts: Mapping[PostKey, KeptText]) -> Counts:
        """Store the batch, and keep the texts of posts that were not stored before.

        Source: `pipeline.texts`, for the order.
        """
        self.texts.expire(self.clock())
        self.texts.withdraw(batch.withdrawn)
        new = self.store.unstored(texts.keys())
        counts = self.store.append(batch)
        self.texts.keep({key: texts[key] for key in new}, self.clock())
        return counts

    def _steps(
        self,
        records: Sequence[tuple[str, Item]],
        source: Source,
        counts: Counts,
        default_area: AreaCode | None,
    ) -> list[_Step]:
        """Return in order what the records ask for. No raw post survives this call."""
        for _, item in records:
            _count(item, counts)
        raw = [
            item
            for _, item in records
            if not isinstance(item, Rejection | Deletion | Passed)  # a RawPost
        ]
        in_scope = iter(self._in_scope(raw, counts, default_area))
        now = self.clock()
        steps = []
        for _, item in records:
            if isinstance(item, Deletion):
                steps.append(_Step(self.pseudonymiser.keys(source.id, item.post_id, now)))
            elif not isinstance(item, Rejection | Passed):
                steps.append(_Step(self.pseudonymiser.earlier(item, now), next(in_scope)))
        return steps

    def _digest(
        self, begun: _Begun, source: Source, default_area: AreaCode | None
    ) -> tuple[Batch, dict[PostKey, KeptText]]:
        """Return what may be stored of a batch, and the texts that the council lets stay a while.

        Nothing else of its text survives this call.
        """
        counts, predictions = begun.counts, begun.predicted.result()
        _count_scores(predictions, counts)
        allowed = {signal.id for signal in self.gate.approved.framework.signalen}
        settled, each = _Settled(counts), iter(predictions)
        for step in begun.steps:
            settled.withdraw(step.withdraws)
            if step.post:
                signals = tuple(s for s in next(each).signals if s in allowed)
                settled.keep(self._read(step.post, signals, default_area))
        posts = [read.post for read in settled.posts.values()]
        for post in posts:
            for signal in post.signals:
                counts.add(Kind.SIGNAL, signal)
        withdrawn = frozenset(settled.withdrawn)
        batch = Batch(posts, counts, source.id, source.shard, begun.position, withdrawn)
        return batch, {key: read.text for key, read in settled.posts.items() if read.text}

    def _read(
        self, post: PseudonymisedPost, signals: tuple[Signal, ...], default_area: AreaCode | None
    ) -> _Read:
        stays = signals and self.texts.kept_hours
        kept = KeptText(post.text, signals, self.classifier.sha256) if stays else None
        return _Read(_classify(post, signals, default_area), kept)

    def _in_scope(
        self, raw: Sequence[RawPost], counts: Counts, default_area: AreaCode | None
    ) -> list[PseudonymisedPost | None]:
        offered: list[PseudonymisedPost | None] = []
        for post in self.pseudonymiser.pseudonymise(raw, self.clock(), default_area):
            if isinstance(post, Refusal):
                counts.add(Kind.DROPPED, post)
                offered.append(None)
                continue
            for kind, number in post.found.items():
                counts.add(Kind.FOUND, kind, number)
            for mark in post.marks:
                counts.add(Kind.NOTED, mark)
            offered.append(post)
        guesses = self.language.identify([post.text for post in offered if post])
        for guess in guesses:
            counts.add(Kind.LANGUAGE, guess.code)
        languages = iter(guesses)
        allowed = frozenset(self.gate.approved.framework.talen)
        return [
            post if post and self._kept(post, next(languages), allowed, counts) else None
            for post in offered
        ]

    def _kept(
        self,
        post: PseudonymisedPost,
        guess: Identified,
        allowed: frozenset[str],
        counts: Counts,
    ) -> bool:
        if is_foreign(guess, allowed, post.language):
            counts.add(Kind.DROPPED, Scope.LANGUAGE)
            return False
        if not post.areas and self.gazetteer.elsewhere(post.text):
            counts.add(Kind.DROPPED, Scope.ELSEWHERE)
            return False
        return True


@dataclass(frozen=True, slots=True)
class _Step:
    """The posts that a record takes back, and the one that it brings, where that is in scope."""

    withdraws: frozenset[PostKey]
    post: PseudonymisedPost | None = None


@dataclass(frozen=True, slots=True)
class _Begun:
    """A batch that is pseudonymised; `position` and `consumed` are of the source, after it."""

    steps: Sequence[_Step]
    predicted: Future[list[Prediction]]
    counts: Counts
    position: str
    consumed: int


def _one_behind(made: Iterator[_Begun]) -> Iterator[_Begun]:
    """Yield each batch when the next one is made, or could not be read."""
    waiting: list[_Begun] = []
    try:
        for begun in made:
            yield from waiting
            waiting = [begun]
    except (Transient, Permanent):
        yield from waiting
        raise
    yield from waiting


@dataclass(frozen=True, slots=True)
class _Read:
    """A classified post, and its text where the council lets that stay for a while."""

    post: ClassifiedPost
    text: KeptText | None


@dataclass(slots=True)
class _Settled:
    """What is left of a batch when its deletions and edits have been followed, in order."""

    counts: Counts
    posts: dict[PostKey, _Read] = field(default_factory=dict)
    withdrawn: set[PostKey] = field(default_factory=set)

    def withdraw(self, keys: frozenset[PostKey]) -> None:
        self.withdrawn |= keys
        for key in keys:
            if self.posts.pop(key, None) is not None:
                self.counts.add(Kind.DROPPED, WITHDRAWN)

    def keep(self, read: _Read) -> None:
        if read.post.key in self.posts:
            self.counts.add(Kind.DROPPED, DUPLICATE)
        else:
            self.posts[read.post.key] = read


def _count(item: Item, counts: Counts) -> None:
    if isinstance(item, Passed):
        if item.noted:
            counts.add(Kind.NOTED, item.noted)
    elif not isinstance(item, Deletion):
        counts.add(Kind.READ)
        if isinstance(item, Rejection):
            counts.add(Kind.DROPPED, item.reason)


def _count_scores(predictions: Sequence[Prediction], counts: Counts) -> None:
    """Count the scores by tenths: enough to see later that the answers of the model move."""
    for prediction in predictions:
        for signal, score in prediction.scores.items():
            counts.add(Kind.SCORE, f"{signal}.{min(int(score * 10), 9)}")


def _classify(
    post: PseudonymisedPost, signals: tuple[Signal, ...], default_area: AreaCode | None
) -> ClassifiedPost:
    return ClassifiedPost(
        key=post.key,
        author=post.author if signals else None,
        fingerprint=post.fingerprint if signals else None,
        epoch=post.epoch,
        source=post.source,
        hour=post.hour,
        areas=post.areas or ((default_area,) if default_area else ()),
        signals=signals,
    )
