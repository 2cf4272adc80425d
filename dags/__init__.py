"""Airflow DAGs: schedule, owner, retries, one call into `pipeline.jobs` per task."""
