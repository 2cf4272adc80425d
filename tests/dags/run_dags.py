"""Run `airflow dags test` for some DAGs in one process: starting Airflow is most of the work."""

from __future__ import annotations

import json
import sys

from airflow.__main__ import main

outcomes = {}
for dag in sys.argv[1:]:
    sys.argv = ["airflow", "dags", "test", dag]
    try:
        main()  # type: ignore[no-untyped-call]
        outcomes[dag] = "0"
    except SystemExit as end:
        outcomes[dag] = str(end.code or 0)
sys.stdout.write("\n" + json.dumps(outcomes) + "\n")
