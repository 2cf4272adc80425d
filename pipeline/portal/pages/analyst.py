"""What an analyst sees: now against expected, a series, the map, two periods side by side."""
# No `from __future__ import annotations`: FastAPI reads the annotations at run time.

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from pipeline.portal.access import require
from pipeline.portal.models import Gebied, Meting, Piek
from pipeline.portal.pages.cards import reliability
from pipeline.portal.pages.chart import LONGEST, draw, per_week, scale_of
from pipeline.portal.pages.choice import DAYS_SHOWN, Choice, Chosen
from pipeline.portal.pages.language import local_day
from pipeline.portal.pages.page import show
from pipeline.portal.pages.periods import Span, compared
from pipeline.portal.pages.places import blocks, shapes_of
from pipeline.portal.parts import Here, Parts
from pipeline.surges.detect import FALSE_DISCOVERIES
from privacy.framework.roles import Recht
from privacy.level import Level
from privacy.posts import Signal

router = APIRouter(dependencies=[Depends(require(Recht.INTERN_ZIEN))], include_in_schema=False)

MANY: Final = 100_000
"""More figures than a page ever asks for: its choice bounds them, not a page of a list."""

_NEWEST_SURGES = 6


@router.get("/analist", response_class=HTMLResponse)
def overview(request: Request, here: Here, chosen: Chosen) -> HTMLResponse:
    """Show, per signal, what is seen now beside what was expected, and where surges are."""
    last = last_day(here)
    if last is None:
        return show(request, "analist/leeg.html")
    chosen = chosen.with_(tot=chosen.tot or last)
    since = chosen.with_(van=_weeks_before(chosen.tot), niveau=Level.GEMEENTE, gebied=None)
    series = _by_signal(_measured(here, since))
    surges, total = here.internal.surges(chosen.with_(van=since.van, signaal=None).asked())
    return show(
        request,
        "analist/overzicht.html",
        chosen=chosen,
        last=last,
        newest={signal: each[-1] for signal, each in series.items()},
        charts={signal: draw(each) for signal, each in series.items()},
        running=tuple(s for s in surges if _runs_until(s, chosen.tot or last)),
        surges=surges[:_NEWEST_SURGES],
        surges_total=total,
        highest=_highest(here, chosen),
        reliability=reliability(here),
        sources=here.internal.sources(),
        false_discoveries=FALSE_DISCOVERIES,
    )


@router.get("/analist/reeks", response_class=HTMLResponse)
def series(request: Request, here: Here, chosen: Chosen) -> HTMLResponse:
    """Show one signal in one area through time, and beside it the same in every stadsdeel."""
    last = last_day(here)
    if last is None:
        return show(request, "analist/leeg.html")
    areas = here.internal.areas()
    chosen = _complete(chosen, areas, last)
    found = _measured(here, chosen.with_(niveau=None))
    weekly = len(found) > LONGEST
    shown = per_week(found) if weekly else found
    surges, _ = here.internal.surges(chosen.with_(niveau=None).asked())
    return show(
        request,
        "analist/reeks.html",
        chosen=chosen,
        last=last,
        areas=areas,
        area=next((a for a in areas if a.gebied_code == chosen.gebied), None),
        series=shown,
        weekly=weekly,
        chart=draw(shown),
        surges=surges,
        multiples=_multiples(here, chosen, weekly=weekly),
        sources=here.internal.sources(),
        reliability=reliability(here),
    )


@router.get("/analist/kaart", response_class=HTMLResponse)
def city_map(request: Request, here: Here, chosen: Chosen) -> HTMLResponse:
    """Show one signal on one day in all areas of one level."""
    last = last_day(here)
    if last is None:
        return show(request, "analist/leeg.html")
    signal = chosen.signaal or Signal.ONRUST
    day = chosen.tot or last
    finest = _finest(here, signal)
    level = min(chosen.niveau or finest, finest)
    chosen = Choice(signaal=signal, niveau=level, van=day, tot=day, bron=chosen.bron)
    found = sorted(_measured(here, chosen), key=lambda m: m.gebied_naam)
    return show(
        request,
        "analist/kaart.html",
        chosen=chosen,
        last=last,
        finest=finest,
        figures=found,
        blocks=blocks(here, found),
        shapes=shapes_of(here),
        levels=[each for each in Level if each <= finest and each is not Level.GEMEENTE],
    )


