"""The canary: nothing planted in the input occurs in any byte that a run leaves behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.posts import canary_posts, now

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Installation

BAD_LINES = [
    '{"id": "x", "text": "kapotte regel van Qirvanoaa Zelmarik',
    '{"id": "y", "created_at": "gisteren", "author": "zorpelaar", "text": "Qirvano"}',
    '{"id": "z", "created_at": "2999-01-01T00:00:00Z", "author": "zorpelaar", "text": "Qirvano"}',
]


def encodings(secret: str) -> set[bytes]:
    """Return the secret as it could stand in a file: UTF-8 and UTF-16, as is and in lower case."""
    return {
        form.encode(encoding)
        for form in (secret, secret.lower())
        for encoding in ("utf-8", "utf-16-le")
    }


def found_in(contents: dict[str, bytes], secrets: set[str]) -> set[str]:
    return {
        place
        for place, content in contents.items()
        if any(form in content for secret in secrets for form in encodings(secret))
    }


def everything_below(folder: Path, besides: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path != besides)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_the_hunt_itself_finds_a_planted_secret(tmp_path: Path) -> None:
    (tmp_path / "leak").write_bytes(b"\0\0" + "Jan Zelmarik".encode("utf-16-le") + b"\0")
    assert found_in(everything_below(tmp_path, tmp_path / "x"), {"Jan Zelmarik"}) == {"leak"}


@pytest.mark.slow
def test_no_byte_left_behind_holds_a_name_a_handle_a_number_or_a_text(
    stadspols: Installation,
) -> None:
    lines, secrets = canary_posts(300, until=now())
    source = stadspols.folder / "input.jsonl"
    source.write_text("\n".join([*lines, *BAD_LINES]) + "\n")
    contents: dict[str, bytes] = {}
    for number, arguments in enumerate(
        (
            ("run", "--file", str(source)),
            ("status",),
            ("query", "FROM cellen", "--format", "csv"),
            ("query", "SELECT * FROM bestaat_niet"),
            ("purge",),
        )
    ):
        process = stadspols.start(*arguments)
        contents[f"stdout {number}"], contents[f"stderr {number}"] = process.communicate()
    assert b"300" in contents["stdout 0"] or b"303" in contents["stdout 0"]
    left = everything_below(stadspols.folder, besides=source)
    assert any(name.endswith(".parquet") for name in left)
    assert any(name.endswith("catalogus.sqlite") for name in left)
    assert found_in({**contents, **left}, secrets | {"Qirvano", "Zelmarik", "zorpelaar"}) == set()


@pytest.mark.slow
def test_an_unexpected_failure_shows_no_content(stadspols: Installation) -> None:
    lines, secrets = canary_posts(5, until=now())
    source = stadspols.folder / "input.jsonl"
    source.write_text("\n".join(lines))
    (stadspols.folder / "keys").mkdir(mode=0o700)
    (stadspols.folder / "keys" / "catalogus.sqlite").write_bytes(b"no database at all" * 100)
    process = stadspols.start("run", "--file", str(source))
    output, errors = process.communicate()
    assert process.returncode not in {0, 1}
    assert errors
    assert found_in({"output": output, "errors": errors}, secrets) == set()
