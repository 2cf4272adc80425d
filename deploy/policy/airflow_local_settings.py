"""Cluster policy: the first gate, and within what time a run must be done.

At parse, Airflow locks our DAGs while the council's framework does not hold. A locked DAG stays in
the list: it says why, and each run of it turns red at once with a message that says what to do
(docs/adr/0008-locked-dags-stay-visible.md). Airflow imports this module by its name from the
Python path; `deploy/airflow-standalone` puts this folder there. Without it the other two gates
still stand: the job before every task, the key ring.
"""

# ruff: noqa: INP001 - Airflow finds this file by its name; it is in no package
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from dags.task_rules import TAG, done_within
from pipeline.framework_files import load_framework
from pipeline.settings import load_settings
from privacy.errors import StadspolsError

if TYPE_CHECKING:
    from airflow.sdk import DAG

__all__ = ["dag_policy"]

OPEN = frozenset({"bewaartermijnen", "kadercontrole"})
"""Deletion goes on under a lapsed framework; the check is what tells of it, in its own words."""

DONE_WITHIN = {
    "bewaartermijnen": timedelta(hours=2),
    "herverwerken": timedelta(hours=12),
    "innemen": timedelta(hours=1),
    "vrijgeven": timedelta(hours=1),
}
"""When a run is not done so long after it was queued, operators are told.

Here and not in the DAG files, because `airflow dags test` of 3.3.2 cannot end a run that has it.
"""

LOCKED = "geweigerd"
"""The tag of a locked DAG, to filter the list by."""


def dag_policy(dag: DAG) -> None:
    """Set when operators hear of a late run; lock a DAG when no valid framework is found."""
    if TAG not in dag.tags:
        return
    if dag.dag_id in DONE_WITHIN:
        dag.deadline = [done_within(DONE_WITHIN[dag.dag_id])]
    if dag.dag_id in OPEN:
        return
    try:
        load_framework(load_settings(), datetime.now(UTC))
    except StadspolsError as error:
        _lock(dag, error)


def _lock(dag: DAG, refusal: StadspolsError) -> None:
    """Let every task of the DAG fail before it starts, and say so where an operator looks."""

    def refuse(_context: object) -> None:
        raise refusal from None

    for task in dag.tasks:
        if task.is_mapped:
            task.partial_kwargs["pre_execute"] = refuse
        else:
            task._pre_execute_hook = refuse  # noqa: SLF001 - where BaseOperator keeps `pre_execute`
    dag.tags.add(LOCKED)
    dag.doc_md = f"### Geweigerd\n\n{refusal} Zie docs/airflow.md.\n\n{dag.doc_md}"
