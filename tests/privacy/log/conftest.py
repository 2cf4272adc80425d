from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from privacy.detect.span import PIIType
from privacy.framework.roles import Rol
from privacy.log.journal import append, read_log

START = datetime(2026, 11, 24, 8, tzinfo=UTC)
KADER, BESLUIT, ANKER, CODE, MODEL = (letter * 64 for letter in "abcde")
FIELDS: list[dict[str, Any]] = [
    {"soort": "anker", "anker_versie": 1, "anker_sha256": ANKER},
    {
        "soort": "kader", "kader_versie": 1, "verruimd_bij": 1, "kader_sha256": KADER,
        "besluit_sha256": BESLUIT, "anker_sha256": ANKER, "raadsbesluit_id": "VOORBEELD-2026-001",
    },
    {
        "soort": "taak", "taak": "inlezen", "kader_sha256": KADER, "code_sha256": CODE,
        "model_sha256": (MODEL,), "begin": START, "einde": START, "gelezen": 100,
        "vervallen": 10, "bewaard": 90, "gevonden_per_soort": {PIIType.BSN: 2},
        "rho_besteed": 0.05, "verwijderd": 0, "uitkomst": "voltooid",
    },
    {"soort": "inzage", "kader_sha256": KADER, "rol": Rol.FG, "wat": "logboek", "aantal": 3},
    {
        "soort": "verwijdering", "kader_sha256": KADER, "wat": "berichten",
        "reden": "termijn", "aantal": 7,
    },
    {"soort": "stop", "bevel_sha256": BESLUIT, "tot_en_met_versie": 1},
]  # fmt: skip


def log_of(fields: list[dict[str, Any]]) -> bytes:
    log = b""
    for place, record in enumerate(fields):
        log += append(read_log(log), START + timedelta(minutes=place), record)
    return log


@pytest.fixture(scope="session")
def log() -> bytes:
    return log_of(FIELDS)
