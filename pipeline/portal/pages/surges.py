"""Surges: which there are and why, what analysts thought of them, and what nobody saw."""
# No `from __future__ import annotations`: FastAPI reads the annotations at run time.

from datetime import date, timedelta
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from pipeline.assessments import latest
from pipeline.portal.access import Visitor, require
from pipeline.portal.models import Meting, Piek
from pipeline.portal.pages.analyst import MANY, last_day
from pipeline.portal.pages.chart import draw
from pipeline.portal.pages.choice import Choice, Chosen
from pipeline.portal.pages.language import local_day
from pipeline.portal.pages.page import show, view_of
from pipeline.portal.parts import Here, Parts
from pipeline.surges.detect import FALSE_DISCOVERIES
from pipeline.verdict import REASONS, Reason, Verdict
from privacy.framework.roles import Recht
from privacy.posts import Signal

Analyst = Annotated[Visitor, Depends(require(Recht.INTERN_ZIEN))]
SurgeId = Annotated[str, Path(pattern=r"^[0-9a-f]{12}$")]

router = APIRouter(include_in_schema=False)

PER_PAGE: Final = 50
_BEFORE, _AFTER = timedelta(days=42), timedelta(days=7)


@router.get("/analist/pieken", response_class=HTMLResponse)
def surge_list(
    request: Request,
    here: Here,
    chosen: Chosen,
    _: Analyst,
    bladzijde: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """Show the surges of the choice, newest first, with what was said of each."""
    if last_day(here) is None:
        return show(request, "analist/leeg.html")
    found, total = here.internal.surges(chosen.asked(), page=bladzijde, per_page=PER_PAGE)
    return show(
        request,
        "analist/pieken.html",
        chosen=chosen,
        surges=found,
        total=total,
        page=bladzijde,
        pages=max(1, -(-total // PER_PAGE)),
        said=latest(here.assessments.facts()),
        areas=here.internal.areas(),
        sources=here.internal.sources(),
        false_discoveries=FALSE_DISCOVERIES,
    )


@router.get("/analist/pieken/{piek_id}", response_class=HTMLResponse)
def surge(request: Request, here: Here, piek_id: SurgeId, _: Analyst) -> HTMLResponse:
    """Show one surge: what was seen and expected, how that was decided, and a form to assess it."""
    found = _found(here, piek_id)
    series = _around(here, found)
    return show(
        request,
        "analist/piek.html",
        surge=found,
        series=series,
        chart=draw(series),
        said=latest(here.assessments.facts()).get(piek_id),
        reasons=REASONS,
        saved="opgeslagen" in request.query_params,
        false_discoveries=FALSE_DISCOVERIES,
    )


@router.post("/analist/pieken/{piek_id}")
def assess(
    request: Request,
    here: Here,
    piek_id: SurgeId,
    visitor: Analyst,
    reden: Annotated[Reason, Form()],
) -> RedirectResponse:
    """Record what the visitor's role thinks of the surge; the last word counts."""
    found = _found(here, piek_id)
    assert visitor.role is not None
    here.assessments.show([found.model_dump()])
    here.assessments.assess(piek_id, _verdict_of(reden), reden, visitor.role)
    address = view_of(request).link(f"/analist/pieken/{piek_id}", opgeslagen="ja")
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


class Missed(BaseModel):
    """What people saw and no surge showed, as the form sends it."""

    signaal: Signal
    gebied: Annotated[str, Field(max_length=80)]
    van: date
    tot: date


@router.post("/analist/gemist")
def report_miss(
    request: Request, here: Here, visitor: Analyst, seen: Annotated[Missed, Form()]
) -> RedirectResponse:
    """Record that people saw something that no surge showed."""
    assert visitor.role is not None
    here.assessments.report_miss(seen.gebied, seen.signaal, seen.van, seen.tot, visitor.role)
    address = view_of(request).link("/analist/pieken", gemeld="ja")
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _found(here: Parts, piek_id: str) -> Piek:
    """Return the surge.

    Raises:
        HTTPException: there is none of that name.
    """
    found = here.internal.surge(piek_id)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Deze piek staat niet in de vrijgegeven cijfers.")
    return found


def _around(here: Parts, found: Piek) -> tuple[Meting, ...]:
    """Return the figures of the same area and signal from six weeks before to a week after."""
    first, last = local_day(found.tijd_van), local_day(found.tijd_tot)
    chosen = Choice(
        signaal=found.signaal, gebied=found.gebied_code, van=first - _BEFORE, tot=last + _AFTER
    )
    return here.internal.measurements(chosen.asked(), per_page=MANY)[0]


def _verdict_of(reason: Reason) -> Verdict:
    return next(verdict for verdict, reasons in REASONS.items() if reason in reasons)
