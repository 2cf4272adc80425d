"""The weekly check of the models: measured again, and whether their answers have moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.corpus import read_posts
from models.evaluate import evaluate
from models.measured import Measured, require
from models.training.fairness import swap_figures
from pipeline.clock import utc_now
from pipeline.condition import ModelCondition
from pipeline.drift import drift
from pipeline.jobs.attested import attested, open_store
from pipeline.lake.day_counts import counts_per_day
from privacy.errors import Permanent

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from models.signal_classifier import SignalClassifier
    from pipeline.settings import Settings

PER_MILLE = 1000


def check_models(settings: Settings, clock: Callable[[], datetime] = utc_now) -> dict[str, int]:
    """Measure the classifier on the labelled posts, and how far its answers have moved.

    Returns figures in thousandths: macro F1, flagged protected expression, the gap between
    groups, and the largest population stability index.

    Raises:
        PrivacyError: a figure is beyond what the framework asks: the model may not be used.
        Permanent: `modelkeuring.berichten`, there are no labelled posts to measure on.
    """
    if settings.evaluation is None or not settings.evaluation.is_file():
        raise Permanent(
            "modelkeuring.berichten",
            "zet STADSPOLS_EVALUATION op een bestand met berichten",
        )
    posts = read_posts(settings.evaluation)
    with attested("modelkeuring", settings, clock) as job:
        classifier, _ = job.permitted_models()
        figures = evaluate(classifier, posts)
        measured = _measured(classifier, figures["macro_f1"], figures["per_protected_slice"])
        with open_store(settings) as store:
            moved = drift(counts_per_day(store, clock().date()), clock().date())
        job.seen.model = ModelCondition(
            moment=clock(),
            macro_f1=measured.macro_f1,
            fpr_protected=measured.fpr_protected,
            group_gap=measured.group_gap,
            drift=moved,
        )
        approved = job.gate.approved
        listed = approved.algorithm(classifier.id, classifier.sha256, "signalen")
        require(measured, listed.minimum)
    return {
        "macro_f1": round(measured.macro_f1 * PER_MILLE),
        "beschermd_gemarkeerd": round(measured.fpr_protected * PER_MILLE),
        "verschil_groepen": round(measured.group_gap * PER_MILLE),
        "verschuiving": round(max(moved.values(), default=0.0) * PER_MILLE),
    }


def _measured(
    classifier: SignalClassifier, macro_f1: float, slices: dict[str, dict[str, int]]
) -> Measured:
    flagged = sum(slice_["flagged"] for slice_ in slices.values())
    return Measured(
        macro_f1=macro_f1,
        fpr_protected=flagged / sum(slice_["posts"] for slice_ in slices.values()),
        group_gap=swap_figures(classifier)["largest_gap_harmless"],
    )
