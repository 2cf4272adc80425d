"""Cells -> the public database: figures with noise for everybody, one week at a time.

Noise is drawn once for the finest areas of the public grid, zeros included; everything else is
reckoned from what was drawn (post-processing, which costs no privacy). What is drawn is kept:
older weeks are copied as they are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.aggregate import Grid, count_cells, first_kept_day
from pipeline.estimate import Z95
from pipeline.release import COLUMNS, ORDER, TYPES, older_figures
from pipeline.released_file import add_view, renewed
from privacy.cells import Status
from privacy.epoch import Epoch
from privacy.noise import noise_scale, with_noise
from privacy.nonnegative import nonnegative

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from models.error_rates import ErrorRates
    from pipeline.areas.gazetteer import Gazetteer
    from pipeline.lake.opened import Lake
    from privacy.budget import Ledger
    from privacy.cells import Bucket, Cell
    from privacy.framework.schema import Framework
    from privacy.posts import AreaCode, Signal

TIER = "openbaar"
RULE = "G6.ruis"


def due_cells(
    lake: Lake, framework: Framework, gazetteer: Gazetteer, ledger: Ledger, now: datetime
) -> list[Cell]:
    """Return the finest cells of the newest week that has ended and is not published.

    Empty where there is none, where this week's figures came out, or where the year's budget is
    spent. A week that was missed is not made up for: each calendar week pays for one.
    """
    rules = framework.vrijgave.openbaar
    year = Epoch.of(now).year
    if not ledger.may_publish(now) or not ledger.affords(
        rules.rho_per_week, year, rules.rho_per_jaar
    ):
        return []
    first_day = first_kept_day(now, framework.bewaartermijnen.berichten_dagen)
    since = datetime.combine(first_day, time.min, UTC)
    cells = [
        cell
        for cell in count_cells(lake, Grid.public(framework), gazetteer, since, now)
        if cell.authors is not None
    ]
    newest = max((cell.bucket.start for cell in cells), default=now)
    due = [cell for cell in cells if cell.bucket.start == newest]
    return [] if not due or ledger.published(week_of(due[0].bucket)) else due


def week_of(bucket: Bucket) -> Epoch:
    """Return the epoch whose pseudonyms are counted in a week on the local clock."""
    return Epoch.of(bucket.end - timedelta(hours=1))


def publish(  # noqa: PLR0913 - what is published, by which rules, and where and when
    cells: Sequence[Cell],
    framework: Framework,
    gazetteer: Gazetteer,
    errors: Mapping[Signal, ErrorRates],
    *,
    database: Path,
    now: datetime,
) -> None:
    """Draw the noise for `cells`, which are paid for, and put their figures beside the older ones.

    Guarantee: G4, G5, G6; called once per week, after `Budget.spend` of that week.
    """
    rules = framework.vrijgave.openbaar
    drawn = with_noise(
        [cell.authors or 0 for cell in cells], rules.bijdrage_per_auteur, rules.rho_per_week
    )
    scale = noise_scale(rules.bijdrage_per_auteur, rules.rho_per_week)
    rows = list(_rows(cells, drawn, scale, framework, gazetteer, errors))
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype(TYPES)
    oldest = now - timedelta(days=framework.bewaartermijnen.cellen_dagen)
    with renewed(database) as connection:
        older = older_figures(connection, oldest, cells[0].bucket.start)
        figures = pd.concat([older, frame], ignore_index=True)
        add_view(connection, "cellen", COLUMNS, figures.sort_values(ORDER, kind="stable"))


def _rows(  # noqa: PLR0913, PLR0917 - as above
    cells: Sequence[Cell],
    drawn: Sequence[int],
    scale: float,
    framework: Framework,
    gazetteer: Gazetteer,
    errors: Mapping[Signal, ErrorRates],
) -> Iterator[tuple[object, ...]]:
    """Yield a row for each area: the sum of the finest areas in it.

    The count of the whole is as drawn; its parts are the nearest counts that are not negative and
    add up to it.
    """
    signals: defaultdict[Signal, dict[AreaCode, int]] = defaultdict(dict)
    for cell, value in zip(cells, drawn, strict=True):
        signals[cell.signal][cell.area] = value
    bucket = cells[0].bucket
    for signal, leaves in signals.items():
        ratio = errors[signal].true_per_flagged
        counts = nonnegative([ratio.value * value for value in leaves.values()])
        whole: defaultdict[AreaCode, int] = defaultdict(int)
        leaves_in: defaultdict[AreaCode, int] = defaultdict(int)
        for leaf, count in zip(leaves, counts, strict=True):
            for each in (leaf, *gazetteer.ancestors(leaf)):
                whole[each] += count
                leaves_in[each] += 1
        for code, value in whole.items():
            by_noise = ratio.value * scale * math.sqrt(leaves_in[code])
            half = Z95 * math.hypot(by_noise, value * ratio.relative_sd)
            area = gazetteer.area(code)
            yield (
                TIER,
                bucket.start,
                bucket.end,
                code,
                area.name,
                area.level.value,
                signal.value,
                Status.RELEASED.value,
                value,
                max(math.floor(value - half), 0),
                math.ceil(value + half),
                None,
                [],
                RULE,
                framework.kader_versie,
            )
