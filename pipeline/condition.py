"""Condition: how the installation is doing, in numbers, in a small file that each job renews.

Portal, scheduler, monitoring and `stadspols status` read this file (`toestand.json`) and never
the lake. It holds names, counts and moments only; there is no field for a text or an author.
"""
# No `from __future__ import annotations`: pydantic reads the annotations at run time.

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, NonNegativeInt, ValidationError

from pipeline import durable
from privacy.cells import Status
from privacy.errors import Permanent
from privacy.framework.approved import ApprovedFramework

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:+-]{1,80}$")]
"""An id: no spaces, at most 80 characters; a text does not pass."""

Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:+-]{1,200}$")]
"""The key of an alarm: several names in one."""

PERCENT = 100


Outcome = Literal["voltooid", "afgebroken", "mislukt"]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RunCondition(_Closed):
    """The last run of a job; `rule` is the id of the rule that stopped it.

    `swap_in_clear`: the memory of the machine that ran it could reach a disk as it was.
    """

    outcome: Outcome
    rule: Name | None = None
    ended: AwareDatetime
    seconds: float = Field(ge=0)
    read: NonNegativeInt = 0
    stored: NonNegativeInt = 0
    swap_in_clear: bool = False

    @property
    def posts_per_second(self) -> float:
        """Posts read in a second of the run, start of the models included."""
        return self.read / self.seconds if self.seconds else 0.0


class SourceCondition(_Closed):
    """A source: its last run, and since when it has delivered nothing new.

    `succeeded` is the end of the last run without a failure. `delivered` is when its position
    last moved. With `silent_after_hours` None nothing is expected of it by itself. `gaps` counts
    how often the source no longer had all that came after our position.
    """

    run: RunCondition
    succeeded: AwareDatetime | None = None
    delivered: AwareDatetime | None = None
    silent_after_hours: NonNegativeInt | None = None
    gaps: NonNegativeInt = 0


class Deadline(_Closed):
    """Something of the framework that is closed from the day `from_day` on.

    `what` is `kader`, `dpia`, `bron:ID` or `aanleiding:ID`.
    """

    what: Name
    from_day: date

    def days_left(self, today: date) -> int:
        """Return for how many days it still holds; zero or less: it does not."""
        return (self.from_day - today).days


class FrameworkCondition(_Closed):
    """The framework when a job last looked; `refusal` is the rule by which it does not hold.

    While it is refused, version and deadlines are those of the last one that held.
    """

    seen: AwareDatetime
    refusal: Name | None = None
    version: int = Field(default=0, ge=0)
    sha256: Name | None = None
    is_example: bool = False
    deadlines: tuple[Deadline, ...] = ()


class ReleaseCondition(_Closed):
    """The last release: when, and how many cells of each status."""

    moment: AwareDatetime
    cells: Mapping[Status, NonNegativeInt]

    @property
    def suppressed_pct(self) -> float | None:
        """Share of the cells with data that are suppressed; None without any."""
        suppressed = self.cells.get(Status.SUPPRESSED, 0)
        with_data = suppressed + self.cells.get(Status.RELEASED, 0)
        return PERCENT * suppressed / with_data if with_data else None


class BudgetCondition(_Closed):
    """What the public tier has spent of the year that the council granted, in rho (zCDP)."""

    year: int
    spent_rho: float = Field(ge=0, allow_inf_nan=False)
    granted_rho: float = Field(gt=0, allow_inf_nan=False)


class ModelCondition(_Closed):
    """The last check of the models: what they reach, and how far their answers have moved.

    `drift` holds, per distribution (`taal`, `score:SIGNAL`), the population stability index of
    the last week against the four weeks before it.
    """

    moment: AwareDatetime
    macro_f1: float
    fpr_protected: float
    group_gap: float
    drift: Mapping[Name, Annotated[float, Field(ge=0)]] = {}


class Condition(_Closed):
    """The whole file. `told` names the alarms that operators have had a message about.

    `counts` are of all posts ever read, as `Counts.as_dict` spells them.
    """

    written: AwareDatetime | None = None
    framework: FrameworkCondition | None = None
    sources: Mapping[Name, SourceCondition] = {}
    runs: Mapping[Name, RunCondition] = {}
    posts: NonNegativeInt = 0
    counts: Mapping[Name, NonNegativeInt] = {}
    release: ReleaseCondition | None = None
    budget: BudgetCondition | None = None
    model: ModelCondition | None = None
    told: tuple[Key, ...] = ()

    def of_kind(self, kind: str) -> dict[str, int]:
        """Return the counts of a kind (`weggelaten`, `persoonsgegeven`, ...) by name."""
        return {
            name.partition(":")[2]: number
            for name, number in self.counts.items()
            if name.partition(":")[0] == kind
        }

    def with_(self, **fields: object) -> Self:
        """Return the same with other `fields`."""
        return self.model_copy(update=fields)


def read(file: Path) -> Condition:
    """Return the condition in `file`; an empty one when no job has run yet.

    Raises:
        Permanent: `toestand.bestand`, the file cannot be read.
    """
    try:
        return Condition.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return Condition()
    except (OSError, ValidationError):
        raise Permanent(
            "toestand.bestand",
            f"{file.name} is onleesbaar. Verwijder het: de volgende taak maakt het opnieuw.",
        ) from None


def update(file: Path, change: Callable[[Condition], Condition]) -> None:
    """Put what `change` makes of the condition in the place of the file, in one step.

    Several processes may do so; none undoes the change of another. A file that cannot be read
    is replaced: what it said is measured again by the jobs.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with durable.alone(file.with_suffix(".lock")):
        try:
            present = read(file)
        except Permanent:
            present = Condition()
        draft = file.with_suffix(".tmp")
        draft.write_text(change(present).model_dump_json(indent=1, exclude_none=True))
        draft.chmod(0o640)
        durable.replace(draft, file)


def framework_condition(approved: ApprovedFramework, now: datetime) -> FrameworkCondition:
    """Return what an operator must know of a framework that holds now."""
    framework = approved.framework
    closing = {
        "kader": date.fromordinal(framework.geldig_tot.toordinal() + 1),
        "dpia": framework.dpia.herzien_voor,
        **{f"bron:{source.id}": source.herzien_voor for source in framework.bronnen},
        **{
            f"aanleiding:{occasion.id}": date.fromordinal(occasion.geldig_tot.toordinal() + 1)
            for occasion in framework.aanleidingen
        },
    }
    return FrameworkCondition(
        seen=now,
        version=framework.kader_versie,
        sha256=approved.sha256,
        is_example=framework.is_example,
        deadlines=tuple(
            Deadline(what=what, from_day=day)
            for what, day in sorted(closing.items(), key=lambda item: (item[1], item[0]))
        ),
    )


def refused(last: FrameworkCondition | None, rule: str, now: datetime) -> FrameworkCondition:
    """Return that the framework does not hold, by `rule`; what held before stays readable."""
    last = last or FrameworkCondition(seen=now)
    return last.model_copy(update={"seen": now, "refusal": rule})