@router.get("/analist/vergelijk", response_class=HTMLResponse)
def compare(
    request: Request,
    here: Here,
    chosen: Chosen,
    ook_van: Annotated[date | None, Query()] = None,
    ook_tot: Annotated[date | None, Query()] = None,
) -> HTMLResponse:
    """Show two periods side by side: the same signal, per area, with what is not known."""
    last = last_day(here)
    if last is None:
        return show(request, "analist/leeg.html")
    signal, level = chosen.signaal or Signal.ONRUST, chosen.niveau or Level.STADSDEEL
    level = min(level, _finest(here, signal))
    second = Span(chosen.van or last - timedelta(days=6), chosen.tot or last)
    first = second.before() if ook_van is None or ook_tot is None else Span.of(ook_van, ook_tot)
    chosen = Choice(signaal=signal, niveau=level, van=second.first, tot=second.last)
    before = _measured(here, chosen.with_(van=first.first, tot=first.last))
    return show(
        request,
        "analist/vergelijk.html",
        chosen=chosen,
        first=first,
        second=second,
        rows=compared(before, _measured(here, chosen), below=_threshold(here)),
        levels=[each for each in Level if each <= _finest(here, signal)],
    )


def last_day(here: Parts) -> date | None:
    """Return the last day that has figures; None before the first release."""
    if here.internal.digest is None:
        return None
    newest = here.internal.latest()
    return max((local_day(m.tijd_tot - _MOMENT) for m in newest), default=None)


_MOMENT = timedelta(seconds=1)


def _measured(here: Parts, chosen: Choice) -> tuple[Meting, ...]:
    return here.internal.measurements(chosen.asked(), per_page=MANY)[0]


def _weeks_before(day: date | None) -> date | None:
    return day and day - timedelta(days=DAYS_SHOWN - 1)


def _runs_until(surge: Piek, day: date) -> bool:
    return local_day(surge.tijd_tot - _MOMENT) >= day


def _by_signal(measured: Iterable[Meting]) -> dict[Signal, list[Meting]]:
    found: defaultdict[Signal, list[Meting]] = defaultdict(list)
    for each in measured:
        found[each.signaal].append(each)
    return {signal: found[signal] for signal in Signal if signal in found}


def _highest(here: Parts, chosen: Choice) -> dict[Signal, Meting]:
    """Return per signal the area, finer than the municipality, with the highest figure."""
    day = _measured(here, Choice(van=chosen.tot, tot=chosen.tot, bron=chosen.bron))
    finer = [m for m in day if m.niveau > Level.GEMEENTE and m.waarde]
    return {
        signal: max(each, key=lambda m: (m.waarde or 0, m.gebied_naam))
        for signal, each in _by_signal(finer).items()
    }


def _complete(chosen: Choice, areas: Sequence[Gebied], last: date) -> Choice:
    """Return the choice with what a visitor left open: the municipality, the last weeks."""
    city = next((a.gebied_code for a in areas if a.niveau is Level.GEMEENTE), None)
    until = chosen.tot or last
    return chosen.with_(
        signaal=chosen.signaal or Signal.ONRUST,
        gebied=chosen.gebied or city,
        tot=until,
        van=chosen.van or _weeks_before(until),
    )


def _multiples(here: Parts, chosen: Choice, *, weekly: bool) -> list[tuple[str, str, object]]:
    """Return name, code and chart of every stadsdeel, on one scale."""
    found = _measured(here, chosen.with_(gebied=None, niveau=Level.STADSDEEL))
    ordered = sorted(found, key=lambda m: (m.gebied_naam, m.gebied_code, m.tijd_van))
    grouped = {
        key: per_week(list(group)) if weekly else tuple(group)
        for key, group in groupby(ordered, key=lambda m: (m.gebied_naam, m.gebied_code))
    }
    top = max((scale_of(each) for each in grouped.values()), default=0)
    return [(*key, draw(each, top=top)) for key, each in grouped.items()]


def _finest(here: Parts, signal: Signal) -> Level:
    """Return the finest level that the council allows for a signal."""
    approved = here.council.standing().approved
    if approved is None:
        return Level.GEMEENTE
    return approved.framework.gebieden.fijnste_niveau_per_signaal.get(signal, Level.GEMEENTE)


def _threshold(here: Parts) -> int | None:
    """Return the number of accounts below which a figure is withheld."""
    approved = here.council.standing().approved
    return approved.framework.vrijgave.intern.k if approved else None
