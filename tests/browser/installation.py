"""An installation to look at: figures, a signed example framework, a log and a condition."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pipeline import condition
from pipeline.assessments import Assessments
from pipeline.framework_files import approved_framework
from pipeline.journal import Journal
from pipeline.read import query
from pipeline.settings import Settings
from pipeline.verdict import Reason, Verdict
from privacy.cells import Status
from privacy.framework.schema import Rol
from privacy.posts import Signal
from tests.browser.city import build_city

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 28, 8, 30, tzinfo=UTC)
LAST_DAY = (NOW - timedelta(days=1)).date()

_COUNTS = {
    "gelezen": 20_000, "opgeslagen": 7_956, "weggelaten:geen_gebied": 11_981,
    "weggelaten:bijzonder_persoonsgegeven": 63, "persoonsgegeven:PERSON": 3_475,
    "persoonsgegeven:ADDRESS": 939, "persoonsgegeven:PHONE": 808, "persoonsgegeven:EMAIL": 311,
    "signaal:onrust": 394, "signaal:onveiligheid": 324, "signaal:ondermijning": 203,
    "signaal:dreiging": 90, "signaal:haat": 72,
}  # fmt: skip


def install(folder: Path, *, days: int) -> Settings:
    """Return the settings of an installation with figures of `days` days until yesterday."""
    settings = Settings(data=folder / "data", keys=folder / "keys")
    build_city(settings.data, last=LAST_DAY, days=days)
    approved = approved_framework(settings, NOW)
    journal = Journal(settings.journal, lambda: NOW)
    journal.activated(approved)
    for name, read in (("innemen", 20_000), ("vrijgeven", 0)):
        journal.record(
            soort="taak", taak=name, kader_sha256=approved.sha256, code_sha256="0" * 64,
            model_sha256=(), begin=NOW - timedelta(minutes=9), einde=NOW - timedelta(minutes=5),
            gelezen=read, vervallen=12_044 if read else 0, bewaard=7_956 if read else 0,
            gevonden_per_soort={}, rho_besteed=0.0, verwijderd=0, uitkomst="voltooid",
        )  # fmt: skip
    journal.record(
        soort="inzage", kader_sha256=approved.sha256, rol=Rol.FG, wat="logboek", aantal=3
    )
    _write_condition(settings)
    _assess(settings)
    return settings


def _write_condition(settings: Settings) -> None:
    run = condition.RunCondition(
        outcome="voltooid", ended=NOW - timedelta(minutes=5), seconds=41.0, read=20_000,
        stored=7_956,
    )  # fmt: skip
    source = condition.SourceCondition(
        run=run, succeeded=run.ended, delivered=run.ended, silent_after_hours=24
    )
    framework = condition.framework_condition(approved_framework(settings, NOW), NOW)
    cells = {Status.RELEASED: 1_829, Status.SUPPRESSED: 453, Status.NO_DATA: 0}
    condition.update(
        settings.condition,
        lambda present: present.with_(
            written=NOW - timedelta(minutes=5),
            framework=framework,
            sources={"voorbeeld": source},
            runs={"innemen": run, "vrijgeven": run},
            posts=7_956,
            counts=_COUNTS,
            release=condition.ReleaseCondition(moment=run.ended, cells=cells),
            budget=condition.BudgetCondition(year=2026, spent_rho=0.35, granted_rho=2.6),
        ),
    )


def _assess(settings: Settings) -> None:
    """Let an analyst say something of three surges, and report a miss."""
    found = query(
        settings.released, "FROM pieken ORDER BY tijd_van DESC LIMIT 6", limit=timedelta(seconds=9)
    ).to_pylist()
    assessments = Assessments(settings.assessments, lambda: NOW)
    assessments.show(found)
    for row, verdict, reason in (
        (found[0], Verdict.CORRECT, Reason.ACTED),
        (found[1], Verdict.CORRECT, Reason.KNOWN),
        (found[-1], Verdict.FALSE, Reason.EVENT),
    ):
        assessments.assess(row["piek_id"], verdict, reason, Rol.ANALIST)
    assessments.report_miss("GM0034", Signal.HAAT, LAST_DAY, LAST_DAY, Rol.ANALIST)
