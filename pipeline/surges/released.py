"""Surges in released figures: the views `verwachting` and `pieken`, nothing else is looked at.

What is computed from released figures says no more about anyone than they do. The same figures
give the same bytes.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pipeline.surges.detect import FALSE_DISCOVERIES, runs
from pipeline.surges.discovery import confirmed
from pipeline.surges.evidence import judge_between
from pipeline.surges.figures import figures, union
from pipeline.surges.record import METHOD_VERSION, Method

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from pipeline.surges.figures import Figures
    from pipeline.surges.series import Judgement

TIER = "intern"

EXPECTED_COLUMNS = {
    "tijd_van": "TIMESTAMPTZ",
    "tijd_tot": "TIMESTAMPTZ",
    "gebied_code": "VARCHAR",
    "gebied_naam": "VARCHAR",
    "niveau": "VARCHAR",
    "signaal": "VARCHAR",
    "verwacht": "DOUBLE",
    "bovengrens": "DOUBLE",
}
"""The columns of `verwachting`, in order; described in docs/pieken.md."""

SURGE_COLUMNS = {
    "piek_id": "VARCHAR",
    "tijd_van": "TIMESTAMPTZ",
    "tijd_tot": "TIMESTAMPTZ",
    "gebied_code": "VARCHAR",
    "gebied_naam": "VARCHAR",
    "niveau": "VARCHAR",
    "signaal": "VARCHAR",
    "waarde": "BIGINT",
    "onder": "BIGINT",
    "boven": "BIGINT",
    "verwacht": "DOUBLE",
    "bovengrens": "DOUBLE",
    "overschrijding": "DOUBLE",
    "bronnen": "VARCHAR[]",
    "dubbel_pct": "INTEGER",
    "methode": "VARCHAR",
    "methode_versie": "VARCHAR",
    "kader_versie": "BIGINT",
}
"""The columns of `pieken`, in order; described in docs/pieken.md."""

_DECIMALS = 3
_OPTIONAL = ("dubbel_pct", "bronnen")


def surges(
    cells: pd.DataFrame, withheld_most: Mapping[str, float], since: datetime | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return `verwachting` and `pieken` of released cells with the columns of `cellen`.

    Only dates from `since` on are judged, where it is given: exactly as when all are.

    `withheld_most` is, per signal, the most that a figure withheld as too small can have been.

    `verwachting` has a row for every figure with enough history; a figure is above `bovengrens`
    exactly when it is part of a surge. Of all area x signal series of a date together, at most
    the share `FALSE_DISCOVERIES` of the surges is false, on average. A date without data, or
    withheld for another reason than a small count, has no judgement and ends a surge.
    """
    if "tier" in cells:
        cells = cells[cells.tier == TIER]
    missing: dict[str, Any] = {name: None for name in _OPTIONAL if name not in cells}
    found = figures(cells.assign(**missing), withheld_most)
    expected: list[pd.DataFrame] = []
    surging: list[dict[str, Any]] = []
    if found:
        judged = [judge_between(each.least, each.most, _first(each, since)) for each in found]
        kept = confirmed([each.least for each in found], judged, FALSE_DISCOVERIES)
        for each, judgement in zip(found, kept, strict=True):
            expected.append(_expected(each, judgement))
            surging.extend(_surges(each, judgement))
    expectation = pd.concat(expected) if expected else pd.DataFrame(columns=[*EXPECTED_COLUMNS])
    table = pd.DataFrame(surging, columns=[*SURGE_COLUMNS])
    numbers = dict.fromkeys(("waarde", "onder", "boven", "dubbel_pct", "kader_versie"), "Int64")
    if since is not None:
        expectation, table = (part[part.tijd_van >= since] for part in (expectation, table))
    return (
        expectation.sort_values(["signaal", "gebied_code", "tijd_van"], kind="stable").reset_index(
            drop=True
        ),
        table.astype(numbers)
        .sort_values(["tijd_van", "gebied_code", "signaal"], kind="stable")
        .reset_index(drop=True),
    )


def _first(each: Figures, since: datetime | None) -> int:
    """Return the index in the series of the first date from `since` on."""
    if since is None:
        return 0
    earlier = int((each.rows.tijd_van < since).sum())
    return int([*each.at, len(each.least.values)][earlier])


def _expected(each: Figures, judgement: Judgement) -> pd.DataFrame:
    rows = each.rows.assign(
        verwacht=np.round(judgement.expected[each.at], _DECIMALS),
        bovengrens=np.round(judgement.upper[each.at], _DECIMALS),
    )
    return rows.loc[judgement.judged[each.at], [*EXPECTED_COLUMNS]]


def _surges(each: Figures, judgement: Judgement) -> Iterator[dict[str, Any]]:
    """Yield the runs of alarms; figures and bounds are of the date that is hardest to explain."""
    counts, row_of = each.least.values, {int(at): row for row, at in enumerate(each.at)}  # noqa: PD011 - no pandas
    for first, after in runs(counts > judgement.upper):
        peak = first + int(np.argmin(judgement.p_value[first:after]))
        run = each.rows.iloc[row_of[first] : row_of[after - 1] + 1].to_dict("records")
        top = run[peak - first]
        upper = round(float(judgement.upper[peak]), _DECIMALS)
        yield {
            **{name: top[name] for name in SURGE_COLUMNS if name in top},
            "piek_id": surge_id(run[0]["tijd_van"], top["gebied_code"], top["signaal"]),
            "tijd_van": run[0]["tijd_van"],
            "tijd_tot": run[-1]["tijd_tot"],
            "verwacht": round(float(judgement.expected[peak]), _DECIMALS),
            "bovengrens": upper,
            "overschrijding": round(float(counts[peak]) - upper, _DECIMALS),
            "bronnen": union(row["bronnen"] for row in run),
            "methode": Method.DEFAULT.value,
            "methode_versie": METHOD_VERSION,
        }


def surge_id(start: pd.Timestamp, area: str, signal: str) -> str:
    """Return the name of a surge: the same in every release, however long it lasts."""
    key = f"{start.tz_convert('UTC').isoformat()} {area} {signal}"
    return hashlib.sha256(key.encode()).hexdigest()[:12]
