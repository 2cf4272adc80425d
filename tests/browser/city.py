"""An invented city: released databases as the release job makes them, of as many days as asked.

Every state occurs: figures, zero, withheld for each reason, no data, and surges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from pipeline.settings import PACKAGED_CONFIG

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

AREAS = PACKAGED_CONFIG / "gebieden/almere/gebieden.csv"

_CELLS = """
CREATE TABLE reeksen AS
SELECT code AS gebied_code, naam AS gebied_naam, niveau, signaal,
  grootte * CASE niveau WHEN 'gemeente' THEN 9.0 WHEN 'stadsdeel' THEN 3.0 ELSE 1.0 END
    * (0.4 + (hash(code || signaal) % 100) / 80) AS midden,
  (hash(signaal || code) % 628) / 100 AS fase
FROM read_csv($areas, header = true, all_varchar = true) AS g,
  (VALUES ('onrust', 9.0, 3), ('dreiging', 5.0, 2), ('ondermijning', 3.0, 1),
          ('onveiligheid', 12.0, 3), ('haat', 4.0, 2)) AS s(signaal, grootte, fijn)
WHERE CASE niveau WHEN 'gemeente' THEN 1 WHEN 'stadsdeel' THEN 2 WHEN 'wijk' THEN 3 ELSE 9 END
  <= fijn;

CREATE TABLE geteld AS
SELECT 'intern' AS tier, t AS tijd_van, t + INTERVAL 1 DAY AS tijd_tot,
  gebied_code, gebied_naam, niveau, signaal,
  greatest(0, midden * (1 + 0.25 * sin(fase + dag / 58.1) + 0.2 * sin(dag * 0.8976))) AS verwacht,
  dag, hash(gebied_code || signaal || dag) AS lot
FROM reeksen, (SELECT dag, ($last::DATE - ($days - 1 - dag)::INTEGER)::TIMESTAMP
                 AT TIME ZONE 'Europe/Amsterdam' AS t FROM range($days) AS d(dag));

CREATE TABLE cellen AS
SELECT tier, tijd_van, tijd_tot, gebied_code, gebied_naam, niveau, signaal, status,
  CASE WHEN status = 'vrijgegeven' THEN waarde END AS waarde,
  CASE WHEN status = 'vrijgegeven' THEN greatest(0, waarde - 2) END AS onder,
  CASE WHEN status = 'vrijgegeven' THEN if(waarde = 0, 0, waarde + 2) END AS boven,
  regel, 1 AS kader_versie,
  CASE WHEN status = 'vrijgegeven' THEN (lot % 40)::INTEGER END AS dubbel_pct,
  CASE WHEN status = 'geen_data' THEN [] ELSE ['bestand', 'voorbeeld'] END AS bronnen, verwacht, dag
FROM (
  SELECT *, CASE WHEN regel = 'geen_data' THEN 'geen_data' WHEN regel = 'G4.afgerond'
    THEN 'vrijgegeven' ELSE 'onderdrukt' END AS status
  FROM (
    SELECT *, CASE
      WHEN $days - dag IN (20, 21) THEN 'geen_data'
      WHEN lot % 97 = 0 THEN 'G3.dominantie'
      WHEN lot % 89 = 0 THEN 'G3.secundair'
      WHEN waarde > 0 AND waarde < 10 THEN 'G2.drempel'
      ELSE 'G4.afgerond' END AS regel
    FROM (
      SELECT *, CASE WHEN lot % 31 = 0 AND verwacht < 12 THEN 0 ELSE
        5 * round(verwacht * (0.75 + (lot % 1000) / 2000.0)
          * CASE WHEN piek THEN 2.6 ELSE 1 END / 5)::BIGINT END AS waarde
      FROM (SELECT *, (gebied_naam IN ('Stadscentrum', 'Almere Stad') AND signaal = 'onrust'
              AND dag >= $days - 2) OR (lot % 2503 = 0 AND verwacht > 20) AS piek FROM geteld)
    )
  )
);
CREATE TABLE verwachting AS
SELECT tijd_van, tijd_tot, gebied_code, gebied_naam, niveau, signaal,
  round(verwacht, 3) AS verwacht, round(verwacht + 3 * sqrt(verwacht) + 5, 3) AS bovengrens
FROM cellen WHERE status = 'vrijgegeven' AND dag >= least(14, $days / 2);
CREATE TABLE pieken AS
SELECT substr(sha256(c.tijd_van::VARCHAR || c.gebied_code || c.signaal), 1, 12) AS piek_id,
  c.tijd_van, c.tijd_tot, c.gebied_code, c.gebied_naam, c.niveau, c.signaal, c.waarde, c.onder,
  c.boven, v.verwacht, v.bovengrens, c.waarde - v.bovengrens AS overschrijding, c.bronnen,
  c.dubbel_pct, 'default' AS methode, '2' AS methode_versie, c.kader_versie
FROM cellen AS c JOIN verwachting AS v USING (tijd_van, gebied_code, signaal)
WHERE c.waarde > v.bovengrens;
ALTER TABLE cellen DROP verwacht;
ALTER TABLE cellen DROP dag;
DROP TABLE geteld;
DROP TABLE reeksen;
"""

_PUBLIC = """
CREATE TABLE cellen AS
SELECT 'openbaar' AS tier, w AS tijd_van, w + INTERVAL 7 DAY AS tijd_tot, gebied_code,
  gebied_naam, niveau, signaal, 'vrijgegeven' AS status,
  greatest(0, som + (hash(gebied_code || signaal || w::VARCHAR) % 15)::BIGINT - 7) AS waarde,
  greatest(0, som - 9) AS onder,
  som + 23 AS boven, 'G6.ruis' AS regel, 1 AS kader_versie,
  NULL::INTEGER AS dubbel_pct, ['bestand', 'voorbeeld'] AS bronnen
FROM (
  SELECT date_trunc('week', tijd_van) AS w, gebied_code, gebied_naam, niveau, signaal,
    sum(coalesce(waarde, 4))::BIGINT AS som
  FROM bron.cellen WHERE niveau IN ('gemeente', 'stadsdeel') GROUP BY ALL HAVING count(*) = 7
);
"""


def build_city(data: Path, *, last: date, days: int) -> None:
    """Write `vrijgave.duckdb` and `openbaar.duckdb` in `data`, of `days` days until `last`."""
    data.mkdir(parents=True, exist_ok=True)
    values = {"areas": str(AREAS), "days": days, "last": last}
    for name, script in (("vrijgave", _CELLS), ("openbaar", _PUBLIC)):
        (data / f"{name}.duckdb").unlink(missing_ok=True)
        with duckdb.connect(data / f"{name}.duckdb") as connection:
            connection.execute("SET TimeZone = 'Europe/Amsterdam'")
            if name == "openbaar":
                connection.execute(f"ATTACH '{data / 'vrijgave.duckdb'}' AS bron (READ_ONLY)")
            for statement in duckdb.extract_statements(script):
                used = {key: each for key, each in values.items() if f"${key}" in statement.query}
                connection.execute(statement.query, used)
