"""Audit: what the log says about each run, against the frameworks that were in force.

Works offline, on the log and the framework files alone.

Source: GOVERNANCE section 3 (`controleer`): which decision each run fell under, none after
expiry, none after a stop, budget kept.
Guarantee: a run that broke the framework it names is always a finding. NOT checked: that the
log is whole; that is for `privacy.log.checkpoint`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from privacy.epoch import Epoch
from privacy.errors import PrivacyError
from privacy.framework.approved import check_validity
from privacy.log.record import Activation, Reading, Run, Start, Stop

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from privacy.framework.schema import Framework
    from privacy.log.record import Record

_RUNS_AT_MOST = timedelta(days=2)
"""No task runs for longer: a task that began earlier and has no end was hidden."""

_ROUNDING = 1e-9
"""Room for the sum of many small budgets in floating point."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in line `number` that the framework did not allow; `message` is Dutch."""

    number: int
    rule: str
    message: str


@dataclass(slots=True)
class _Seen:
    """What earlier lines established."""

    active: dict[str, Activation] = field(default_factory=dict)
    highest_version: int = 0
    stopped_until: int = 0
    rho: defaultdict[object, float] = field(default_factory=lambda: defaultdict(float))
    begun: list[Start] = field(default_factory=list)


def audit(records: Sequence[Record], frameworks: Mapping[str, Framework]) -> tuple[Finding, ...]:
    """Return what `records` hold that the `frameworks` (by digest) did not allow, in order."""
    seen = _Seen()
    findings: list[Finding] = []
    for record in records:
        match record:
            case Activation():
                findings += _check_activation(record, frameworks, seen)
            case Stop():
                seen.stopped_until = max(seen.stopped_until, record.tot_en_met_versie)
            case Start():
                seen.begun.append(record)
                findings += _check_active(record.nummer, record.kader_sha256, seen)
            case Run():
                findings += _check_run(record, frameworks, seen)
            case Reading():
                findings += _check_reading(record, frameworks, seen)
            case _:
                findings += _check_active(
                    record.nummer, getattr(record, "kader_sha256", None), seen
                )
    findings += _check_ends(seen.begun, records)
    return tuple(findings)


def _check_ends(begun: Sequence[Start], records: Sequence[Record]) -> Iterator[Finding]:
    """Yield a finding for each task that began long before the last line and has no end."""
    ended = Counter((run.taak, run.begin) for run in records if isinstance(run, Run))
    for start in begun:
        ended[start.taak, start.moment] -= 1
        late = records[-1].moment - start.moment > _RUNS_AT_MOST
        if late and ended[start.taak, start.moment] < 0:
            yield Finding(
                start.nummer, "logboek.geen_einde", "Deze taak begon en heeft geen einde."
            )


def _check_activation(
    record: Activation, frameworks: Mapping[str, Framework], seen: _Seen
) -> Iterator[Finding]:
    framework = frameworks.get(record.kader_sha256)
    named = (record.kader_versie, record.raadsbesluit_id)
    if framework is None:
        yield Finding(record.nummer, "logboek.kader_ontbreekt", "Dit kader zit niet in de bundel.")
    elif named != (framework.kader_versie, framework.raadsbesluit.id):
        yield Finding(record.nummer, "logboek.besluit", "Het logboek noemt een ander besluit.")
    if record.kader_versie < seen.highest_version:
        yield Finding(record.nummer, "logboek.versie_terug", "Een oudere versie werd weer actief.")
    seen.highest_version = max(seen.highest_version, record.kader_versie)
    seen.active[record.kader_sha256] = record


def _check_active(number: int, digest: str | None, seen: _Seen) -> Iterator[Finding]:
    if digest is not None and digest not in seen.active:
        yield Finding(number, "logboek.kader_niet_actief", "Dit kader was toen niet in gebruik.")


def _check_reading(
    reading: Reading, frameworks: Mapping[str, Framework], seen: _Seen
) -> Iterator[Finding]:
    yield from _check_active(reading.nummer, reading.kader_sha256, seen)
    framework = frameworks.get(reading.kader_sha256)
    if framework and reading.wat == "tekst" and reading.rol not in framework.tekst.inzage_rollen:
        yield Finding(reading.nummer, "logboek.inzage", "Deze rol mocht geen tekst lezen.")


def _check_run(run: Run, frameworks: Mapping[str, Framework], seen: _Seen) -> Iterator[Finding]:
    yield from _check_active(run.nummer, run.kader_sha256, seen)
    if not run.begin <= run.einde <= run.moment:
        yield Finding(run.nummer, "logboek.tijden", "Begin, einde en moment kloppen niet.")
    activation = seen.active.get(run.kader_sha256)
    if activation and activation.verruimd_bij <= seen.stopped_until:
        yield Finding(run.nummer, "logboek.na_stop", "Deze taak liep na een stopbevel.")
    if framework := frameworks.get(run.kader_sha256):
        yield from _check_limits(run, framework, seen)


def _check_limits(run: Run, framework: Framework, seen: _Seen) -> Iterator[Finding]:
    for moment in (run.begin, run.einde):
        try:
            check_validity(framework, moment)
        except PrivacyError as error:
            message = "Deze taak liep buiten de geldigheid van het kader."
            yield Finding(run.nummer, error.rule, message)
    if not set(run.model_sha256) <= {algorithm.sha256 for algorithm in framework.algoritmen}:
        yield Finding(run.nummer, "logboek.model", "Een model staat niet in het kader.")
    public = framework.vrijgave.openbaar
    epoch = Epoch.of(run.begin)
    for span, limit in ((epoch, public.rho_per_week), (epoch.year, public.rho_per_jaar)):
        seen.rho[span] += run.rho_besteed
        if seen.rho[span] > limit + _ROUNDING:
            yield Finding(run.nummer, "logboek.budget", f"Het privacybudget van {span} is op.")
