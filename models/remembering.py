"""A classifier that reads the same text once: reposts and copies are common in public posts."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.classifier import Classifier, Prediction
    from privacy.posts import PseudonymisedText

CAPACITY_TEXTS = 20_000


class RememberingClassifier:
    """Wraps a `Classifier`; remembers predictions by a digest of the text, in memory only.

    Sound because a prediction depends on its own text alone (`Classifier.classify`).
    """

    def __init__(self, inner: Classifier, capacity_texts: int = CAPACITY_TEXTS) -> None:
        self._inner = inner
        self._capacity = capacity_texts
        self._known: OrderedDict[bytes, Prediction] = OrderedDict()

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
        keys = [
            hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
            for text in texts
        ]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        self._known.update(zip(new, self._inner.classify(list(new.values())), strict=True))
        answers = [self._known[key] for key in keys]
        for key in dict.fromkeys(keys):
            self._known.move_to_end(key)
        while len(self._known) > self._capacity:
            self._known.popitem(last=False)
        return answers
