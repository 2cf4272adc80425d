"""Parts: what the routes of the portal work with, put together once when it starts."""
# No `from __future__ import annotations`: FastAPI reads the annotations at run time.

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from pipeline.assessments import Assessments
from pipeline.portal.council import Council
from pipeline.portal.figures import Figures
from pipeline.portal.written import Written
from pipeline.question import Questions
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.portal.access import Denials, Recognition


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything a route reads; nothing here can reach a post, an author or a text."""

    settings: Settings
    clock: Callable[[], datetime]
    council: Council
    """The framework as it stands now."""
    internal: Figures
    """Released figures for analysts."""
    public: Figures
    """Released figures for everybody."""
    questions: Questions
    """Questions in SQL to the figures for analysts."""
    written: Written
    """What the jobs wrote down: log and condition."""
    assessments: Assessments
    """What roles said of surges."""
    recognition: "Recognition"
    denials: "Denials"


def parts(request: Request) -> Parts:
    """Return the parts of the portal that received the request."""
    found = request.app.state.parts
    assert isinstance(found, Parts)
    return found


Here = Annotated[Parts, Depends(parts)]
"""The parts, as an argument of a route."""
