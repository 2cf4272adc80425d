"""DAG `kadercontrole`: every hour, whether the framework holds and what needs a person."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag, task

from dags.task_rules import TAG, TASK_ARGS, TIMEZONE, content_free

DOC = """
### Kader controleren

Elk uur kijkt deze DAG of het privacykader nog geldt en welke herzieningen eraan komen. Hij
waarschuwt 60, 30 en 7 dagen van tevoren. Hij meldt ook een bron die stil is en een taak die
uitblijft. Elke melding gaat één keer uit, naar de webhook of het mailadres uit docs/settings.md.

**Groen**: het kader geldt. **Rood**: het kader geldt niet, dus er wordt niets ingenomen en niets
vrijgegeven. Lees de laatste melding in het logboek van de taak. Meer uitleg: docs/airflow.md.
"""


@dag(
    schedule=CronTriggerTimetable("5 * * * *", timezone=TIMEZONE, run_immediately=True),
    catchup=False,
    max_active_runs=1,
    default_args=TASK_ARGS,
    tags=[TAG],
    description="Controleert of het privacykader geldt en wat aandacht vraagt, elk uur",
    doc_md=DOC,
)
def kadercontrole() -> None:
    """Lay out the DAG: one task."""

    @task(
        task_display_name="controleren",
        execution_timeout=timedelta(minutes=5),
        multiple_outputs=False,
    )
    @content_free
    def check_framework() -> dict[str, int]:
        from pipeline import jobs
        from pipeline.settings import load_settings

        return jobs.check_framework(load_settings())

    check_framework()


kadercontrole()
