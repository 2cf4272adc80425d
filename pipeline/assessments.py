"""What people said of surges: was it right, why, and what did they miss.

One line of JSON per fact in a file of its own, only ever longer. There is no free text: a note
would sooner or later name a person, a house or an account, and could then be searched. The closed
reasons also make assessments countable. Whoever assesses is a role, never a person.
"""
# No `from __future__ import annotations`: pydantic reads the annotations at run time.

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from pipeline import durable
from pipeline.clock import TIMEZONE
from pipeline.read import Reader
from pipeline.verdict import REASONS, Reason, Verdict
from privacy.errors import Permanent, PrivacyError
from privacy.framework.roles import Recht, Rol
from privacy.framework.schema import Closed, Day, Framework
from privacy.log.record import Moment
from privacy.posts import Signal

_LIMIT = timedelta(seconds=30)
_LONGEST_MISS_DAYS = 31

SurgeId = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
Area = Annotated[str, Field(pattern=r"^[A-Z]{2}[A-Z0-9]{2,10}(\+[A-Z]{2}[A-Z0-9]{2,10})*$")]


class Shown(Closed):
    """A surge that people could see from `moment` on."""

    soort: Literal["getoond"] = "getoond"
    moment: Moment
    piek_id: SurgeId
    tijd_van: Moment
    gebied_code: Area
    signaal: Signal


class Assessment(Closed):
    """What a role said of a surge; the last one counts."""

    soort: Literal["beoordeling"] = "beoordeling"
    moment: Moment
    rol: Rol
    piek_id: SurgeId
    oordeel: Verdict
    reden: Reason

    @model_validator(mode="after")
    def _reason_belongs(self) -> Self:
        if self.reden not in REASONS[self.oordeel]:
            raise ValueError("the reason belongs to another verdict")
        return self


class Miss(Closed):
    """Something that people saw and that no surge showed: `van` to `tot`, both included."""

    soort: Literal["gemist"] = "gemist"
    moment: Moment
    rol: Rol
    gebied_code: Area
    signaal: Signal
    van: Day
    tot: Day

    @model_validator(mode="after")
    def _is_past_and_short(self) -> Self:
        days = (self.tot - self.van).days
        if not 0 <= days < _LONGEST_MISS_DAYS or self.tot > self.moment.astimezone(TIMEZONE).date():
            raise ValueError("a miss has a past period of at most 31 days")
        return self


Fact = Shown | Assessment | Miss
_FACT: Final[TypeAdapter[Fact]] = TypeAdapter(Annotated[Fact, Field(discriminator="soort")])


class Assessments:
    """The assessments of one installation (`beoordelingen.jsonl`); several processes may add.

    NOT checked: whether the role may assess. `check_may_assess` does, or the portal's access.
    """

    def __init__(self, file: Path, clock: Callable[[], datetime]) -> None:
        self._file = file
        self._clock = clock

    def facts(self) -> tuple[Fact, ...]:
        """Return all facts, oldest first; a line that is being written is not among them.

        Raises:
            Permanent: `beoordeling.regel`, the file is damaged.
        """
        return _facts(self._file.read_bytes() if self._file.exists() else b"")

    def show(self, surges: Iterable[Mapping[str, Any]]) -> int:
        """Record the rows of `pieken` that were not shown before; return how many."""
        with durable.lines_alone(self._file) as stream:
            known = {each.piek_id for each in _facts(stream.read()) if isinstance(each, Shown)}
            new = [
                Shown(
                    moment=self._clock().astimezone(UTC),
                    piek_id=row["piek_id"],
                    tijd_van=row["tijd_van"].astimezone(UTC),
                    gebied_code=row["gebied_code"],
                    signaal=Signal(row["signaal"]),
                )
                for row in surges
                if row["piek_id"] not in known
            ]
            durable.append(stream, b"".join(map(_line, new)))
        return len(new)

    def assess(self, piek_id: str, verdict: Verdict, reason: Reason, role: Rol) -> Assessment:
        """Record and return an assessment of a surge that was shown.

        Raises:
            Permanent: `piek.onbekend`, it was never shown; `piek.reden`, the reason belongs to
                another verdict.
        """
        if reason not in REASONS[verdict]:
            fitting = ", ".join(REASONS[verdict])
            raise Permanent("piek.reden", f"bij {verdict} past een van: {fitting}")
        with durable.lines_alone(self._file) as stream:
            shown = {each.piek_id for each in _facts(stream.read()) if isinstance(each, Shown)}
            if piek_id not in shown:
                raise Permanent("piek.onbekend", "deze piek bestaat niet; zie: stadspols piek toon")
            moment = self._clock().astimezone(UTC)
            fact = Assessment(
                moment=moment, rol=role, piek_id=piek_id, oordeel=verdict, reden=reason
            )
            durable.append(stream, _line(fact))
        return fact

    def report_miss(self, area: str, signal: Signal, first: date, last: date, role: Rol) -> Miss:
        """Record and return that people saw something that no surge showed.

        Raises:
            Permanent: `piek.gemist`, the area is no code of an area, or the period is no past
                period of at most 31 days.
        """
        moment = self._clock().astimezone(UTC)
        try:
            fact = Miss(
                moment=moment, rol=role, gebied_code=area, signaal=signal, van=first, tot=last
            )
        except ValidationError:
            raise Permanent(
                "piek.gemist", "geef een gebied en een periode van hooguit 31 dagen, tot vandaag"
            ) from None
        with durable.lines_alone(self._file) as stream:
            durable.append(stream, _line(fact))
        return fact


def latest(facts: Iterable[Fact]) -> dict[str, Assessment]:
    """Return the assessment that counts per surge: the last one."""
    return {each.piek_id: each for each in facts if isinstance(each, Assessment)}


def released_surges(database: Path) -> list[dict[str, Any]]:
    """Return the rows of `pieken`, newest first; none where figures are from before surges.

    Raises:
        Permanent: there are no figures yet.
    """
    reader = Reader(database)
    if "pieken" not in reader.views:
        return []
    surges = "FROM pieken ORDER BY tijd_van DESC, overschrijding DESC, piek_id"
    rows: list[dict[str, Any]] = reader.ask(surges, limit=_LIMIT).to_pylist()
    return rows


def check_may_assess(framework: Framework, role: Rol) -> None:
    """The framework lets this role see surges.

    Raises:
        PrivacyError: `rol.recht`.
    """
    if Recht.INTERN_ZIEN not in framework.rollen.get(role, ()):
        raise PrivacyError("rol.recht", f"de rol {role} mag volgens het kader geen pieken zien")


def _facts(data: bytes) -> tuple[Fact, ...]:
    lines = data[: data.rfind(b"\n") + 1].splitlines()
    try:
        return tuple(_FACT.validate_json(line) for line in lines)
    except ValidationError:
        raise Permanent(
            "beoordeling.regel", "beoordelingen.jsonl is beschadigd; zet een reservekopie terug"
        ) from None


def _line(fact: Fact) -> bytes:
    return json.dumps(fact.model_dump(mode="json"), separators=(",", ":")).encode() + b"\n"
