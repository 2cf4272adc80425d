"""The reading lane: one text at a time, for the roles that the council let read texts.

There is no choice and no search: a text is drawn at random, the read is in the log before it
shows, and it is gone when it was judged (`pipeline.review`).
"""
# No `from __future__ import annotations`: FastAPI reads the annotations at run time.

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field

from pipeline.portal.access import Visitor, require
from pipeline.portal.pages.page import show, view_of
from pipeline.portal.parts import Here, Parts
from pipeline.review import Review, judgements
from privacy.framework.roles import Recht
from privacy.posts import Signal

ReaderOfTexts = Annotated[Visitor, Depends(require(Recht.TEKST_INZIEN))]

router = APIRouter(include_in_schema=False)


class Judged(BaseModel):
    """In which of the model's signals the reader agrees."""

    briefje: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    eens: tuple[Signal, ...] = ()


@router.get("/lezen", response_class=HTMLResponse)
def begin(request: Request, here: Here, _: ReaderOfTexts) -> HTMLResponse:
    """Tell what reading is for, and how often readers agreed; show no text."""
    return show(
        request,
        "lezen.html",
        drawn=None,
        tried=False,
        saved="bewaard" in request.query_params,
        agreed=judgements(here.settings),
    )


@router.post("/lezen", response_class=HTMLResponse)
def draw(request: Request, here: Here, visitor: ReaderOfTexts) -> HTMLResponse:
    """Show one text, drawn at random; that somebody reads it is in the log already."""
    drawn = _review(here, visitor).draw()
    return show(request, "lezen.html", drawn=drawn, tried=True, saved=False, agreed=())


@router.post("/lezen/oordeel")
def judge(
    request: Request, here: Here, visitor: ReaderOfTexts, said: Annotated[Judged, Form()]
) -> RedirectResponse:
    """Count in which signals the reader agrees; the text is gone afterwards."""
    _review(here, visitor).judge(said.briefje, said.eens)
    address = view_of(request).link("/lezen", bewaard="ja")
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _review(here: Parts, visitor: Visitor) -> Review:
    assert visitor.role is not None
    return Review(here.settings, visitor.role, here.clock)
