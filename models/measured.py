"""Measured: the figures of a model that the council's framework sets limits to."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Self

from privacy.errors import PrivacyError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from privacy.detect.span import PIIType
    from privacy.framework.schema import Minimum

MEASURED_NAME = "measured.json"


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares between 0 and 1, measured on the dev posts; locked together with the weights."""

    macro_f1: float
    fpr_protected: float
    """Share of the posts of protected kinds that get any signal."""
    group_gap: float
    """Largest difference between groups in the mean score of the same harmless sentences."""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the figures stored at `path`."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    def write(self, path: Path) -> None:
        """Store these figures at `path`."""
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")


def require(measured: Measured | None, minimum: Minimum) -> None:
    """Return when a model reaches what the framework asks of it.

    Raises:
        PrivacyError: rule `model.minimum`: a figure is absent or beyond its limit.

    Source: GOVERNANCE 7; Algoritmekader, non-discrimination.
    """
    if measured is None:
        raise _below("het model noemt geen cijfers, dus het haalt de grenzen van het kader niet")
    if measured.macro_f1 < minimum.macro_f1:
        raise _below("macro_f1 van het model ligt onder de grens van het kader")
    if measured.fpr_protected > minimum.max_fpr_beschermde_uiting:
        raise _below("het model merkt meer beschermde uitingen aan dan het kader toestaat")
    if measured.group_gap > minimum.max_verschil_groepen:
        raise _below("het model verschilt meer tussen groepen dan het kader toestaat")


def require_recall(recall: Mapping[PIIType, float], minimum: Minimum) -> None:
    """Return when a model finds as much of each type of personal data as the framework asks.

    Raises:
        PrivacyError: rule `model.minimum`: a type is not measured, or found less often.

    Source: GOVERNANCE 1 (`recall_per_pii_type`).
    """
    for kind, share in minimum.recall_per_pii_type.items():
        if recall.get(kind, 0.0) < share:
            raise _below(f"het model vindt minder van {kind} dan het kader vraagt")


def _below(what: str) -> PrivacyError:
    return PrivacyError(
        "model.minimum", f"{what}. Het mag niet draaien. Zie docs/runbooks/model-geweigerd.md."
    )
