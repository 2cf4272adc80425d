"""DAG `innemen`: every 15 minutes, store what is new in each open source."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from airflow.sdk import CronTriggerTimetable, dag, task

from dags.task_rules import POOL, POSTS, TAG, TASK_ARGS, TIMEZONE, content_free

if TYPE_CHECKING:
    from collections.abc import Sequence

    from privacy.posts import SourceId

DOC = """
### Berichten innemen

Elke 15 minuten haalt deze DAG nieuwe openbare berichten op uit elke bron die in het
privacykader staat. Eén taak per bron, of per deel van een grote bron, haalt op, verwijdert
persoonsgegevens, herkent signalen en bewaart het resultaat. De tekst van een bericht blijft in
het geheugen van die ene taak. Airflow krijgt alleen aantallen te zien.

**Groen**: alles wat nieuw was, is verwerkt. **Rood**: lees de laatste melding in het logboek van
de taak. Daar staat wat u moet doen. Meer uitleg: docs/airflow.md.
"""


@dag(
    schedule=CronTriggerTimetable("*/15 * * * *", timezone=TIMEZONE, run_immediately=True),
    catchup=False,
    max_active_runs=1,
    default_args=TASK_ARGS,
    tags=[TAG],
    description="Neemt nieuwe berichten in, elke 15 minuten",
    doc_md=DOC,
)
def innemen() -> None:
    """Lay out the DAG: list the parts of the sources, then one task per part."""

    @task(task_display_name="open bronnen", execution_timeout=timedelta(minutes=5))
    @content_free
    def open_parts() -> Sequence[dict[str, str]]:
        from pipeline import jobs
        from pipeline.settings import load_settings

        return jobs.open_parts(load_settings())

    @task(
        task_display_name="innemen per bron",
        execution_timeout=timedelta(hours=1),
        map_index_template="{{ task.op_kwargs['source'] }} {{ task.op_kwargs['part'] }}",
        multiple_outputs=False,
        pool=POOL,
        outlets=[POSTS],
    )
    @content_free
    def ingest(source: SourceId, part: str) -> dict[str, int]:
        from pipeline import jobs
        from pipeline.settings import load_settings

        return jobs.ingest(load_settings(), source=source, part=part).as_dict()

    ingest.expand_kwargs(open_parts())


innemen()
