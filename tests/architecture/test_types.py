"""Mypy refuses what must not be stored: checked by running it on what must fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from mypy import api

FORBIDDEN = {
    "a raw post in a batch": """
        def leak(raw: RawPost, counts: Counts) -> Batch:
            return Batch([raw], counts, raw.source, "s", 1)
    """,
    "a pseudonymised post in a batch": """
        def leak(post: PseudonymisedPost, counts: Counts) -> Batch:
            return Batch([post], counts, post.source, "s", 1)
    """,
    "raw text for the classifier": """
        def leak(raw: RawPost, classifier: Classifier) -> None:
            classifier.classify([raw.text])
    """,
    "a handle for a pseudonym": """
        def leak(raw: RawPost) -> AuthorPseudonym:
            return raw.author
    """,
}
IMPORTS = """
from models.classifier import Classifier
from pipeline.counts import Counts
from pipeline.lake.store import Batch
from privacy.posts import AuthorPseudonym, PseudonymisedPost
from privacy.raw import RawPost
"""


@pytest.mark.slow
def test_mypy_refuses_each_leak(tmp_path: Path) -> None:
    folder = tmp_path / "leaks"
    folder.mkdir()
    for number, body in enumerate(FORBIDDEN.values()):
        lines = [line[8:] for line in body.splitlines()]
        (folder / f"leak{number}.py").write_text(IMPORTS + "\n".join(lines) + "\n")
    output, _, _ = api.run(["--strict", "--no-color-output", str(folder)])
    refused = {
        Path(line.partition(":")[0]).name for line in output.splitlines() if "error:" in line
    }
    assert refused == {f"leak{n}.py" for n in range(len(FORBIDDEN))}, output
