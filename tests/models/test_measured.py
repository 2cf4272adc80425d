from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from models.measured import Measured, require, require_recall
from privacy.detect.span import PIIType
from privacy.errors import PrivacyError
from privacy.framework.schema import Minimum

if TYPE_CHECKING:
    from pathlib import Path

MINIMUM = Minimum(
    macro_f1=0.7,
    recall_per_pii_type={},
    max_fpr_beschermde_uiting=0.1,
    max_verschil_groepen=0.05,
)
AT_THE_LIMIT = Measured(macro_f1=0.7, fpr_protected=0.1, group_gap=0.05)


def test_a_model_at_the_limit_may_run() -> None:
    require(AT_THE_LIMIT, MINIMUM)


@pytest.mark.parametrize(
    "change", [{"macro_f1": 0.69}, {"fpr_protected": 0.11}, {"group_gap": 0.06}]
)
def test_a_model_beyond_a_limit_may_not_run(change: dict[str, float]) -> None:
    with pytest.raises(PrivacyError) as caught:
        require(replace(AT_THE_LIMIT, **change), MINIMUM)
    assert caught.value.rule == "model.minimum"


def test_a_model_without_figures_may_not_run() -> None:
    with pytest.raises(PrivacyError, match="noemt geen cijfers"):
        require(None, MINIMUM)


def test_figures_are_stored_whole(tmp_path: Path) -> None:
    AT_THE_LIMIT.write(tmp_path / "measured.json")
    assert Measured.read(tmp_path / "measured.json") == AT_THE_LIMIT


@pytest.mark.parametrize(("least", "refused"), [(0.9, False), (0.91, True)])
def test_a_finder_below_its_recall_may_not_run(least: float, refused: bool) -> None:
    minimum = MINIMUM.model_copy(update={"recall_per_pii_type": {PIIType.PERSON: least}})
    with pytest.raises(PrivacyError, match="PERSON") if refused else nullcontext():
        require_recall({PIIType.PERSON: 0.9}, minimum)


def test_a_type_that_was_not_measured_counts_as_never_found() -> None:
    minimum = MINIMUM.model_copy(update={"recall_per_pii_type": {PIIType.BSN: 0.1}})
    with pytest.raises(PrivacyError, match="BSN"):
        require_recall({PIIType.PERSON: 1.0}, minimum)
