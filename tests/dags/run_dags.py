"""Run `airflow dags test` for some DAGs in one process: starting Airflow is most of the work.

The database is made first. From the argument `--gate` on, the gate at parse is in place, as where
`deploy/policy` is on the Python path from the start. Before each run both streams say its number.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from airflow import settings
from airflow.__main__ import main

GATE = Path(__file__).parent.parent.parent / "deploy" / "policy"


def airflow(*arguments: str) -> str:
    """Run a command of Airflow; return with what it ended."""
    sys.argv = ["airflow", *arguments]
    try:
        main()  # type: ignore[no-untyped-call]
    except SystemExit as end:
        return str(end.code or 0)
    return "0"


wanted = sys.argv[1:]
ends = [airflow("db", "migrate")]
for dag in wanted:
    if dag == "--gate":
        sys.path.insert(0, str(GATE))
        settings.import_local_settings()  # type: ignore[no-untyped-call]
        continue
    for stream in (sys.stdout, sys.stderr):
        stream.write(f"\n=== {len(ends)}\n")
        stream.flush()
    ends.append(airflow("dags", "test", dag))
sys.stdout.write("\n" + json.dumps(ends) + "\n")
