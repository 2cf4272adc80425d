"""How fast people get an answer: `stadspols query` on ten years of released figures.

Run: `python bench/query.py [--years 10]`. The figures are drawn at random and written by the code
that writes real releases.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.areas.gazetteer import Gazetteer
from pipeline.read import Reader, query
from pipeline.release import COLUMNS, ORDER, TYPES
from pipeline.released_file import add_view, renewed
from pipeline.settings import PACKAGED_CONFIG
from privacy.level import Level
from privacy.posts import Signal

K = 10
LIMIT = timedelta(seconds=30)
END = datetime(2026, 11, 1, tzinfo=UTC)
QUESTIONS = {
    "a month of one area and signal": (
        "SELECT tijd_van, waarde, onder, boven FROM cellen WHERE signaal = 'onrust' "
        "AND gebied_code = 'WK003418' AND tijd_van >= '2026-10-01' ORDER BY tijd_van"
    ),
    "a month of all areas, one signal": (
        "SELECT * FROM cellen WHERE signaal = 'onrust' AND tijd_van >= '2026-10-01'"
    ),
    "a month of all figures": "SELECT * FROM cellen WHERE tijd_van >= '2026-10-01'",
    "highest days of a month": (
        "SELECT gebied_naam, signaal, max(waarde) FROM cellen WHERE tijd_van >= '2026-10-01' "
        "AND status = 'vrijgegeven' GROUP BY ALL ORDER BY 3 DESC LIMIT 5"
    ),
}


def write(database: Path, years: int) -> int:
    """Write released figures of so many years of days; return how many."""
    gazetteer = Gazetteer.load(PACKAGED_CONFIG / "gebieden" / "almere")
    finest = {
        Signal.ONRUST: Level.WIJK, Signal.ONVEILIGHEID: Level.WIJK,
        Signal.DREIGING: Level.STADSDEEL, Signal.HAAT: Level.STADSDEEL,
        Signal.ONDERMIJNING: Level.GEMEENTE,
    }  # fmt: skip
    draw = np.random.default_rng(1)
    days = pd.date_range(END - timedelta(days=365 * years), END, freq="D", inclusive="left")
    parts = []
    for signal, level in finest.items():
        for area in (a for each in Level if each <= level for a in gazetteer.areas(each)):
            value = draw.poisson(12, len(days)) // 5 * 5
            shown = value >= K
            withheld = pd.array(np.where(shown, value, 0), dtype="Int64")
            withheld[~shown] = pd.NA
            part = pd.DataFrame(index=range(len(days)), columns=list(COLUMNS))
            parts.append(
                part.assign(
                    tier="intern", tijd_van=days, tijd_tot=days + timedelta(days=1),
                    gebied_code=area.code, gebied_naam=area.name, niveau=area.level.value,
                    signaal=signal.value, status=np.where(shown, "vrijgegeven", "onderdrukt"),
                    waarde=withheld, onder=withheld - 2, boven=withheld + 2, dubbel_pct=0,
                    bronnen=[["bestand", "mastodon"]] * len(days),
                    regel=np.where(shown, "G4.afgerond", "G2.drempel"), kader_versie=1,
                )
            )  # fmt: skip
    frame = pd.concat(parts, ignore_index=True).astype(TYPES).sort_values(ORDER, kind="stable")
    with renewed(database) as connection:
        add_view(connection, "cellen", COLUMNS, frame)
    return len(frame)


def main() -> None:
    """Print the size of the database and the time of each question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--runs", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "vrijgave.duckdb"
        rows = write(database, arguments.years)
        print(f"{rows:,} figures, {database.stat().st_size / 1e6:.1f} MB")
        reader = Reader(database)
        ways = {"opened anew": partial(query, database), "open (portal)": reader.ask}
        for name, sql in QUESTIONS.items():
            for way, ask in ways.items():
                spans, busy, found = [], [], 0
                for _ in range(arguments.runs):
                    start, cpu = time.perf_counter(), time.process_time()
                    found = ask(sql, limit=LIMIT).num_rows
                    spans.append((time.perf_counter() - start) * 1000)
                    busy.append((time.process_time() - cpu) * 1000)
                print(
                    f"{name:<34} {way:<14} {found:>6} rows {statistics.median(spans):7.1f} ms, "
                    f"p95 {sorted(spans)[int(0.95 * len(spans))]:.1f} ms, "
                    f"processor {statistics.median(busy):.1f} ms"
                )


if __name__ == "__main__":
    main()
