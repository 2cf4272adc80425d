"""The commands start quickly: what a command does not need is not imported."""

from __future__ import annotations

import subprocess
import sys

HEAVY = frozenset(
    [
        "duckdb",
        "numpy",
        "pandas",
        "pyarrow",
        "pydantic",
        "sklearn",
        "scipy",
        "openvino",
        "presidio_analyzer",
        "spacy",
        "transformers",
        "fastapi",
        "airflow",
        "httpx",
        "cryptography",
    ]
)


def _imported(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_help_imports_nothing_heavy() -> None:
    assert _imported("import pipeline.cli.app").isdisjoint(HEAVY - {"pydantic"})


def test_pseudonymising_needs_the_name_finder_and_no_nlp_framework() -> None:
    code = (
        "from models.load import load_name_finder\n"
        "from privacy.detect.engine import build_detector\n"
        "from privacy.pseudonymise import redact"
    )
    assert _imported(code).isdisjoint(HEAVY - {"numpy", "openvino", "pydantic"})
