"""Models that read the same text once: reposts and copies are common in public posts."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from models.classifier import Classifier, Prediction
    from privacy.detect.span import Detector, Span
    from privacy.posts import PseudonymisedText

Answer = TypeVar("Answer")

CAPACITY_TEXTS = 20_000


class _Memory(Generic[Answer]):
    """The latest answers by a digest of their text, in the memory of this process only."""

    def __init__(self, capacity_texts: int) -> None:
        self._capacity = capacity_texts
        self._known: OrderedDict[bytes, Answer] = OrderedDict()

    def answers(
        self, texts: Sequence[str], read: Callable[[list[str]], list[Answer]]
    ) -> list[Answer]:
        """Return one answer per text, in order; `read` is given each text that is new, once."""
        keys = [
            hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
            for text in texts
        ]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        self._known.update(zip(new, read(list(new.values())), strict=True))
        found = [self._known[key] for key in keys]
        for key in dict.fromkeys(keys):
            self._known.move_to_end(key)
        while len(self._known) > self._capacity:
            self._known.popitem(last=False)
        return found


class RememberingClassifier:
    """Wraps a `Classifier`; sound because a prediction depends on its own text alone."""

    def __init__(self, inner: Classifier, capacity_texts: int = CAPACITY_TEXTS) -> None:
        self._inner = inner
        self._memory: _Memory[Prediction] = _Memory(capacity_texts)

    @property
    def id(self) -> str:
        """Name and version of the wrapped model."""
        return self._inner.id

    @property
    def sha256(self) -> str:
        """Digest of the wrapped model."""
        return self._inner.sha256

    def classify(self, texts: Sequence[PseudonymisedText]) -> list[Prediction]:
        """Return one prediction per text, in order; each different text is read once."""
        read: Callable[[list[PseudonymisedText]], list[Prediction]] = self._inner.classify
        return self._memory.answers(texts, read)  # type: ignore[arg-type] # the texts that came in


class RememberingDetector:
    """Wraps a `Detector`; sound because what is found depends on its own text alone.

    Remembers where personal data stands (offsets and types), never the text itself.
    """

    def __init__(self, inner: Detector, capacity_texts: int = CAPACITY_TEXTS) -> None:
        self._inner = inner
        self._memory: _Memory[list[Span]] = _Memory(capacity_texts)

    def detect(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return per text its spans; each different text is read once."""
        return self._memory.answers(texts, self._inner.detect)
