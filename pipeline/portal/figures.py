"""Questions to the released figures, asked by the API and by the pages alike."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.clock import TIMEZONE
from pipeline.portal.models import Gebied, Meting, Piek, Vraag
from pipeline.read import Reader
from privacy.errors import Permanent

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

LIMIT = timedelta(seconds=10)
_KEPT = 64
"""Answers about the newest figures that are kept until figures are released again."""
_CELL_COLUMNS = tuple(
    name for name in Meting.model_fields if name not in {"verwacht", "bovengrens"}
)
_LATER_COLUMNS = {"dubbel_pct": "NULL", "bronnen": "[]"}
"""Columns that a figure of an older version lacks, and what stands there then."""
_SAME = " AND ".join(f"c.{name} = v.{name}" for name in ("tijd_van", "gebied_code", "signaal"))
_SURGES = f"SELECT {', '.join(f'c.{name}' for name in Piek.model_fields)} FROM pieken AS c"
_IN_TIME = "ORDER BY c.tijd_van, c.signaal, c.gebied_code"
_PAGE = "LIMIT $aantal OFFSET $begin"
_NEWEST = "ORDER BY c.tijd_van DESC, c.overschrijding DESC, c.piek_id"


class Figures:
    """The released figures in one file: `vrijgave.duckdb` or `openbaar.duckdb`."""

    def __init__(self, database: Path) -> None:
        self._reader = Reader(database)
        self._latest = lru_cache(_KEPT)(self._find_latest)
        self._areas = lru_cache(1)(self._find_areas)
        self._sources = lru_cache(1)(self._find_sources)

    @property
    def digest(self) -> str | None:
        """Return what changes when, and only when, the figures are released again."""
        return self._reader.version

    def measurements(
        self, ask: Vraag, *, page: int = 1, per_page: int = 1000
    ) -> tuple[tuple[Meting, ...], int]:
        """Return a page of figures with what was expected, in order of time, and the total."""
        where, values = _where(ask, "c")
        total = self._count("cellen", where, values)
        if total <= per_page and page == 1:
            return _rows(self._ask(self._measured(where), values)), total
        values |= {"aantal": per_page, "begin": (page - 1) * per_page}
        return _rows(self._ask(self._measured_few(where, _PAGE), values)), total

    def table(self, ask: Vraag) -> pa.Table:
        """Return all figures of the choice as an Arrow table, for a download."""
        where, values = _where(ask, "c")
        return self._ask(self._measured(where), values)

    def latest(self, ask: Vraag | None = None) -> tuple[Meting, ...]:
        """Return per signal and area the figure of the newest period in the choice."""
        return self._latest(self.digest, ask or Vraag())

    def surges(
        self, ask: Vraag | None = None, *, page: int = 1, per_page: int = 1000
    ) -> tuple[tuple[Piek, ...], int]:
        """Return a page of surges, newest first and then the largest, and the total."""
        if "pieken" not in self._views():
            return (), 0
        where, values = _where(_for_surges(ask or Vraag()), "c")
        total = self._count("pieken", where, values)
        values |= {"aantal": per_page, "begin": (page - 1) * per_page}
        table = self._ask(f"{_SURGES} WHERE {where} {_NEWEST} LIMIT $aantal OFFSET $begin", values)
        return tuple(Piek.model_validate(row) for row in table.to_pylist()), total

    def surge_table(self, ask: Vraag) -> pa.Table:
        """Return all surges of the choice as an Arrow table, for a download.

        Raises:
            Permanent: `pieken.geen`, these figures are from before surges.
        """
        if "pieken" not in self._views():
            raise Permanent("pieken.geen", "in deze cijfers is nog niet naar pieken gezocht")
        where, values = _where(_for_surges(ask), "c")
        return self._ask(f"{_SURGES} WHERE {where} {_NEWEST}", values)

    def surge(self, piek_id: str) -> Piek | None:
        """Return one surge, or None when there is none of that name."""
        if "pieken" not in self._views():
            return None
        table = self._ask(f"{_SURGES} WHERE c.piek_id = $id", {"id": piek_id})
        return next((Piek.model_validate(row) for row in table.to_pylist()), None)

    def areas(self) -> tuple[Gebied, ...]:
        """Return the areas that have figures, from coarse to fine and then by name."""
        return self._areas(self.digest)

    def sources(self) -> tuple[str, ...]:
        """Return the sources that delivered anything, by name."""
        return self._sources(self.digest)

    def _find_latest(self, _digest: str | None, ask: Vraag) -> tuple[Meting, ...]:
        where, values = _where(ask, "c")
        table = self._ask(
            f"SELECT c.signaal, max(c.tijd_van) AS nieuwst FROM cellen AS c WHERE {where}"
            " GROUP BY ALL",
            values,
        )
        newest = {row["signaal"]: row["nieuwst"] for row in table.to_pylist()}
        if not newest:
            return ()
        values["nieuwst"] = min(newest.values())
        found = self._ask(self._measured_few(f"{where} AND c.tijd_van >= $nieuwst"), values)
        return tuple(row for row in _rows(found) if row.tijd_van == newest[row.signaal])

    def _find_areas(self, _digest: str | None) -> tuple[Gebied, ...]:
        table = self._ask("SELECT DISTINCT gebied_code, gebied_naam, niveau FROM cellen", {})
        areas = (Gebied.model_validate(row) for row in table.to_pylist())
        return tuple(sorted(areas, key=lambda area: (area.niveau, area.gebied_naam)))

    def _find_sources(self, _digest: str | None) -> tuple[str, ...]:
        if "bronnen" not in self._columns():
            return ()
        table = self._ask("SELECT DISTINCT unnest(bronnen) AS bron FROM cellen ORDER BY 1", {})
        return tuple(table.column("bron").to_pylist())

    def _measured(self, where: str) -> str:
        """Return the question for the chosen cells beside what was expected."""
        cells = self._cells()
        if "verwachting" not in self._views():
            nothing = "NULL AS verwacht, NULL AS bovengrens"
            return f"SELECT {cells}, {nothing} FROM cellen AS c WHERE {where} {_IN_TIME}"
        joined = f"cellen AS c LEFT JOIN verwachting AS v ON {_SAME}"
        return f"SELECT {cells}, v.verwacht, v.bovengrens FROM {joined} WHERE {where} {_IN_TIME}"

    def _measured_few(self, where: str, part: str = "") -> str:
        """Return the same for few cells: of all expectations only theirs are looked up."""
        page = f"SELECT {self._cells()} FROM cellen AS c WHERE {where} {_IN_TIME} {part}"
        if "verwachting" not in self._views():
            return f"SELECT c.*, NULL AS verwacht, NULL AS bovengrens FROM ({page}) AS c"
        expected = (
            "FROM verwachting WHERE tijd_van BETWEEN (SELECT min(tijd_van) FROM c)"
            " AND (SELECT max(tijd_van) FROM c)"
        )
        return (
            f"WITH c AS MATERIALIZED ({page}) SELECT c.*, v.verwacht, v.bovengrens"
            f" FROM c LEFT JOIN ({expected}) AS v ON {_SAME} {_IN_TIME}"
        )

    def _cells(self) -> str:
        present = self._columns()
        return ", ".join(
            f"{_of_any_version(column, present)} AS {column}" for column in _CELL_COLUMNS
        )

    def _views(self) -> frozenset[str]:
        return self._reader.views

    def _columns(self) -> frozenset[str]:
        return self._reader.columns("cellen")

    def _count(self, view: str, where: str, values: dict[str, Any]) -> int:
        table = self._ask(f"SELECT count(*) AS n FROM {view} AS c WHERE {where}", values)
        return int(table.column("n")[0].as_py())

    def _ask(self, sql: str, values: dict[str, Any]) -> pa.Table:
        return self._reader.ask(sql, values, limit=LIMIT)


def _of_any_version(column: str, present: frozenset[str]) -> str:
    if column not in present:
        return _LATER_COLUMNS[column]
    later = _LATER_COLUMNS.get(column)
    return f"coalesce(c.{column}, {later})" if later else f"c.{column}"


def _rows(table: pa.Table) -> tuple[Meting, ...]:
    return tuple(Meting.model_validate(row) for row in table.to_pylist())


def _for_surges(ask: Vraag) -> Vraag:
    """Return the choice for surges, which have no status: each was released."""
    return ask.model_copy(update={"status": None})


def _where(ask: Vraag, name: str) -> tuple[str, dict[str, Any]]:
    """Return the condition on `name`, which holds no value of the visitor, and its values."""
    conditions = {
        "van": f"{name}.tijd_van >= $van",
        "tot": f"{name}.tijd_van < $tot",
        "gebied": f"{name}.gebied_code = $gebied",
        "signaal": f"{name}.signaal = $signaal",
        "niveau": f"{name}.niveau = $niveau",
        "status": f"{name}.status = $status",
        "bron": f"list_contains({name}.bronnen, $bron)",
    }
    given = {
        key: value
        for key, value in ask.model_dump(include=set(Vraag.model_fields)).items()
        if value is not None
    }
    values = {key: _aware(value) for key, value in given.items()}
    return " AND ".join(["true", *(conditions[key] for key in given)]), values


def _aware(value: object) -> object:
    """Return a moment with a zone; one without is on the Dutch clock."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=TIMEZONE)
    return value
