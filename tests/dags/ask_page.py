"""Ask the page of the plugin as several visitors, in a process of its own; answers as JSON.

Airflow keeps its login in the state of the process. Each argument is a visitor, as JSON: an
address, and a role of Airflow or headers.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

from airflow.api_fastapi.app import create_auth_manager
from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
from airflow.api_fastapi.core_api.security import get_user
from fastapi.testclient import TestClient

PLUGIN = Path(__file__).parent.parent.parent / "deploy" / "plugins" / "stadspols_page.py"

create_auth_manager()
spec = importlib.util.spec_from_file_location("stadspols_page", PLUGIN)
assert spec is not None
assert spec.loader is not None
plugin = importlib.util.module_from_spec(spec)
spec.loader.exec_module(plugin)
page = TestClient(plugin.app)
answers = []
for visitor in map(json.loads, sys.argv[1:]):
    plugin.app.dependency_overrides.clear()
    if "role" in visitor:
        user = SimpleAuthManagerUser(username="iemand", role=visitor["role"])
        plugin.app.dependency_overrides[get_user] = lambda user=user: user
    answer = page.get(visitor["address"], headers=visitor.get("headers"))
    answers.append(
        {"status": answer.status_code, "text": answer.text, "headers": dict(answer.headers)}
    )
sys.stdout.write("\n" + json.dumps(answers))
