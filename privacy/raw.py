"""RawPost: a public post as it arrived, which cannot leave the memory of this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Never, final

from privacy.errors import PrivacyError

if TYPE_CHECKING:
    from datetime import datetime

    from privacy.posts import Mark, SourceId

_WITHHELD = "<RawPost: withheld>"


@final
class RawPost:
    """A post with its author and text, for the moment between source and pseudonymisation.

    Deliberately no dataclass: it has no `__dict__`, no fields to enumerate, no readable form,
    and refuses pickle, copy and every protocol built on them (multiprocessing, XCom, JSON).
    Only `pipeline.sources` makes one, only `privacy.pseudonymise` reads one (import contract).

    Guarantee: G8, no text at rest; see the table in docs/architecture.md.
    """

    __slots__ = ("author", "created_at", "language", "marks", "post_id", "source", "text")

    def __init__(  # noqa: PLR0913 - one argument per field of the input, all keyword-only
        self,
        *,
        post_id: str,
        created_at: datetime,
        author: str,
        source: SourceId,
        text: str,
        language: str | None = None,
        marks: frozenset[Mark] = frozenset(),
    ) -> None:
        self.post_id = post_id
        self.created_at = created_at
        self.author = author
        self.source = source
        self.text = text
        self.language = language
        self.marks = marks

    def __init_subclass__(cls, **_: object) -> None:
        raise PrivacyError("raw.final", "RawPost cannot be subclassed")

    def __repr__(self) -> str:
        return _WITHHELD

    def __format__(self, _: str, /) -> str:
        return _WITHHELD

    def __reduce_ex__(self, _: object, /) -> Never:
        raise PrivacyError("raw.serialise", "a raw post cannot be pickled, copied or sent")

    def __getstate__(self) -> Never:
        raise PrivacyError("raw.serialise", "a raw post has no state to hand out")
