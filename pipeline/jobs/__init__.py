"""The jobs: each wires the real parts, runs once, attests to the log, and returns numbers only.

CLI commands and Airflow tasks call these and nothing below them. Every job can be killed at any
moment and run again.
"""

from pipeline.jobs.figures import aggregate, release
from pipeline.jobs.health import health
from pipeline.jobs.ingesting import ingest, reprocess
from pipeline.jobs.models import check_models
from pipeline.jobs.retention import Purged, purge
from pipeline.jobs.rights import Erased, erase
from pipeline.jobs.shards import open_parts, open_sources
from pipeline.jobs.watching import check_framework

__all__ = [
    "Erased",
    "Purged",
    "aggregate",
    "check_framework",
    "check_models",
    "erase",
    "health",
    "ingest",
    "open_parts",
    "open_sources",
    "purge",
    "release",
    "reprocess",
]
