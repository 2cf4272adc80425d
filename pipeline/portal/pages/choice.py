"""Choice: what a page is about, all of it in the address, so that every view can be passed on."""
# No `from __future__ import annotations`: FastAPI reads the annotations at run time.

from datetime import date, datetime, timedelta
from typing import Annotated, Final, Self
from urllib.parse import urlencode

from fastapi import Depends, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

from pipeline.clock import TIMEZONE
from pipeline.portal.models import Vraag
from privacy.level import Level
from privacy.posts import Signal

DAYS_SHOWN: Final = 56
"""Without a choice: eight weeks, as many as the eye can follow from day to day."""


def _none_if_empty(value: object) -> object:
    """Return None for a field of a form that was left empty."""
    return None if value == "" else value


_EMPTY = BeforeValidator(_none_if_empty)
_Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+_.-]{1,80}$")]


class Choice(BaseModel):
    """What a visitor chose; None is no choice. `van` and `tot` are days, both included."""

    model_config = ConfigDict(frozen=True)

    signaal: Annotated[Signal | None, _EMPTY] = None
    gebied: Annotated[_Code | None, _EMPTY] = None
    niveau: Annotated[Level | None, _EMPTY] = None
    van: Annotated[date | None, _EMPTY] = None
    tot: Annotated[date | None, _EMPTY] = None
    bron: Annotated[_Code | None, _EMPTY] = None

    def asked(self) -> Vraag:
        """Return the question to the figures; days are those of the Dutch clock."""
        return Vraag(
            signaal=self.signaal,
            gebied=self.gebied,
            niveau=self.niveau,
            van=midnight(self.van) if self.van else None,
            tot=midnight(self.tot + timedelta(days=1)) if self.tot else None,
            bron=self.bron,
        )

    def with_(self, **changes: object) -> Self:
        """Return the same with other `changes`."""
        return self.model_copy(update=changes)

    def download(self) -> dict[str, str]:
        """Return the same choice as downloads take it: moments, the end not included."""
        fields = self.asked().model_dump(mode="json", exclude_none=True)
        return {name: str(value) for name, value in fields.items()}

    def query(self) -> dict[str, str]:
        """Return what of it stands in an address."""
        return {name: str(value) for name, value in self if value is not None}


def choice(asked: Annotated[Choice, Query()]) -> Choice:
    """Return what the address chooses; a period that runs back is turned round."""
    if asked.van and asked.tot and asked.van > asked.tot:
        return asked.with_(van=asked.tot, tot=asked.van)
    return asked


Chosen = Annotated[Choice, Depends(choice)]
"""The choice, as an argument of a route."""


def midnight(day: date) -> datetime:
    """Return the beginning of a day on the Dutch clock."""
    return datetime(day.year, day.month, day.day, tzinfo=TIMEZONE)


def address(path: str, **fields: object) -> str:
    """Return the address of `path` with `fields`; one without a value is left out."""
    given = {name: value for name, value in fields.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path
