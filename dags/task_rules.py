"""What holds for every task: when it is tried again, who is told, what Airflow's log may hold."""

from __future__ import annotations

import asyncio
import logging
import traceback
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from airflow.sdk import Asset, ExceptionRetryPolicy, RetryAction, RetryRule
from airflow.sdk.definitions.callback import AsyncCallback
from airflow.sdk.definitions.deadline import DeadlineAlert, DeadlineReference

from pipeline.hardening import harden
from privacy.errors import Permanent, PrivacyError, StadspolsError, Transient

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

P = ParamSpec("P")
R = TypeVar("R")

TAG = "stadspols"
TIMEZONE = "Europe/Amsterdam"
POOL = "stadspols_innemen"
"""Tasks that read sources share its slots (deploy/pools.json): so many models in memory at once."""

POSTS = Asset(name="berichten", uri="stadspols://meer/berichten")
"""The stored posts: each finished ingest touches it, and a release follows."""

RETRY_BY_TYPE = ExceptionRetryPolicy(
    rules=[
        RetryRule(
            Transient,
            RetryAction.RETRY,
            reason="Tijdelijk niet gelukt. De taak probeert het vanzelf opnieuw.",
        ),
        RetryRule(
            PrivacyError,
            RetryAction.FAIL,
            reason="Geweigerd: het privacykader staat dit niet toe. Opnieuw proberen helpt niet. "
            "Lees de melding hierboven en vraag de griffier of de FG om het kader te herzien. "
            "Zie docs/airflow.md.",
        ),
        RetryRule(
            Permanent,
            RetryAction.FAIL,
            reason="Invoer of instelling klopt niet. Opnieuw proberen helpt niet. "
            "Herstel wat de melding hierboven noemt. Zie docs/airflow.md.",
        ),
    ],
    default=RetryAction.FAIL,
)
"""Who decides is the type of the error; an error without a type of ours is never retried.

Not covered: a killed worker. It raises nothing, and Airflow starts such a task again `retries`
times, which is safe because every job may be killed at any moment.
"""


def tell_failure(context: Mapping[str, Any]) -> None:
    """Tell operators by webhook or mail that a task failed: its name and the rule, no content."""
    from pipeline.notify import send
    from pipeline.settings import load_settings

    task = context["task_instance"]
    rule = getattr(context.get("exception"), "rule", "fout")
    send(
        load_settings(),
        f"alarm: {task.dag_id}.{task.task_id}: Deze taak is mislukt. Zie docs/airflow.md. [{rule}]",
    )


async def tell_late(context: Mapping[str, Any]) -> None:
    """Tell operators that a run is not done in time; the triggerer calls this."""
    from pipeline.notify import send
    from pipeline.settings import load_settings

    name = context["dag_run"]["dag_id"]
    message = f"alarm: {name}: Deze run is niet op tijd klaar. Zie docs/airflow.md. [run_te_laat]"
    await asyncio.to_thread(send, load_settings(), message)


def done_within(limit: timedelta) -> DeadlineAlert:
    """Return the alert that goes out when a run is not done so long after it was queued."""
    return DeadlineAlert(
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=limit,
        callback=AsyncCallback(tell_late),
    )


TASK_ARGS: dict[str, Any] = {
    "owner": "stadspols-beheer",
    "retries": 4,
    "retry_delay": timedelta(minutes=1),
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": timedelta(minutes=10),
    "retry_policy": RETRY_BY_TYPE,
    "on_failure_callback": tell_failure,
}


def content_free(task_function: Callable[P, R]) -> Callable[P, R]:
    """Return the function, which now puts no content into Airflow's log.

    Log lines of libraries, which may quote what they work on, are off while it runs; ours go by
    structlog. Our errors pass without the chain of causes; of any other error, whose text may
    hold a part of a post, only type and place are kept.
    """

    @wraps(task_function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        harden()
        logging.disable(logging.CRITICAL)
        try:
            return task_function(*args, **kwargs)
        except StadspolsError as error:
            raise error from None
        except Exception as error:  # noqa: BLE001 - the edge: an exception's text may hold content
            from pipeline.disk import disk_failure

            if failure := disk_failure(error):
                raise failure from None
            place = traceback.extract_tb(error.__traceback__)[-1]
            raise StadspolsError(
                "fout",
                f"{type(error).__name__} in {Path(place.filename).name}, regel {place.lineno}. "
                "Meld dit aan de beheerder; inhoud van berichten staat niet in deze melding.",
            ) from None
        finally:
            logging.disable(logging.NOTSET)

    return run
