"""What the council decided, and how the installation keeps to it."""
# No `from __future__ import annotations`: FastAPI reads the annotations at run time.

from http import HTTPStatus

from fastapi import APIRouter, Depends, Request, Response
from starlette.exceptions import HTTPException

from pipeline.accountability.facts import Facts
from pipeline.accountability.register import entries
from pipeline.clock import TIMEZONE
from pipeline.condition import Condition
from pipeline.portal.access import PUBLIC, require
from pipeline.portal.api.answer import Paging, place
from pipeline.portal.council import Standing
from pipeline.portal.models import (
    Aandeel,
    Budget,
    GelezenSignaal,
    Kader,
    MonthName,
    Registerpagina,
    Scorekaart,
    Signaalpagina,
)
from pipeline.portal.parts import Here
from pipeline.review import judgements
from pipeline.scorecard import Month, Rate, scorecard
from pipeline.verdict import Verdict
from privacy.framework.approved import ApprovedFramework
from privacy.framework.roles import Recht

router = APIRouter(tags=["verantwoording"])


@router.get("/kader", dependencies=[Depends(PUBLIC)])
def lees_kader(here: Here) -> Kader:
    """Lees wat de raad heeft vastgesteld, en of dat nu geldt."""
    standing = here.council.standing()
    approved = _approved(standing)
    return Kader(
        in_werking=standing.refusal is None,
        regel=standing.refusal.rule if standing.refusal else None,
        voorbeeld=approved.framework.is_example,
        sha256=approved.sha256,
        besluit_sha256=approved.approval_sha256,
        kader=approved.framework,
    )


@router.get("/signalen", dependencies=[Depends(PUBLIC)])
def lees_signalen(request: Request, response: Response, ask: Paging, here: Here) -> Signaalpagina:
    """Lees welke signalen de raad laat lezen, en hoe fijn."""
    framework = _approved(here.council.standing()).framework
    finest = framework.gebieden.fijnste_niveau_per_signaal
    signals = tuple(
        GelezenSignaal(id=each.id, omschrijving=each.omschrijving, fijnste_niveau=finest[each.id])
        for each in framework.signalen
    )
    begin = (ask.pagina - 1) * ask.per_pagina
    where = place(request, response, ask, len(signals))
    return Signaalpagina(signalen=signals[begin : begin + ask.per_pagina], **where)


@router.get("/registervermeldingen", dependencies=[Depends(PUBLIC)])
def lees_registervermeldingen(
    request: Request, response: Response, ask: Paging, here: Here
) -> Registerpagina:
    """Lees de vermeldingen voor het Algoritmeregister, een per algoritme."""
    approved = _approved(here.council.standing())
    facts = Facts(
        approved.framework,
        approved.sha256,
        here.written.records(),
        tuple(judgements(here.settings)),
    )
    day = here.clock().astimezone(TIMEZONE).date()
    shown = tuple(entries(facts, day))
    begin = (ask.pagina - 1) * ask.per_pagina
    where = place(request, response, ask, len(shown))
    return Registerpagina(registervermeldingen=shown[begin : begin + ask.per_pagina], **where)


@router.get("/budget", dependencies=[Depends(PUBLIC)])
def lees_budget(here: Here) -> Budget:
    """Lees hoeveel van het privacybudget van dit jaar is besteed."""
    if (spent := here.written.condition().budget) is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Er is nog niets openbaar vrijgegeven.")
    return Budget(jaar=spent.year, besteed_rho=spent.spent_rho, toegekend_rho=spent.granted_rho)


@router.get(
    "/toestand",
    dependencies=[Depends(require(Recht.TAKEN_BEDIENEN, Recht.VERANTWOORDING_ZIEN))],
)
def lees_toestand(here: Here) -> Condition:
    """Lees hoe het met de installatie gaat: bronnen, taken en aantallen."""
    return here.written.condition()


@router.get(
    "/scorekaarten/{maand}",
    dependencies=[Depends(require(Recht.INTERN_ZIEN, Recht.VERANTWOORDING_ZIEN))],
)
def lees_scorekaart(maand: MonthName, here: Here) -> Scorekaart:
    """Lees hoe goed de pieken van een maand waren, volgens wie ze beoordeelde."""
    card = scorecard(
        Month.parse(maand),
        here.assessments.facts(),
        here.written.records(),
        here.settings.released,
    )
    return Scorekaart(
        maand=maand,
        getoond=card.shown,
        terecht=card.verdicts[Verdict.CORRECT],
        onterecht=card.verdicts[Verdict.FALSE],
        onduidelijk=card.verdicts[Verdict.UNCLEAR],
        zonder_oordeel=card.unassessed,
        gemist=card.missed,
        precisie=_share(card.precision),
        gevonden_hoogstens=_share(card.found_at_most),
        uren_tot_melding=card.hours_to_detection,
    )


def _share(rate: Rate) -> Aandeel:
    low, high = rate.interval or (None, None)
    return Aandeel(aantal=rate.hits, van=rate.total, onder=low, boven=high)


def _approved(standing: Standing) -> ApprovedFramework:
    """Return the framework that was approved.

    Raises:
        PrivacyError: no approval can be proven.
    """
    if standing.approved is None:
        assert standing.refusal is not None
        raise standing.refusal
    return standing.approved
