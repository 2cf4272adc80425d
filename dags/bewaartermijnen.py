"""DAG `bewaartermijnen`: every night, delete what may no longer be kept."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag, task

from dags.task_rules import TAG, TASK_ARGS, TIMEZONE, content_free

DOC = """
### Bewaartermijnen

Elke nacht om half vier verwijdert deze DAG berichten en sleutels waarvan de bewaartermijn uit
het privacykader voorbij is. Na het vernietigen van een sleutel zijn pseudoniemen uit die week
niet meer te herleiden.

**Groen**: alles wat weg moest, is weg. **Rood**: er staat mogelijk te veel. Los dit dezelfde dag
op: lees de laatste melding in het logboek van de taak. Meer uitleg: docs/airflow.md.
"""


@dag(
    schedule=CronTriggerTimetable("30 3 * * *", timezone=TIMEZONE, run_immediately=True),
    catchup=False,
    max_active_runs=1,
    default_args=TASK_ARGS,
    tags=[TAG],
    description="Verwijdert wat niet langer bewaard mag worden, elke nacht",
    doc_md=DOC,
)
def bewaartermijnen() -> None:
    """Lay out the DAG: one task."""

    @task(
        task_display_name="verwijderen",
        execution_timeout=timedelta(hours=1),
        multiple_outputs=False,
    )
    @content_free
    def purge() -> dict[str, int]:
        from pipeline import jobs
        from pipeline.settings import load_settings

        return asdict(jobs.purge(load_settings()))

    purge()


bewaartermijnen()
