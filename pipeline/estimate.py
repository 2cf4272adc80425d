"""Counts that are true: what a released count says when the errors of the model are taken out.

A flagged author need not have written the signal, and one who wrote it need not be flagged. With
recall r, false-alarm rate f, and n posts read, A flagged authors are expected to be
T * r + (n - T) * f, so T = (A - f * n) / (r - f) (Rogan & Gladen; adjusted classify-and-count).

Source: Rogan & Gladen (1978), Am. J. Epidemiol. 107; Lang & Reiczigel (2014), Prev. Vet. Med. 113;
Forman (2008), Data Min. Knowl. Discov. 17. What is assumed stands in docs/adr/0015.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.error_rates import ErrorRates

_PSEUDO_COUNT = 1.0
Z95 = 1.959963984540054
"""Standard deviations to either side that hold 95% of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many authors wrote the signal; with 95% confidence from `lower` to `upper`."""

    value: float
    lower: float
    upper: float


def estimate(flagged: float, posts: float, rates: ErrorRates, noise_sd: float = 0.0) -> Estimate:
    """Return the number of authors who wrote the signal, given those flagged among `posts`.

    `noise_sd` is the standard deviation of noise that was added to `flagged`. Posts are taken to
    be at least as many as authors.
    """
    posts = max(posts, flagged, 1.0)
    recall, alarm = rates.recall, rates.false_alarm_rate
    value = _within((flagged - alarm * posts) / (recall - alarm), posts)
    share = (max(flagged, 0.0) + _PSEUDO_COUNT) / (posts + 2 * _PSEUDO_COUNT)
    true_share = min(max((share - alarm) / (recall - alarm), 0.0), 1.0)
    recall_variance = recall * (1 - recall) / (rates.positives + 2)
    alarm_variance = alarm * (1 - alarm) / (rates.negatives + 2)
    by_chance = true_share * recall * (1 - recall) + (1 - true_share) * alarm * (1 - alarm)
    spread = math.sqrt(
        by_chance / posts
        + (noise_sd / posts) ** 2
        + (1 - true_share) ** 2 * alarm_variance
        + true_share**2 * recall_variance
    )
    shift = 2 * Z95**2 * (true_share * recall_variance - (1 - true_share) * alarm_variance)
    half = Z95 * spread / (recall - alarm)
    lower, upper = ((true_share + shift + side) * posts for side in (-half, half))
    return Estimate(value, min(_within(lower, posts), value), max(_within(upper, posts), value))


def _within(authors: float, posts: float) -> float:
    return min(max(authors, 0.0), posts)
