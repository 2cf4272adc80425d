"""What everybody sees, without logging in: where to go, what is counted, and one's rights."""
# No `from __future__ import annotations`: FastAPI reads the annotations at run time.

from datetime import timedelta
from itertools import groupby

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from pipeline.accountability.register import entries
from pipeline.accountability.resident import sections
from pipeline.portal.access import PUBLIC
from pipeline.portal.models import Meting
from pipeline.portal.pages.account import facts
from pipeline.portal.pages.analyst import MANY
from pipeline.portal.pages.chart import draw
from pipeline.portal.pages.choice import Choice, Chosen
from pipeline.portal.pages.language import local_day
from pipeline.portal.pages.page import show
from pipeline.portal.parts import Here, Parts
from privacy.level import Level
from privacy.posts import Signal

router = APIRouter(dependencies=[Depends(PUBLIC)], include_in_schema=False)

WEEKS_SHOWN = 26


@router.get("/", response_class=HTMLResponse)
def home(request: Request, here: Here) -> HTMLResponse:
    """Lead each visitor to their place."""
    return show(request, "begin.html", newest=_newest(here))


@router.get("/bewoner", response_class=HTMLResponse)
def counted(request: Request) -> HTMLResponse:
    """Tell what is counted, from the framework as it stands."""
    return show(request, "bewoner/geteld.html")


@router.get("/bewoner/cijfers", response_class=HTMLResponse)
def figures(request: Request, here: Here, chosen: Chosen) -> HTMLResponse:
    """Show the public figures: per week, with noise and with their error bands."""
    if here.public.digest is None:
        return show(request, "bewoner/leeg.html")
    areas = here.public.areas()
    city = next((a for a in areas if a.niveau is Level.GEMEENTE), areas[0] if areas else None)
    place = chosen.gebied or (city.gebied_code if city else None)
    last = max((local_day(m.tijd_tot) for m in here.public.latest()), default=None)
    since = last - timedelta(weeks=WEEKS_SHOWN) if last else None
    found = _public(here, Choice(gebied=place, van=since))
    return show(
        request,
        "bewoner/cijfers.html",
        chosen=chosen.with_(gebied=place),
        areas=areas,
        area=next((a for a in areas if a.gebied_code == place), None),
        series={signal: (weeks, draw(weeks)) for signal, weeks in found.items()},
    )


@router.get("/bewoner/rechten", response_class=HTMLResponse)
def rights(request: Request, here: Here) -> HTMLResponse:
    """Tell what is kept about somebody, and what they can ask."""
    known = facts(here)
    return show(request, "bewoner/rechten.html", explained=sections(known) if known else ())


@router.get("/bewoner/register", response_class=HTMLResponse)
def register(request: Request, here: Here) -> HTMLResponse:
    """Show the entries for the Algoritmeregister as they stand today."""
    known = facts(here)
    day = here.clock().date()
    return show(request, "bewoner/register.html", entries=entries(known, day) if known else [])


@router.get("/uitleg", response_class=HTMLResponse)
def meaning(request: Request) -> HTMLResponse:
    """Explain every sign and word of the figures."""
    return show(request, "uitleg.html")


@router.get("/toegankelijkheid", response_class=HTMLResponse)
def accessibility(request: Request) -> HTMLResponse:
    """Tell how far the pages can be used by everybody, and what is known to be weak."""
    return show(request, "toegankelijkheid.html")


def _newest(here: Parts) -> tuple[Meting, ...]:
    """Return the newest public figures of the whole municipality."""
    if here.public.digest is None:
        return ()
    return here.public.latest(Choice(niveau=Level.GEMEENTE).asked())


def _public(here: Parts, chosen: Choice) -> dict[Signal, list[Meting]]:
    found, _ = here.public.measurements(chosen.asked(), per_page=MANY)
    ordered = sorted(found, key=lambda m: (list(Signal).index(m.signaal), m.tijd_van))
    return {signal: list(each) for signal, each in groupby(ordered, key=lambda m: m.signaal)}
