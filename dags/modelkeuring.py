"""DAG `modelkeuring`: every week, measure the models again and look whether answers moved."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag, task

from dags.task_rules import TAG, TASK_ARGS, TIMEZONE, content_free

DOC = """
### Modellen keuren

Elke maandag om half zes meet deze DAG het model opnieuw: hoe goed het signalen leest, hoe vaak
het protest, kritiek, geloof of straattaal ten onrechte aanwijst, en of het groepen verschillend
behandelt. Ook vergelijkt hij de antwoorden van de laatste week met die van vier weken ervoor.

**Groen**: het model haalt de grenzen van het privacykader. **Rood**: het haalt ze niet, of er zijn
geen keuringsberichten. Lees de laatste melding in het logboek van de taak. Meer uitleg:
docs/airflow.md en docs/runbooks/model-geweigerd.md.
"""


@dag(
    schedule=CronTriggerTimetable("30 5 * * 1", timezone=TIMEZONE),
    catchup=False,
    max_active_runs=1,
    default_args=TASK_ARGS,
    tags=[TAG],
    description="Meet de modellen opnieuw, elke week",
    doc_md=DOC,
)
def modelkeuring() -> None:
    """Lay out the DAG: one task."""

    @task(
        task_display_name="keuren",
        execution_timeout=timedelta(hours=1),
        multiple_outputs=False,
    )
    @content_free
    def check_models() -> dict[str, int]:
        from pipeline import jobs
        from pipeline.settings import load_settings

        return jobs.check_models(load_settings())

    check_models()


modelkeuring()
