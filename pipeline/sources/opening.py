"""From a spec in `bronnen.yaml` to a source that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.city_clock import TIMEZONE
from pipeline.sources.config import ExampleSpec
from pipeline.sources.example import ExampleSource, load_pool
from pipeline.sources.files import FileSource
from privacy.errors import Permanent

if TYPE_CHECKING:
    import io
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from pipeline.sources.config import SourceSpec
    from pipeline.sources.protocol import Source
    from privacy.posts import SourceId

POOL = "voorbeeld/posts.jsonl"
"""The pool of the example, below the configuration folder."""


def open_source(  # noqa: PLR0913 - what a source may need, all keyword-only
    source: SourceId,
    spec: SourceSpec,
    *,
    folder: Path,
    clock: Callable[[], datetime],
    path: Path | None = None,
    stream: io.BufferedIOBase | None = None,
) -> Source:
    """Return the source that `spec` describes.

    `path` or `stream` is what a source of kind `bestand` reads. The example ends at the last
    midnight in Almere, so that it is the same all day; its pool lies below `folder`.

    Raises:
        Permanent: `bron.bestand`, `voorbeeld.berichten`.
    """
    if not isinstance(spec, ExampleSpec):
        return FileSource(source, spec, clock=clock, path=path, stream=stream)
    if path is not None or stream is not None:
        raise Permanent("bron.bestand", "de voorbeeldbron leest geen bestand")
    midnight = clock().astimezone(TIMEZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    pool = load_pool(folder / POOL)
    return ExampleSource(source, pool, until=midnight, n_posts=spec.berichten, seed=spec.zaad)
