"""Alarms: what in the condition of the installation needs a person, and how soon.

No data is an alarm, not calm: a source, a job or a framework that is not heard of counts as bad.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from pipeline.amount import amount

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from pipeline.condition import Condition, FrameworkCondition, SourceCondition

WARN_DAYS = (60, 30, 7)
"""So many days before something of the framework ends, operators are told; the last is urgent."""

OVERDUE = {
    "innemen": timedelta(hours=1),
    "vrijgeven": timedelta(hours=2),
    "kadercontrole": timedelta(hours=3),
    "opruimen": timedelta(hours=26),
    "modelkeuring": timedelta(days=8),
}
"""Per job: so long after its last end it should have run again."""

DRIFT_WARNING, DRIFT_ALARM = 0.1, 0.25
"""Population stability index from which a distribution counts as moved, and as another one.

Source: Siddiqi (2006), Credit Risk Scorecards: the usual limits of this index.
"""

BUDGET_LOW = 0.1
"""Share of the yearly budget below which it is worth a warning."""


class Level(IntEnum):
    """How bad it is."""

    GOOD = 0
    WARNING = 1
    ALARM = 2

    @property
    def dutch(self) -> str:
        """The word on screens."""
        return ("goed", "waarschuwing", "alarm")[self]


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that needs a person. `subject` is a source, job or deadline; `message` Dutch.

    `step` counts on while it gets worse at the same level.
    """

    level: Level
    rule: str
    subject: str
    message: str
    step: int = 0

    @property
    def key(self) -> str:
        """What it is known by: a message goes out once per key, until it is over."""
        return f"{self.rule}:{self.subject}:{self.level.name}:{self.step}"


def alarms(condition: Condition, now: datetime) -> list[Alarm]:
    """Return all that needs a person at `now`, worst first."""
    found = [
        *_framework(condition.framework, now.date()),
        *_jobs(condition, now),
        *(
            alarm
            for id_, source in condition.sources.items()
            for alarm in _source(id_, source, now)
        ),
        *_figures(condition),
        *_drift(condition),
    ]
    return sorted(found, key=lambda alarm: (-alarm.level, alarm.rule, alarm.subject))


def worst(found: list[Alarm]) -> Level:
    """Return the level of the worst alarm."""
    return max((alarm.level for alarm in found), default=Level.GOOD)


def _framework(framework: FrameworkCondition | None, today: date) -> Iterator[Alarm]:
    if framework is None:
        return
    if framework.refusal:
        runbook = "stopbevel" if framework.refusal == "kader.gestopt" else "kader-verloopt"
        yield Alarm(
            Level.ALARM,
            "kader_geweigerd",
            framework.refusal,
            "Het privacykader geldt niet. Er wordt niets ingenomen en niets vrijgegeven. "
            f"Zie docs/runbooks/{runbook}.md.",
        )
    for deadline in framework.deadlines:
        days = deadline.days_left(today)
        if days <= WARN_DAYS[0]:
            yield Alarm(
                Level.ALARM if days <= WARN_DAYS[-1] else Level.WARNING,
                "kader_termijn",
                deadline.what,
                f"Dicht vanaf {deadline.from_day:%d-%m-%Y}: "
                f"nog {amount(max(days, 0), 'dag', 'dagen')}. "
                "Vraag de raad op tijd om een nieuw kader.",
                step=min(step for step in WARN_DAYS if days <= step),
            )


def _jobs(condition: Condition, now: datetime) -> Iterator[Alarm]:
    if "innemen" not in condition.runs:
        yield Alarm(Level.ALARM, "geen_gegevens", "innemen", "Er is nog nooit iets ingenomen.")
    for job, run in condition.runs.items():
        if run.outcome != "voltooid":
            yield Alarm(
                Level.ALARM if run.outcome == "afgebroken" else Level.WARNING,
                "taak_mislukt",
                job,
                f"De laatste keer is deze taak {run.outcome}, regel {run.rule}.",
            )
        age = now - run.ended
        if age > OVERDUE.get(job, age):
            yield Alarm(
                Level.ALARM,
                "taak_uitgebleven",
                job,
                f"Deze taak liep voor het laatst {_ago(age)} geleden.",
            )
    if any(run.swap_in_clear for run in condition.runs.values()):
        yield Alarm(
            Level.WARNING,
            "wisselgeheugen_open",
            "geheugen",
            "Op een machine die taken uitvoert, kan geheugen met berichten of sleutels op schijf "
            "komen. Zet het wisselgeheugen (swap) uit of versleutel het.",
        )


def _source(id_: str, source: SourceCondition, now: datetime) -> Iterator[Alarm]:
    if source.run.outcome != "voltooid":
        yield Alarm(
            Level.WARNING,
            "bron_mislukt",
            id_,
            f"Deze bron is de laatste keer {source.run.outcome}, regel {source.run.rule}.",
        )
    if source.silent_after_hours is None:
        return
    if source.delivered is None:
        yield Alarm(Level.ALARM, "bron_stil", id_, "Deze bron heeft nog nooit iets geleverd.")
    elif now - source.delivered > timedelta(hours=source.silent_after_hours):
        yield Alarm(
            Level.ALARM,
            "bron_stil",
            id_,
            f"Deze bron levert al {_ago(now - source.delivered)} niets nieuws. "
            "Stilte is geen rust: cijfers over deze tijd zijn onvolledig.",
        )


def _figures(condition: Condition) -> Iterator[Alarm]:
    if condition.release is None:
        yield Alarm(
            Level.ALARM, "geen_gegevens", "vrijgeven", "Er zijn nog nooit cijfers vrijgegeven."
        )
    budget = condition.budget
    if budget is None:
        return
    left = 1 - budget.spent_rho / budget.granted_rho
    if left <= BUDGET_LOW:
        yield Alarm(
            Level.WARNING,
            "budget_bijna_op",
            str(budget.year),
            f"Van het jaarbudget voor openbare cijfers is nog {max(left, 0):.0%} over.",
        )


def _drift(condition: Condition) -> Iterator[Alarm]:
    for name, index in (condition.model.drift if condition.model else {}).items():
        if index > DRIFT_WARNING:
            yield Alarm(
                Level.ALARM if index > DRIFT_ALARM else Level.WARNING,
                "model_verschoven",
                name,
                f"De verdeling is verschoven (PSI {index:.2f}). "
                "Zie docs/runbooks/model-geweigerd.md.",
            )


def _ago(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{hours} uur" if hours < 48 else f"{hours // 24} dagen"  # noqa: PLR2004 - two days
