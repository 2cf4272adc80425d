"""DAG `vrijgeven`: after each ingest, count and publish the cells."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from airflow.sdk import dag, task

from dags.task_rules import POSTS, TAG, TASK_ARGS, content_free

if TYPE_CHECKING:
    from privacy.cells import Status

DOC = """
### Cijfers vrijgeven

Na elke inname telt deze DAG verschillende auteurs per tijdvak, gebied en signaal. Daarna maakt
hij de vrijgegeven cijfers opnieuw, volgens de regels van het privacykader: te kleine aantallen
worden onderdrukt.

**Groen**: de cijfers zijn bijgewerkt. **Rood**: de vorige cijfers blijven staan. Lees de laatste
melding in het logboek van de taak. Meer uitleg: docs/airflow.md.
"""


@dag(
    schedule=[POSTS],
    catchup=False,
    max_active_runs=1,
    default_args=TASK_ARGS,
    tags=[TAG],
    description="Telt en geeft cijfers vrij, na elke inname",
    doc_md=DOC,
)
def vrijgeven() -> None:
    """Lay out the DAG: count, then publish."""

    @task(task_display_name="tellen", execution_timeout=timedelta(minutes=30))
    @content_free
    def aggregate() -> int:
        from pipeline import jobs
        from pipeline.settings import load_settings

        return jobs.aggregate(load_settings())

    @task(
        task_display_name="vrijgeven",
        execution_timeout=timedelta(minutes=30),
        multiple_outputs=False,
    )
    @content_free
    def release() -> dict[Status, int]:
        from pipeline import jobs
        from pipeline.settings import load_settings

        return jobs.release(load_settings())

    aggregate() >> release()


vrijgeven()
