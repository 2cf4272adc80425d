"""The condition of the installation as Prometheus metrics: numbers and names, no content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from pipeline.alarms import Level, alarms
from pipeline.counts import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pipeline.condition import Condition

_TOTALS = {
    Kind.READ: ("posts_read", "Posts read since the beginning.", None),
    Kind.STORED: ("posts_ingested", "Posts stored since the beginning, without text.", None),
    Kind.DROPPED: ("posts_dropped", "Posts dropped since the beginning, by reason.", "reason"),
    Kind.FOUND: ("personal_data_found", "Personal data replaced, by type.", "type"),
    Kind.SIGNAL: ("posts_with_signal", "Posts with a signal, by signal.", "signal"),
}


def as_text(condition: Condition, now: datetime) -> str:
    """Return the metrics in the text format that Prometheus and its textfile collector read."""
    registry = _Metrics(CollectorRegistry())
    registry.one("posts_kept", "Posts in the lake now.", condition.posts)
    for kind, (name, help_, label) in _TOTALS.items():
        registry.many(name, help_, label, condition.of_kind(kind))
    _runs(registry, condition)
    _sources(registry, condition, now)
    _framework(registry, condition, now)
    _figures(registry, condition)
    found = alarms(condition, now)
    for level in (Level.WARNING, Level.ALARM):
        registry.many(
            "alarms",
            "What needs a person, by level.",
            "level",
            {level.name.lower(): sum(alarm.level is level for alarm in found)},
        )
    return generate_latest(registry.registry).decode()


class _Metrics:
    """A registry in which each gauge is made at its first value."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self._gauges: dict[str, Gauge] = {}

    def one(self, name: str, help_: str, value: float) -> None:
        self.many(name, help_, None, {"": value})

    def many(self, name: str, help_: str, label: str | None, values: Mapping[str, float]) -> None:
        gauge = self._gauges.get(name)
        if gauge is None:
            labels = [label] if label else []
            gauge = Gauge(f"stadspols_{name}", help_, labels, registry=self.registry)
            self._gauges[name] = gauge
        for key, value in values.items():
            (gauge.labels(key) if label else gauge).set(value)


def _runs(metrics: _Metrics, condition: Condition) -> None:
    for job, run in condition.runs.items():
        metrics.many(
            "job_ended_seconds", "When a job last ended.", "job", {job: run.ended.timestamp()}
        )
        metrics.many("job_duration_seconds", "How long it took.", "job", {job: run.seconds})
        metrics.many(
            "job_succeeded", "Whether it ended well.", "job", {job: run.outcome == "voltooid"}
        )
        if run.read:
            metrics.many(
                "job_posts_per_second", "Posts read per second.", "job", {job: run.posts_per_second}
            )


def _sources(metrics: _Metrics, condition: Condition, now: datetime) -> None:
    for id_, source in condition.sources.items():
        metrics.many(
            "source_succeeded",
            "Whether the last run went well.",
            "source",
            {id_: source.run.outcome == "voltooid"},
        )
        metrics.many(
            "source_gaps", "Times that posts can have been missed.", "source", {id_: source.gaps}
        )
        if source.delivered is not None:
            age = (now - source.delivered).total_seconds()
            metrics.many("source_silent_seconds", "Since the last new post.", "source", {id_: age})
        if source.silent_after_hours is not None:
            limit = source.silent_after_hours * 3600
            metrics.many(
                "source_silent_limit_seconds",
                "From when silence is an alarm.",
                "source",
                {id_: limit},
            )


def _framework(metrics: _Metrics, condition: Condition, now: datetime) -> None:
    framework = condition.framework
    if framework is None:
        return
    metrics.one("framework_holds", "Whether the framework holds.", framework.refusal is None)
    metrics.one("framework_version", "Version of the framework.", framework.version)
    for deadline in framework.deadlines:
        metrics.many(
            "deadline_days",
            "Days until this part of the framework closes.",
            "what",
            {deadline.what: deadline.days_left(now.date())},
        )


def _figures(metrics: _Metrics, condition: Condition) -> None:
    release, budget = condition.release, condition.budget
    if release is not None:
        cells = {status.value: number for status, number in release.cells.items()}
        metrics.many("cells", "Cells of the last release, by status.", "status", cells)
        metrics.one("released_seconds", "When figures were released.", release.moment.timestamp())
        if release.suppressed_pct is not None:
            metrics.one(
                "suppressed_ratio",
                "Suppressed of the cells with data.",
                release.suppressed_pct / 100,
            )
    if budget is not None:
        metrics.one("budget_spent_rho", "Spent of this year's public budget.", budget.spent_rho)
        metrics.one("budget_granted_rho", "This year's public budget.", budget.granted_rho)
    if condition.model is not None:
        metrics.many(
            "model_drift_psi", "Population stability index.", "of", dict(condition.model.drift)
        )
        metrics.one("model_macro_f1", "Macro F1 when last measured.", condition.model.macro_f1)
