"""Released databases for tests: every status, a surge, and as many days as are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pathlib import Path

AREAS = {
    "GM0034": ("Almere", "gemeente"),
    "WK003401": ("Almere Haven", "stadsdeel"),
    "WK003402": ("Almere Stad", "stadsdeel"),
    "WK003418": ("Muziekwijk", "wijk"),
    "WK003425": ("Filmwijk", "wijk"),
}
SIGNALS = ("onrust", "dreiging")
SURGE = "3f2a91c07b44"

_CELLS = """
CREATE TABLE cellen_rijen AS
WITH dagen AS (
    SELECT timezone('Europe/Amsterdam', dag) AS tijd_van,
        timezone('Europe/Amsterdam', dag + INTERVAL 1 DAY) AS tijd_tot
    FROM generate_series(TIMESTAMP '2026-11-19' - to_days($days - 1), TIMESTAMP '2026-11-19',
        INTERVAL 1 DAY) AS t (dag)
), alle AS (
    SELECT *, hash(tijd_van, gebied_code, signaal) % 100 AS kans, (kans % 9 * 5)::BIGINT AS hoog
    FROM dagen, gebieden, signalen
)
SELECT $tier AS tier, tijd_van, tijd_tot, gebied_code, gebied_naam, niveau, signaal,
    CASE WHEN kans < 5 THEN 'geen_data' WHEN kans < 20 THEN 'onderdrukt'
        ELSE 'vrijgegeven' END AS status,
    CASE WHEN kans >= 20 THEN hoog END AS waarde,
    CASE WHEN kans >= 20 THEN greatest(hoog - 2, 0) END AS onder,
    CASE WHEN kans >= 20 THEN hoog + 2 END AS boven,
    CASE WHEN kans < 5 THEN 'geen_data' WHEN kans < 20 THEN 'G2.k' ELSE 'vrijgegeven' END AS regel,
    1::BIGINT AS kader_versie,
    CASE WHEN kans >= 5 THEN (kans % 7)::INTEGER END AS dubbel_pct,
    CASE WHEN kans >= 5 THEN ['bestand'] ELSE [] END::VARCHAR[] AS bronnen
FROM alle ORDER BY tier, signaal, niveau, gebied_code, tijd_van;
CREATE VIEW cellen AS FROM cellen_rijen;
"""
_EXPECTED = """
CREATE TABLE verwachting_rijen AS
SELECT tijd_van, tijd_tot, gebied_code, gebied_naam, niveau, signaal,
    12.5::DOUBLE AS verwacht, 30.0::DOUBLE AS bovengrens FROM cellen_rijen;
CREATE VIEW verwachting AS FROM verwachting_rijen;
"""
_SURGES = f"""
CREATE TABLE pieken_rijen AS
SELECT '{SURGE}' AS piek_id, tijd_van, tijd_tot, gebied_code, gebied_naam, niveau, signaal,
    40::BIGINT AS waarde, 38::BIGINT AS onder, 42::BIGINT AS boven, 12.5::DOUBLE AS verwacht,
    30.0::DOUBLE AS bovengrens, 1.3::DOUBLE AS overschrijding, ['bestand']::VARCHAR[] AS bronnen,
    3::INTEGER AS dubbel_pct, 'farrington' AS methode, '1' AS methode_versie,
    1::BIGINT AS kader_versie
FROM cellen_rijen WHERE gebied_code = 'GM0034' AND signaal = 'onrust'
    AND tijd_van = timezone('Europe/Amsterdam', TIMESTAMP '2026-11-18');
CREATE VIEW pieken AS FROM pieken_rijen;
"""


def write_released(  # noqa: PLR0913 - a builder: all keyword-only, all with a default
    database: Path,
    *,
    days: int = 30,
    tier: str = "intern",
    areas: dict[str, tuple[str, str]] | None = None,
    signals: tuple[str, ...] = SIGNALS,
    surges: bool = True,
) -> Path:
    """Return `database` with figures up to 19 November 2026, the same every time."""
    database.parent.mkdir(parents=True, exist_ok=True)
    draft = database.with_suffix(".tmp")
    with duckdb.connect(draft) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        rows = [(code, *rest) for code, rest in (areas or AREAS).items()]
        connection.execute(
            "CREATE TEMP TABLE gebieden (gebied_code TEXT, gebied_naam TEXT, niveau TEXT)"
        )
        connection.executemany("INSERT INTO gebieden VALUES (?, ?, ?)", rows)
        connection.execute(
            "CREATE TEMP TABLE signalen AS SELECT unnest(?) AS signaal", [[*signals]]
        )
        for statement in _CELLS.split(";\n"):
            if statement.strip():
                values = {"days": days, "tier": tier} if "$days" in statement else {}
                connection.execute(statement, values)
        if surges:
            connection.execute(_EXPECTED + _SURGES)
    draft.replace(database)
    return database
