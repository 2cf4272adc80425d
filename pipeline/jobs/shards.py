"""Which sources may be read, and the shards that a task reads of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.areas.gazetteer import Gazetteer
from pipeline.clock import utc_now
from pipeline.framework_files import load_framework
from pipeline.sources.config import FileSpec, load_sources
from pipeline.sources.opening import Opening
from privacy.errors import Permanent, PrivacyError
from privacy.posts import SourceId

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from pipeline.settings import Settings
    from pipeline.sources.config import SourceSpec
    from pipeline.sources.protocol import Source
    from privacy.framework.schema import Bron, Framework

STANDARD_INPUT = "-"
STDIN_FILENO = 0
WHOLE = "1/1"
"""The part of a source that is all of it."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one task reads: shards by their number in the source, which has `of` of them."""

    shards: Mapping[int, Source]
    of: int

    @classmethod
    def whole(cls, shards: Sequence[Source]) -> Part:
        """Return all shards of a source."""
        return cls(dict(enumerate(shards, start=1)), len(shards))


def open_sources(settings: Settings, clock: Callable[[], datetime] = utc_now) -> list[SourceId]:
    """Return the sources that may be read now without being handed a file."""
    return list(_open(settings, load_framework(settings, clock()).framework))


def open_parts(settings: Settings, clock: Callable[[], datetime] = utc_now) -> list[dict[str, str]]:
    """Return `{source, part}` of what may be read now, each by a task of its own.

    A source has as many parts as it has shards, at most `parts_per_source`.
    """
    framework = load_framework(settings, clock()).framework
    return [
        {"source": source, "part": f"{number}/{parts}"}
        for source, spec in _open(settings, framework).items()
        for parts in (_parts(settings, framework, source, spec, clock),)
        for number in range(1, parts + 1)
    ]


def permitted(settings: Settings, permission: Bron) -> SourceSpec:
    """Return the spec of a source, which is of the kind that the council permitted.

    Raises:
        PrivacyError: `bron.soort`, it is of another kind.
        Permanent: `bron.onbekend`, there is no spec.
    """
    spec = _specs(settings).get(permission.id)
    if spec is None:
        raise Permanent(
            "bron.onbekend", "deze bron staat niet in bronnen.yaml; zet haar daar onder dezelfde id"
        )
    if spec.soort != permission.soort:
        raise PrivacyError("bron.soort", "de bron is van een andere soort dan het kader toestaat")
    return spec


def readable_alone(spec: SourceSpec) -> bool:
    """Return whether the source can be read without being handed a file."""
    return not isinstance(spec, FileSpec) or spec.map is not None


def part_of(
    opening: Opening, source: SourceId, spec: SourceSpec, file: Path | None, part: str
) -> Part:
    """Return the part `k/n` of the source: every n-th shard from the k-th.

    Raises:
        Permanent: `bron.bestand`, the source reads a file and got none; as `Opening.shards`.
    """
    if file is None and not readable_alone(spec):
        raise Permanent("bron.bestand", "deze bron leest een bestand: geef --file")
    if file is not None and str(file) == STANDARD_INPUT:
        return Part.whole(
            list(opening.shards(source, spec, stream=open(STDIN_FILENO, "rb", closefd=False)))
        )
    first, parts = map(int, part.split("/"))
    whole = Part.whole(list(opening.shards(source, spec, path=file)))
    mine = range(first, whole.of + 1, parts)
    return Part({number: whole.shards[number] for number in mine}, whole.of)


def _specs(settings: Settings) -> Mapping[str, SourceSpec]:
    return load_sources(settings.config_folder / "bronnen.yaml").bronnen


def _open(settings: Settings, framework: Framework) -> dict[SourceId, SourceSpec]:
    specs = _specs(settings)
    return {
        SourceId(source.id): specs[source.id]
        for source in framework.bronnen
        if source.id in specs and readable_alone(specs[source.id])
    }


def _parts(
    settings: Settings,
    framework: Framework,
    source: SourceId,
    spec: SourceSpec,
    clock: Callable[[], datetime],
) -> int:
    """Return in how many parts a source is read; its own task says when it cannot be opened."""
    if settings.parts_per_source == 1:
        return 1
    folder = settings.config_folder
    areas = Gazetteer.load(folder / "gebieden" / framework.gebieden.set)
    try:
        shards = list(Opening(folder, areas, clock, settings.contact).shards(source, spec))
    except Permanent:
        return 1
    return max(1, min(settings.parts_per_source, len(shards)))
