"""Page: a template with what every page shows: who looks, what holds, in which language."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from pipeline.portal.access import visitor_of
from pipeline.portal.pages.choice import address
from pipeline.portal.pages.language import PARAMETER, Language, Speech, speech_of
from pipeline.portal.pages.state import State, state_of, without_judgement
from pipeline.portal.parts import parts
from privacy.framework.roles import Recht
from privacy.framework.schema import EXAMPLE_MARK
from privacy.posts import Signal

if TYPE_CHECKING:
    from datetime import datetime

    from fastapi import Request

    from pipeline.portal.access import Visitor
    from pipeline.portal.council import Standing

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"

SECTIONS = (
    ("bewoner", "/bewoner", Recht.OPENBAAR_ZIEN),
    ("analist", "/analist", Recht.INTERN_ZIEN),
    ("raad", "/raad", Recht.VERANTWOORDING_ZIEN),
    ("beheer", "/beheer", Recht.TAKEN_BEDIENEN),
)
"""The parts of the portal, and the right that opens each."""


@dataclass(frozen=True, slots=True)
class View:
    """What every template can use."""

    request: Request
    visitor: Visitor
    standing: Standing
    speech: Speech
    now: datetime

    @property
    def mark(self) -> str | None:
        """What must stand on every page under an example framework."""
        approved = self.standing.approved
        return EXAMPLE_MARK if approved and approved.framework.is_example else None

    @property
    def path(self) -> str:
        """The address without its query."""
        return self.request.url.path

    def link(self, path: str, **fields: object) -> str:
        """Return an address in the language of this page."""
        language = None if self.speech.language is Language.NL else self.speech.language
        return address(path, **fields, **{PARAMETER: language})

    def here(self, **changes: object) -> str:
        """Return the address of this page with other `changes`."""
        return address(self.path, **{**self.request.query_params, **changes})

    @property
    def in_other_language(self) -> str:
        """The address of this page in the other language."""
        return self.here(**{PARAMETER: self.speech.language.other})


def view_of(request: Request) -> View:
    """Return what every page shows for this request."""
    here = parts(request)
    return View(
        request=request,
        visitor=visitor_of(request),
        standing=here.council.standing(),
        speech=speech_of(request.query_params.get(PARAMETER)),
        now=here.clock(),
    )


def show(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401 - as templates take them
    """Return the page that `template` makes of `values`; every value is escaped."""
    view = view_of(request)
    speech = view.speech
    body = (
        _templates()
        .get_template(template)
        .render(
            view=view,
            say=speech.say,
            name=speech.name,
            speech=speech,
            link=view.link,
            **values,
        )
    )
    return HTMLResponse(body, status, headers={"Content-Language": speech.language})


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        State=State,
        address=address,
        state_of=state_of,
        without_judgement=without_judgement,
        static=static,
        sections=SECTIONS,
        Recht=Recht,
        Signal=Signal,
    )
    return environment


@cache
def static(name: str) -> str:
    """Return the address of a file of ours, which changes with its content."""
    content = (STATIC / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"
