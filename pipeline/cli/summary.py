"""What the commands print: numbers in readable tables, in Dutch."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.panel import Panel
from rich.table import Table

from pipeline.amount import dotted
from pipeline.counts import Kind
from pipeline.ingest import Scope
from pipeline.lake.store import DUPLICATE, WITHDRAWN
from pipeline.read import query
from pipeline.sources.protocol import Reason
from privacy.cells import Status
from privacy.detect.span import PIIType
from privacy.framework.schema import EXAMPLE_MARK
from privacy.framework.wording import show
from privacy.pseudonymise import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rich.console import Console

    from pipeline.counts import Counts
    from pipeline.settings import Settings

_WHY: Mapping[str, str] = {
    **{reason: reason.explanation for reason in Reason},
    Refusal.OBJECTION: "De eigenaar van het account maakte bezwaar.",
    Refusal.EXPIRED: "Het bericht is ouder dan de bewaartermijn.",
    Refusal.SPECIAL_CATEGORY: "Het bericht zegt iets over gezondheid, geloof of geaardheid "
    "van een persoon.",
    Scope.LANGUAGE: "Het bericht is in een andere taal.",
    Scope.ELSEWHERE: "Het bericht gaat over een andere plaats.",
    Refusal.NO_AREA: "Het bericht noemt geen plaats in de gemeente.",
    DUPLICATE: "Het bericht was er al.",
    WITHDRAWN: "De bron nam het bericht terug.",
}
_VOLUME = """
SELECT round(100 * avg((status = 'vrijgegeven')::INTEGER))::INTEGER AS pct,
       round(100 * avg((regel = 'G2.drempel')::INTEGER)
             FILTER (status = 'onderdrukt'))::INTEGER AS small_pct
FROM cellen WHERE status = 'onderdrukt' OR waarde > 0
"""
_BARS = " ▁▂▃▄▅▆▇█"
_NO_FIGURE = {Status.SUPPRESSED: "·", Status.NO_DATA: "?"}
_FEWEST_BARS = 16  # as wide as their heading
_LIMIT = timedelta(seconds=30)
_DAYS = """
SELECT gebied_naam, signaal, list(waarde ORDER BY tijd_van) AS waarden,
       list(status ORDER BY tijd_van) AS statussen,
       max(waarde) AS piek, arg_max(tijd_van, waarde) AS dag
FROM cellen
WHERE niveau = 'wijk'
GROUP BY ALL
HAVING count(*) FILTER (status = 'vrijgegeven' AND waarde > 0) > 0
ORDER BY piek DESC, gebied_naam, signaal
LIMIT 5
"""


def example_notice(console: Console) -> None:
    """Say what the figures are made of, before they appear."""
    console.print(
        Panel(
            "Dit is een simulatie: dertig dagen met verzonnen berichten van verzonnen auteurs, met "
            "één ingebouwd incident. Er is niets uit de echte wereld bij.\n"
            f"Privacykader: {EXAMPLE_MARK}. De sleutels zijn bij de eerste keer gemaakt.",
            title="Stadspols: voorbeeld",
        )
    )


def print_counts(console: Console, counts: Counts) -> None:
    """Print what happened to the posts; `gelezen` = `opgeslagen` + `weggelaten`."""
    console.print(f"Berichten gelezen: {dotted(counts.total(Kind.READ))}")
    console.print(f"Berichten opgeslagen, zonder tekst: {dotted(counts.total(Kind.STORED))}")
    console.print(dropped_table(counts.of(Kind.DROPPED)))
    console.print(found_table(counts.of(Kind.FOUND)))
    console.print(rows_table("Berichten met een signaal", counts.of(Kind.SIGNAL)))
    for name, number in counts.of(Kind.NOTED).items():
        console.print(f"Opgemerkt: {name}: {dotted(number)}")


def print_released(console: Console, released: Mapping[Status, int], database: Path) -> None:
    """Print how many cells may be seen, the released volume (which share of those not empty), why.

    The share of the posts in them is not printed: with the figures it would tell what the
    withheld cells add up to. `make bench-attacks` measures it on invented tables.
    """
    console.print(rows_table("Cellen", released))
    (volume,) = query(database, _VOLUME, limit=_LIMIT).to_pylist()
    if volume["pct"] is not None:
        console.print(f"Van alle cellen met berichten is {volume['pct']}% vrijgegeven.")
    if volume["small_pct"] is not None:
        console.print(
            f"Van de andere had {volume['small_pct']}% te weinig verschillende auteurs; "
            "een groter gebied of een langer tijdvak in het kader geeft meer cijfers."
        )


def demo_footer(console: Console, settings: Settings) -> None:
    """Print the highest figures and what to do next."""
    console.print(
        highest_table(query(settings.released, _DAYS, limit=_LIMIT).to_pylist(), console.width)
    )
    console.print(
        "Verder kijken:\n"
        '  .venv/bin/stadspols query "SELECT tijd_van, gebied_naam, signaal, waarde, onder, boven '
        'FROM cellen WHERE waarde > 0 LIMIT 20"\n'
        "  .venv/bin/stadspols status\n"
        "Bekijken in een browser: .venv/bin/stadspols portal --demo",
        soft_wrap=True,  # a broken line cannot be pasted
    )


def highest_table(rows: Sequence[dict[str, Any]], width: int) -> Table:
    """Return the highest figures, with a bar for as many of the last days as `width` leaves."""
    told = [
        (row["gebied_naam"], row["signaal"], str(row["piek"]), f"{row['dag']:%d-%m-%Y}")
        for row in rows
    ]
    names = ("Gebied", "Signaal", "Hoogste", "Op")
    wide = sum(max(map(cell_len, column)) for column in zip(names, *told, strict=True))
    days = min(width - wide - 3 * len(names) - 4, max((len(r["waarden"]) for r in rows), default=0))
    table = Table(*names, title="Hoogste dagcijfers")
    if days < _FEWEST_BARS:
        for line in told:
            table.add_row(*line)
        return table
    table.add_column(f"Laatste {days} dagen", no_wrap=True)
    table.caption = "Een punt: achtergehouden. Een vraagteken: geen gegevens."
    for row, line in zip(rows, told, strict=True):
        table.add_row(*line, _bars(row)[-days:])
    return table


def _bars(row: Mapping[str, Any]) -> str:
    """Return a character a day: a bar up to the highest, or why there is no figure."""
    return "".join(
        _NO_FIGURE[Status(status)]
        if value is None
        else _BARS[round(value / row["piek"] * (len(_BARS) - 1))]
        for value, status in zip(row["waarden"], row["statussen"], strict=True)
    )


def dropped_table(rows: Mapping[str, int]) -> Table:
    """Return how many posts were dropped by each rule, and what the rule is."""
    return rows_table("Weggelaten, per regel", rows, explained=_WHY)


def found_table(rows: Mapping[str, int]) -> Table:
    """Return how many pieces of personal data of each type were replaced."""
    named = {show(PIIType(kind)): number for kind, number in rows.items()}
    return rows_table("Persoonsgegevens vervangen, per soort", named)


def rows_table(
    title: str,
    rows: Mapping[Any, int] | Mapping[Any, str],
    explained: Mapping[str, str] | None = None,
) -> Table:
    """Return a table of names and numbers, or that there are none."""
    table = Table(title=title, title_justify="left", show_header=False, min_width=44)
    for name, value in rows.items():
        shown = value if isinstance(value, str) else dotted(value)
        table.add_row(str(name), shown, *([explained.get(name, "")] if explained else []))
    if not rows:
        table.add_row("geen")
    return table
