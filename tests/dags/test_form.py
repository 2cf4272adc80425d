from __future__ import annotations

import ast
import sys

import pytest

from tests.dags.conftest import DAGS
from tests.dags.form import tasks, violations

FILES = [
    "bewaartermijnen.py",
    "herverwerken.py",
    "innemen.py",
    "kadercontrole.py",
    "modelkeuring.py",
    "vrijgeven.py",
]
CALL = "return jobs.ingest(load_settings(), source=source, part=part).as_dict()"
BAD = {
    "work at parse": ('DOC = """', 'rows = list(open("berichten.jsonl"))\nDOC = """'),
    "pipeline at parse": ("from typing", "from pipeline import jobs\nfrom typing"),
    "store in a task": ("from pipeline import jobs", "from pipeline.lake.store import Store"),
    "logic in a task": (CALL, f"if source:\n            {CALL}"),
    "text to the scheduler": (CALL, "return [post.text for post in jobs.ingest(load_settings())]"),
    "second job": (
        CALL,
        "return {**jobs.ingest(load_settings()).as_dict(), 'n': jobs.aggregate(load_settings())}",
    ),
    "unknown job": (CALL, "return jobs.haal_op(load_settings())"),
    "imported name as job": (CALL, "return jobs.load_framework(load_settings())"),
    "unknown argument": ("source=source", "bron=source"),
    "argument of its own": ("source=source", "source='voorbeeld'"),
    "other call": (CALL, CALL.replace("return ", "return print(") + ")"),
    "no protection": ("@content_free\n    def ingest", "def ingest"),
    "no time limit": ("execution_timeout=timedelta(hours=1)", "retries=1"),
    "nothing returned": (CALL, CALL.removeprefix("return ")),
    "types of the store": ("from privacy.posts", "from pipeline.store"),
}


def test_each_file_in_the_folder_is_a_known_dag_or_a_shared_rule() -> None:
    assert sorted(file.name for file in DAGS.glob("*.py")) == sorted(
        ["__init__.py", "task_rules.py", *FILES]
    )


def test_no_file_is_called_like_a_module() -> None:
    names = {file.stem for file in DAGS.glob("*.py")} - {"__init__"}
    packages = {"airflow", "config", "dags", "models", "pipeline", "privacy"}
    assert names.isdisjoint(sys.stdlib_module_names | packages)


@pytest.mark.parametrize("name", FILES)
def test_a_dag_file_is_schedule_and_one_job_per_task(name: str) -> None:
    source = (DAGS / name).read_text()
    assert tasks(ast.parse(source))
    assert violations(source) == []


@pytest.mark.parametrize(("old", "new"), BAD.values(), ids=BAD.keys())
def test_anything_more_is_found(old: str, new: str) -> None:
    source = (DAGS / "innemen.py").read_text()
    assert old in source
    assert violations(source.replace(old, new))
