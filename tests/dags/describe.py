"""Print what Airflow makes of the DAG folder under each of some configurations, as JSON.

The tests start it as a process. Arguments: the folder, then one `STADSPOLS_CONFIG` after another.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any

from airflow.dag_processing.dagbag import DagBag


def describe(folder: str, config: str) -> dict[str, Any]:
    os.environ["STADSPOLS_CONFIG"] = config
    bag = DagBag(folder)
    return {
        "errors": {file: str(error) for file, error in bag.import_errors.items()},
        "dags": {
            dag.dag_id: {
                "schedule": getattr(dag.timetable, "expression", type(dag.timetable).__name__),
                "catchup": dag.catchup,
                "max_active_runs": dag.max_active_runs,
                "tags": sorted(dag.tags),
                "doc": dag.doc_md,
                "params": sorted(dag.params),
                "late_after_s": [
                    alert.interval.total_seconds()
                    for alert in (dag.deadline if isinstance(dag.deadline, list) else ())
                    if isinstance(alert.interval, timedelta)
                ],
                "tasks": {
                    task.task_id: {
                        "owner": task.owner,
                        "retries": task.retries,
                        "policy": type(task.retry_policy).__name__,
                        "timeout_s": getattr(task.execution_timeout, "total_seconds", int)(),
                        "outlets": [outlet.uri for outlet in task.outlets or ()],
                        "after": sorted(task.upstream_task_ids),
                        "pool": task.pool,
                        "told": bool(task.on_failure_callback),
                    }
                    for task in dag.tasks
                },
            }
            for dag in bag.dags.values()
        },
    }


folder, *configs = sys.argv[1:]
sys.stdout.write("\n" + json.dumps([describe(folder, config) for config in configs]))
