"""The framework in plain Dutch (B1): a summary, then every field.

Source: GOVERNANCE section 3; STYLE (the screen shows what IS, not what was asked).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from privacy.framework.difference import leaves, verdict
from privacy.framework.direction import Direction
from privacy.framework.schema import EXAMPLE_MARK
from privacy.framework.wording import show, show_day

if TYPE_CHECKING:
    from privacy.framework.difference import Change
    from privacy.framework.schema import Framework

_ALL: Final = "griffier, presidium en FG"
_ONE: Final = f"Nodig: de FG of de griffier. Geldt er een stopbevel, dan samen: {_ALL}."
_SIGNING: Final = {
    Direction.RUIMER: f"Samen is dit ruimer. Nodig: {_ALL}.",
    Direction.NAUWER: f"Samen is dit nauwer. {_ONE}",
    Direction.GELIJK: f"Samen verandert dit niets aan wat mag. {_ONE}",
}
"""Who must sign (`authority.authorise`); after a stop only all three restart (`check_mandate`)."""


def explain(framework: Framework) -> str:
    """Return the whole framework in Dutch, ending in a line break."""
    mark = [EXAMPLE_MARK, ""] if framework.is_example else []
    title = f"Privacykader {framework.gemeente.naam}, versie {framework.kader_versie}"
    fields = [f"- {leaf.path}: {leaf.label} {show(leaf.value)}" for leaf in leaves(framework)]
    lines = [*mark, title, "", *summarise(framework), "", "Alle afspraken", *fields]
    return "\n".join(lines) + "\n"


def summarise(framework: Framework) -> list[str]:
    """Return what the framework comes down to, one Dutch sentence a line."""
    intern, public = framework.vrijgave.intern, framework.vrijgave.openbaar
    text, kept = framework.tekst, framework.bewaartermijnen
    readers = show(frozenset(text.inzage_rollen))
    sources = show(frozenset(source.id for source in framework.bronnen))
    signals = show(frozenset(signal.id for signal in framework.signalen))
    return [
        (
            f"Dit kader geldt van {show_day(framework.geldig_van)}"
            f" tot en met {show_day(framework.geldig_tot)}."
        ),
        (
            f"De raad besloot dit op {show_day(framework.raadsbesluit.datum)}:"
            f" {framework.raadsbesluit.id}."
        ),
        f"Doel: {framework.doel}",
        f"Gelezen worden alleen deze bronnen: {sources}.",
        f"Geteld worden alleen deze signalen: {signals}.",
        "Persoonsgegevens verdwijnen voordat iets wordt bewaard.",
        f"De tekst van een bericht blijft {text.bewaren_uren} uur. Lezers: {readers}."
        if text.bewaren_uren
        else "De tekst van een bericht wordt nooit bewaard.",
        (
            f"Berichten zonder tekst blijven {kept.berichten_dagen} dagen,"
            f" cijfers {kept.cellen_dagen} dagen."
        ),
        (
            f"Analisten zien alleen cijfers over minstens {intern.k} verschillende auteurs,"
            f" per {intern.tijdkorrel}."
        ),
        f"Iedereen ziet cijfers per {public.gebied} en per {public.tijdkorrel}, met ruis.",
        f"Stoppen kan via: {show(frozenset(framework.contact_stop))}.",
    ]


def explain_difference(changes: tuple[Change, ...]) -> str:
    """Return the changes in Dutch, a line each, and who must sign; ends in a line break."""
    lines = [change.sentence() for change in changes] or ["Er verandert niets."]
    return "\n".join([*lines, "", _SIGNING[verdict(changes)]]) + "\n"
