"""DAG `herverwerken`: on request, read the posts of some days again."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import Param, dag, task

from dags.task_rules import POOL, POSTS, TAG, TASK_ARGS, content_free

DOC = """
### Dagen opnieuw verwerken

Start deze DAG met de hand en vul het formulier in. Hij leest de berichten van die dagen opnieuw
uit de bron: wat gemist was komt erbij, wat er al was krijgt de uitkomst van het huidige model.
Alleen wat de bron nog heeft en wat binnen de bewaartermijn valt, komt terug.

**Groen**: klaar, de cijfers volgen vanzelf. **Rood**: er is niets half veranderd dat blijft; na
herstel kunt u opnieuw starten. Lees de laatste melding in het logboek van de taak. Meer uitleg:
docs/airflow.md.
"""


@dag(
    schedule=None,
    catchup=False,
    max_active_runs=1,
    default_args=TASK_ARGS,
    params={
        "bron": Param("voorbeeld", type="string", title="Bron", description="Id uit het kader"),
        "van": Param(type="string", format="date", title="Eerste dag"),
        "tot_en_met": Param(type="string", format="date", title="Laatste dag"),
    },
    tags=[TAG],
    description="Leest de berichten van een aantal dagen opnieuw, op verzoek",
    doc_md=DOC,
)
def herverwerken() -> None:
    """Lay out the DAG: one task."""

    @task(
        task_display_name="opnieuw verwerken",
        execution_timeout=timedelta(hours=12),
        multiple_outputs=False,
        pool=POOL,
        outlets=[POSTS],
    )
    @content_free
    def reprocess(source: str, first: str, last: str) -> dict[str, int]:
        from pipeline import jobs
        from pipeline.settings import load_settings

        return jobs.reprocess(load_settings(), source=source, first=first, last=last).as_dict()

    reprocess("{{ params.bron }}", "{{ params.van }}", "{{ params.tot_en_met }}")


herverwerken()
