"""The first gate: Airflow loads our DAGs only while the council's framework holds.

Airflow imports this module by its name from the Python path; `deploy/airflow-standalone` puts this
folder there. Without it the other two gates still stand: the job before every task, the key ring.
"""

# ruff: noqa: INP001 - Airflow finds this file by its name; it is in no package
from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from airflow.exceptions import AirflowClusterPolicyViolation

from dags.task_rules import TAG
from pipeline.framework_files import load_framework
from pipeline.settings import load_settings
from privacy.errors import StadspolsError

if TYPE_CHECKING:
    from airflow.sdk import DAG

__all__ = ["dag_policy"]

DELETION = "bewaartermijnen"
"""This DAG only deletes, and does so under a lapsed framework too."""


def dag_policy(dag: DAG) -> None:
    """Refuse a DAG of ours when no approved and valid framework is found.

    Raises:
        AirflowClusterPolicyViolation: with the rule that is broken and what to do.
    """
    if TAG not in dag.tags or dag.dag_id == DELETION:
        return
    try:
        load_framework(load_settings(), datetime.now(UTC))
    except StadspolsError as error:
        raise AirflowClusterPolicyViolation(
            f"{dag.dag_id} is geweigerd. {error} Zie docs/airflow.md."
        ) from None
