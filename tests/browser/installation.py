"""An installation to look at: figures, a signed example framework, a log and a condition."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING

from pipeline import condition
from pipeline.areas.area import read_areas
from pipeline.areas.importer import BOUNDARIES
from pipeline.assessments import Assessments
from pipeline.framework_files import (
    APPROVAL_NAME,
    FRAMEWORK_NAME,
    PREDECESSORS,
    TRUST_ROOT_NAME,
    approved_framework,
)
from pipeline.journal import Journal
from pipeline.read import query
from pipeline.settings import PACKAGED_CONFIG, Settings
from pipeline.texts import Texts
from pipeline.verdict import Reason, Verdict
from privacy.cells import Status
from privacy.framework.roles import Rol
from privacy.kept_text import KeptText
from privacy.level import Level
from privacy.posts import PostKey, Signal
from tests.browser.city import build_city
from tests.fakes import example_bytes
from tests.privacy.framework.council import Council, next_version

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


_TEXT_HOURS = 2


def install(folder: Path, *, days: int, config: Path | None = None) -> Settings:
    """Return the settings of an installation with figures of `days` days until yesterday."""
    settings = Settings(config=config, data=folder / "data", keys=folder / "keys")
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


def install_second(folder: Path) -> Settings:
    """Return those of one with a second framework, which lets texts be read, and with boundaries.

    Nine texts are kept.
    """
    config = folder / "config"
    shutil.copytree(PACKAGED_CONFIG, config)
    _adopt_second(config)
    _draw_boundaries(config / "gebieden/almere")
    settings = install(folder, days=60, config=config)
    texts = Texts(settings.texts, settings.text_keys, _TEXT_HOURS)
    text = "Weer ruzie op het plein, <PERSOON_1> riep dat het vanavond uit de hand loopt."
    kept = KeptText(text, (Signal.ONRUST, Signal.DREIGING), "0" * 64)
    texts.keep({PostKey(f"{number:032x}"): kept for number in range(9)}, NOW)
    return settings


def _adopt_second(config: Path) -> None:
    """Put a wider framework in force, after the first one."""
    council, first = Council(), example_bytes()
    second = next_version(
        first,
        ("bewaren_uren: 0", f"bewaren_uren: {_TEXT_HOURS}"),
        ("inzage_rollen: []", "inzage_rollen: [fg]"),
        ("openbaar_zien, bezwaar_verwerken]", "openbaar_zien, bezwaar_verwerken, tekst_inzien]"),
    )
    (config / PREDECESSORS).mkdir()
    for name, content in (
        (f"{PREDECESSORS}/1.yaml", first),
        (f"{PREDECESSORS}/1.besluit.json", council.approve(first)),
        (FRAMEWORK_NAME, second),
        (APPROVAL_NAME, council.approve(second)),
        (TRUST_ROOT_NAME, council.root),
    ):
        (config / name).write_bytes(content)


def _draw_boundaries(folder: Path) -> None:
    """Give every wijk a square of its own, as the official boundaries would."""
    wijken = [
        each for each in read_areas(folder / "gebieden.csv").values() if each.level is Level.WIJK
    ]
    features = [
        {
            "type": "Feature",
            "properties": {"code": part},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, y], [x + 900, y], [x + 900, y + 700], [x, y + 700], [x, y]]],
            },
        }
        for (y, x), area in zip(
            product(range(490_000, 480_000, -900), range(140_000, 150_000, 1_100)),
            wijken,
            strict=False,
        )
        for part in area.code.split("+")
    ]
    content = {"type": "FeatureCollection", "features": features}
    (folder / BOUNDARIES).write_text(json.dumps(content), "utf-8")


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
