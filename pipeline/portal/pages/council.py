"""What the council sees: what it decided, what was done under it, and whether that was right."""
# No `from __future__ import annotations`: FastAPI reads the annotations at run time.

import mimetypes
from datetime import date, timedelta
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from pipeline import condition
from pipeline.accountability.council import answers
from pipeline.accountability.kept import artefacts
from pipeline.framework_files import read_papers
from pipeline.portal.access import require
from pipeline.portal.pages.account import facts
from pipeline.portal.pages.cards import cards
from pipeline.portal.pages.page import show
from pipeline.portal.pages.readable import readable
from pipeline.portal.parts import Here, Parts
from pipeline.scorecard import Month, Scorecard, scorecard
from privacy.framework.approval import Approval, read_approval
from privacy.framework.difference import Change, compare, leaves, verdict
from privacy.framework.document import parse_framework
from privacy.framework.explanation import summarise
from privacy.framework.roles import Recht
from privacy.framework.schema import Framework
from privacy.framework.trust import TrustRoot, read_trust_root
from privacy.framework.wording import show as in_dutch
from privacy.log.record import Reading, Run

router = APIRouter(
    dependencies=[Depends(require(Recht.VERANTWOORDING_ZIEN))], include_in_schema=False
)

MONTHS_SHOWN: Final = 12
_RUNS_SHOWN: Final = 25
_MORE: Final = {
    "protocol": "/raad/kader",
    "algoritmen": "/raad/algoritmen",
    "toegang": "/raad/verwerking",
    "bescherming": "/bewoner/rechten",
}
"""Where the answer to a question is worked out."""


@router.get("/raad", response_class=HTMLResponse)
def questions(request: Request, here: Here) -> HTMLResponse:
    """Answer the questions that every council asks, from the framework and the log."""
    known = facts(here)
    return show(
        request,
        "raad/vragen.html",
        answers=answers(known) if known else (),
        more=_MORE,
        days_left=_days_left(here),
    )


@router.get("/raad/kader", response_class=HTMLResponse)
def framework(request: Request, here: Here) -> HTMLResponse:
    """Show the framework in plain words, who signed it, and what it changed."""
    approved = here.council.standing().approved
    if approved is None:
        return show(request, "raad/geen_kader.html")
    before = _predecessor(here)
    changes: tuple[Change, ...] = compare(before, approved.framework) if before else ()
    decision, root = _decision(here)
    return show(
        request,
        "raad/kader.html",
        approved=approved,
        summary=summarise(approved.framework),
        fields=[(leaf, in_dutch(leaf.value)) for leaf in leaves(approved.framework)],
        before=before,
        changes=changes,
        verdict=verdict(changes),
        decision=decision,
        root=root,
        days_left=_days_left(here),
        deadlines=condition.framework_condition(approved, here.clock()).deadlines,
        today=here.clock().date(),
    )


@router.get("/raad/verwerking", response_class=HTMLResponse)
def processing(request: Request, here: Here) -> HTMLResponse:
    """Show what was collected, what was thrown away, who looked, and what was spent."""
    known, records = facts(here), here.written.records()
    return show(
        request,
        "raad/verwerking.html",
        condition=here.written.condition(),
        runs=[each for each in reversed(records) if isinstance(each, Run)][:_RUNS_SHOWN],
        readings=[each for each in reversed(records) if isinstance(each, Reading)],
        deletions=known.deletions() if known else {},
    )


@router.get("/raad/algoritmen", response_class=HTMLResponse)
def algorithms(request: Request, here: Here) -> HTMLResponse:
    """Show each algorithm of the framework beside what it was measured to do."""
    return show(
        request,
        "raad/algoritmen.html",
        cards=[(each, readable(each.text) if each.text else None) for each in cards(here)],
    )


@router.get("/raad/pieken", response_class=HTMLResponse)
def verdicts(request: Request, here: Here) -> HTMLResponse:
    """Show per month how many surges were right, wrong and missed."""
    return show(request, "raad/pieken.html", months=_scorecards(here))


@router.get("/raad/controleer", response_class=HTMLResponse)
def check(request: Request, here: Here) -> HTMLResponse:
    """Tell how to check everything oneself, with a copy and without this portal."""
    known = facts(here)
    return show(
        request,
        "raad/controleer.html",
        approved=here.council.standing().approved,
        records=here.written.records(),
        artefacts=artefacts(known, here.clock().date()) if known else {},
    )


@router.get("/raad/stukken/{stuk}")
def artefact(here: Here, stuk: Annotated[str, Path(max_length=80)]) -> Response:
    """Return one of the papers that the framework and the log make, as a file to keep."""
    known = facts(here)
    made = artefacts(known, here.clock().date()) if known else {}
    if stuk not in made:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Dit stuk is er niet.")
    kind = mimetypes.guess_type(stuk)[0] or "text/plain"
    headers = {"Content-Disposition": f'attachment; filename="{stuk}"'}
    return Response(made[stuk], media_type=f"{kind}; charset=utf-8", headers=headers)


def _days_left(here: Parts) -> int | None:
    """Return for how many days the framework still holds; zero or less: it does not."""
    approved = here.council.standing().approved
    if approved is None:
        return None
    return (approved.framework.geldig_tot - here.clock().date()).days + 1


def _decision(here: Parts) -> tuple[Approval | None, TrustRoot | None]:
    """Return the decision with its signers, and who may sign; None without an approval."""
    if here.council.standing().approved is None:
        return None, None
    papers = read_papers(here.council.folder)
    root = read_trust_root(papers.trust_root)
    return read_approval(papers.approval, root), root


def _predecessor(here: Parts) -> Framework | None:
    history = read_papers(here.council.folder).history
    return parse_framework(history[0].framework) if history else None


def _scorecards(here: Parts) -> list[Scorecard]:
    """Return the months since surges were first shown, newest first."""
    said = here.assessments.facts()
    if not said or here.internal.digest is None:
        return []
    months = _months(min(each.moment.date() for each in said), here.clock().date())
    log = here.written.records()
    return [scorecard(Month(first), said, log, here.settings.released) for first in months]


def _months(first: date, last: date) -> list[date]:
    """Return the first days of the months from `last` back to `first`, at most a year."""
    found = [last.replace(day=1)]
    while found[-1] > first.replace(day=1) and len(found) < MONTHS_SHOWN:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found
