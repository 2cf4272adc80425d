"""The tables of the commands: Dutch names, and bars that fit the screen."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

import pytest
from rich.console import Console, RenderableType

from pipeline.cli.summary import dropped_table, found_table, highest_table
from pipeline.ingest import Scope
from pipeline.lake.store import DUPLICATE, WITHDRAWN
from pipeline.sources.protocol import Reason
from privacy.cells import Status
from privacy.detect.span import PIIType
from privacy.pseudonymise import Refusal

HIGHEST: dict[str, Any] = {
    "gebied_naam": "Stadscentrum",
    "signaal": "onveiligheid",
    "piek": 80,
    "dag": date(2026, 11, 28),
    "waarden": [*[0] * 27, None, None, 80],
    "statussen": [*[Status.RELEASED] * 27, Status.SUPPRESSED, Status.NO_DATA, Status.RELEASED],
}


def shown(what: RenderableType, width: int) -> str:
    sink = StringIO()
    Console(file=sink, width=width).print(what)
    return sink.getvalue()


@pytest.mark.parametrize("width", [76, 80, 200])
def test_bars_show_as_many_days_as_fit_and_tell_zero_from_no_figure(width: int) -> None:
    said = shown(highest_table([HIGHEST], width), width)
    assert "0·?█" not in said
    assert " ·?█" in said
    assert "…" not in said
    assert ("Laatste 30 dagen" in said) == (width == 200)


def test_bars_go_where_there_is_no_room_for_them() -> None:
    said = shown(highest_table([HIGHEST], 60), 60)
    assert "█" not in said
    assert "28-11-2026" in said


def test_every_type_of_personal_data_has_a_dutch_name() -> None:
    said = shown(found_table(dict.fromkeys(PIIType, 3)), 80)
    assert "namen" in said
    assert not [kind for kind in PIIType if kind in said and kind not in {"IBAN", "BSN"}]


def test_every_rule_that_drops_a_post_is_explained() -> None:
    for rule in (*Reason, *Refusal, *Scope, DUPLICATE, WITHDRAWN):
        assert shown(dropped_table({rule: 3}), 200).count(".") == 1, rule
