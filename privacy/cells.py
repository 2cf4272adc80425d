"""Cells: counts of distinct authors before and after the disclosure rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from privacy.posts import AreaCode, Signal, SourceId


class Status(StrEnum):
    """Three states that must never be mistaken for one another; a released 0 is a count."""

    RELEASED = "vrijgegeven"
    SUPPRESSED = "onderdrukt"
    NO_DATA = "geen_data"


@dataclass(frozen=True, slots=True)
class Bucket:
    """A span on the fixed grid of the framework: `start` included, `end` excluded."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Cell:
    """Distinct authors with a signal in an area in a bucket, after contribution bounding.

    `authors` is None where no source delivered anything in the bucket: unknown, not zero.
    `repeats` counts those of them whose post another author's post nearly equals, the first one
    apart. `posts` counts what was read about the area in the bucket, with or without a signal.
    `sources` are those that delivered anything in the bucket, about whatever area.
    """

    bucket: Bucket
    area: AreaCode
    signal: Signal
    authors: int | None
    posts: int = 0
    repeats: int = 0
    sources: tuple[SourceId, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleasedCell:
    """What people may see of a cell. `value`, `lower`, `upper` are None unless released.

    `value` counts flagged authors; the count lies in `lower` to `upper` (both included). `posts`
    is how many were read about the area in the bucket, in coarse steps; 0 unless released. At
    least `repeats_pct` percent of the authors repeat another; None unless released. `rule` is the
    id of the rule that decided, as in `privacy.disclosure.Rule`.
    """

    bucket: Bucket
    area: AreaCode
    signal: Signal
    status: Status
    value: int | None
    lower: int | None
    upper: int | None
    posts: int
    repeats_pct: int | None
    sources: tuple[SourceId, ...]
    rule: str
